package organizationhttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// Roster is an uploaded class list with a page of its judged rows.
type Roster struct {
	ID         uuid.UUID           `json:"id"`
	FileName   string              `json:"fileName"`
	SchoolYear string              `json:"schoolYear"`
	State      string              `json:"state" enum:"checked,committed"`
	Counts     RosterCounts        `json:"counts"`
	Rows       web.List[RosterRow] `json:"rows"`
	Skipped    []SkippedRow        `json:"skipped" doc:"Rows that name no student"`
}

// RosterCounts counts the rows by verdict.
type RosterCounts struct {
	Total    int `json:"total"`
	New      int `json:"new"`
	Existing int `json:"existing"`
	Moved    int `json:"moved"`
	Refused  int `json:"refused"`
}

// RosterRow is one student of the list.
type RosterRow struct {
	Number    int      `json:"number" doc:"Row of the sheet"`
	FullName  string   `json:"fullName"`
	ClassName string   `json:"className"`
	Code      string   `json:"code"`
	BirthYear *int     `json:"birthYear,omitempty"`
	Verdict   string   `json:"verdict" enum:"new,existing,moved,refused"`
	Messages  []string `json:"messages"`
}

// SkippedRow is a row without a student.
type SkippedRow struct {
	Number  int    `json:"number"`
	Message string `json:"message"`
}

type rosterInput struct {
	web.Paging
	ID      uuid.UUID `path:"id"`
	Verdict string    `query:"verdict" enum:"new,existing,moved,refused"`
}

func checkRoster(svc *organization.Service) func(context.Context, access.Principal, *uploadInput) (*web.Body[Roster], error) {
	return func(ctx context.Context, who access.Principal, in *uploadInput) (*web.Body[Roster], error) {
		if err := who.RequireAt(access.ManageRoster, in.ID); err != nil { // before the body is read
			return nil, err
		}
		f, err := in.read("file", "schoolYear")
		if err != nil {
			return nil, err
		}
		roster, err := svc.CheckRoster(ctx, who, organization.CheckRoster{AgencyID: in.ID, SchoolYear: f.schoolYear, FileName: f.fileName, File: f.file})
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
		ID: in.ID, Verdict: organization.RosterVerdict(in.Verdict), Limit: in.Limit(), Offset: in.Offset()})
	if err != nil {
		return nil, err
	}
	locale := web.Locale(ctx)
	shown := Roster{ID: roster.ID, FileName: roster.FileName, SchoolYear: roster.SchoolYear, State: string(roster.State),
		Counts: RosterCounts(roster.Counts), Skipped: []SkippedRow{},
		Rows: web.ListOf(rows, total, in.Paging, func(r organization.RosterRow) RosterRow { return rowOf(r, locale) })}
	for _, s := range roster.Skipped {
		shown.Skipped = append(shown.Skipped, SkippedRow{Number: s.Number, Message: s.Message().Text().In(locale)})
	}
	return web.Respond(shown), nil
}

func rowOf(r organization.RosterRow, locale string) RosterRow {
	shown := RosterRow{Number: r.Number, FullName: r.FullName, ClassName: r.ClassName, Code: r.Code, BirthYear: r.BirthYear,
		Verdict: string(r.Verdict), Messages: make([]string, len(r.Messages))}
	for i, m := range r.Messages {
		shown.Messages[i] = m.Text().In(locale)
	}
	return shown
}
