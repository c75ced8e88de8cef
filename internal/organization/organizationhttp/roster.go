package organizationhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// Roster is an uploaded list with a page of its judged rows.
type Roster struct {
	RosterLine
	Rows    web.List[RosterRow] `json:"rows"`
	Skipped []SkippedRow        `json:"skipped" doc:"Rows that name nobody"`
}

// RosterLine is one list in an agency's history.
type RosterLine struct {
	ID          uuid.UUID      `json:"id"`
	AgencyID    uuid.UUID      `json:"agencyId"`
	Kind        string         `json:"kind" enum:"students,officers"`
	Source      string         `json:"source" enum:"file,api"`
	FileName    string         `json:"fileName"`
	SchoolYear  string         `json:"schoolYear" doc:"Of a class list"`
	EffectiveOn string         `json:"effectiveOn,omitempty" format:"date"`
	State       string         `json:"state" enum:"checked,committing,committed,undoing,undone"`
	Counts      RosterCounts   `json:"counts"`
	Progress    RosterProgress `json:"progress"`
	CreatedAt   time.Time      `json:"createdAt"`
	CommittedAt *time.Time     `json:"committedAt,omitempty"`
	UndoneAt    *time.Time     `json:"undoneAt,omitempty"`
	CanUndo     bool           `json:"canUndo"`
}

// RosterProgress is how far a list has been written or taken back.
type RosterProgress struct {
	Done int `json:"done"`
	ToDo int `json:"toDo"`
}

// RosterCounts counts the rows by verdict.
type RosterCounts struct {
	Total    int `json:"total"`
	New      int `json:"new"`
	Existing int `json:"existing"`
	Moved    int `json:"moved"`
	Changed  int `json:"changed"`
	Refused  int `json:"refused"`
}

// RosterRow is one person of the list.
type RosterRow struct {
	Number        int      `json:"number" doc:"Row of the sheet"`
	FullName      string   `json:"fullName"`
	ClassName     string   `json:"className"`
	Code          string   `json:"code"`
	BirthYear     *int     `json:"birthYear,omitempty"`
	Position      string   `json:"position"`
	PositionGroup string   `json:"positionGroup"`
	Staffing      string   `json:"staffing"`
	Unit          string   `json:"unit"`
	From          string   `json:"from,omitempty" format:"date"`
	Verdict       string   `json:"verdict" enum:"new,existing,moved,changed,refused"`
	Messages      []string `json:"messages"`
	Codes         []string `json:"codes" doc:"Stable codes of the messages, in their order"`
	Chosen        bool     `json:"chosen"`
	Kept          string   `json:"kept,omitempty" doc:"Why an undo left the row as it is"`
}

// SkippedRow is a row that names nobody.
type SkippedRow struct {
	Number  int    `json:"number"`
	Message string `json:"message"`
}

type rosterInput struct {
	web.Paging
	ID      uuid.UUID `path:"id"`
	Verdict string    `query:"verdict" enum:"new,existing,moved,changed,refused"`
	Kept    bool      `query:"kept" doc:"Only rows that an undo has left"`
}

func checkRoster(svc *organization.Service) func(context.Context, access.Principal, *uploadInput) (*web.Body[Roster], error) {
	return func(ctx context.Context, who access.Principal, in *uploadInput) (*web.Body[Roster], error) {
		if err := who.RequireAt(access.ManageRoster, in.ID); err != nil { // before the body is read
			return nil, err
		}
		f, err := in.read()
		if err != nil {
			return nil, err
		}
		cmd, err := f.command(in.ID)
		if err != nil {
			return nil, err
		}
		roster, err := svc.CheckRoster(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		return showRoster(ctx, svc, who, &rosterInput{ID: roster.ID, Paging: firstPage})
	}
}

var firstPage = web.Paging{Page: 1, PageSize: 100}

func findRoster(svc *organization.Service) func(context.Context, access.Principal, *rosterInput) (*web.Body[Roster], error) {
	return func(ctx context.Context, who access.Principal, in *rosterInput) (*web.Body[Roster], error) {
		return showRoster(ctx, svc, who, in)
	}
}

func showRoster(ctx context.Context, svc *organization.Service, who access.Principal, in *rosterInput) (*web.Body[Roster], error) {
	roster, rows, total, err := svc.FindRoster(ctx, who, organization.FindRoster{
		ID: in.ID, Verdict: organization.RosterVerdict(in.Verdict), Kept: in.Kept, Limit: in.Limit(), Offset: in.Offset()})
	if err != nil {
		return nil, err
	}
	locale := web.Locale(ctx)
	shown := Roster{RosterLine: lineOf(roster), Skipped: []SkippedRow{},
		Rows: web.ListOf(rows, total, in.Paging, func(r organization.RosterRow) RosterRow { return rowOf(r, locale) })}
	for _, s := range roster.Skipped {
		shown.Skipped = append(shown.Skipped, SkippedRow{Number: s.Number, Message: s.Message().Text().In(locale)})
	}
	return web.Respond(shown), nil
}

func lineOf(r organization.Roster) RosterLine {
	return RosterLine{ID: r.ID, AgencyID: r.AgencyID, Kind: string(r.Kind), Source: r.Source, FileName: r.FileName, SchoolYear: r.SchoolYear,
		EffectiveOn: web.Date(r.EffectiveOn), State: string(r.State), Counts: RosterCounts(r.Counts), Progress: RosterProgress{Done: r.Done, ToDo: r.ToDo},
		CreatedAt: r.CreatedAt, CommittedAt: r.CommittedAt, UndoneAt: r.UndoneAt, CanUndo: r.CanUndo(time.Now())}
}

func rowOf(r organization.RosterRow, locale string) RosterRow {
	shown := RosterRow{Number: r.Number, FullName: r.FullName, ClassName: r.ClassName, Code: r.Code, BirthYear: r.BirthYear,
		Position: r.Position, PositionGroup: r.PositionGroup, Staffing: r.Staffing, Unit: r.Unit, From: web.Date(r.ValidFrom),
		Verdict: string(r.Verdict), Messages: make([]string, len(r.Messages)), Codes: make([]string, len(r.Messages)), Chosen: r.Chosen}
	for i, m := range r.Messages {
		shown.Messages[i], shown.Codes[i] = m.Text().In(locale), m.Code
	}
	if r.Kept != "" {
		shown.Kept = organization.RosterMessage{Code: r.Kept}.Text().In(locale)
	}
	return shown
}
