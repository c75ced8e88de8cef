package organizationhttp

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

const mimeSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// sheetRoutes adds the routes of the list of agencies in one file.
func sheetRoutes(s *web.Server, p AgencyParts) {
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agency-sheets", Permission: access.ManageAgencies, Name: "check-agency-sheet",
		Summary: "Dry run of a list of agencies (.xlsx)", Status: http.StatusCreated, MaxBody: maxUpload}, checkSheet(p))
	if path := s.API.OpenAPI().Paths[web.Prefix+"/agency-sheets"]; path != nil && path.Post != nil {
		path.Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {
			Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{
				"file": {Type: huma.TypeString, Format: "binary", Description: "List of agencies, .xlsx, at most 10 MiB"}}}}}}
	}
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agency-sheets/template.xlsx", Permission: access.ManageAgencies, Name: "get-agency-template",
		Summary: "The workbook to fill in, .xlsx: agencies, people and a guide"}, sheetTemplate)
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agency-sheets/{id}", Permission: access.ManageAgencies, Name: "find-agency-sheet",
		Summary: "A checked or committed list of agencies with a page of its rows"}, findSheet(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agency-sheets/{id}/commit", Permission: access.ManageAgencies, Name: "commit-agency-sheet",
		Summary: "Write a list of agencies; a second time changes nothing"}, commitSheet(p))
}

// AgencySheet is an uploaded list of agencies with a page of its judged rows.
type AgencySheet struct {
	ID        uuid.UUID                `json:"id"`
	FileName  string                   `json:"fileName"`
	State     string                   `json:"state" enum:"checked,committed"`
	New       int                      `json:"new"`
	Changed   int                      `json:"changed"`
	Unchanged int                      `json:"unchanged"`
	Refused   int                      `json:"refused"`
	Closed    []string                 `json:"closed" doc:"Closed periods that keep a restatement line"`
	Rows      web.List[AgencySheetRow] `json:"rows"`
}

// AgencySheetRow is one agency of the list.
type AgencySheetRow struct {
	Number     int      `json:"number" doc:"Row of the sheet"`
	Code       string   `json:"code"`
	Name       string   `json:"name"`
	Kind       string   `json:"kind"`
	ParentCode string   `json:"parentCode"`
	From       string   `json:"from"`
	Document   string   `json:"document"`
	Verdict    string   `json:"verdict" enum:"new,changed,unchanged,refused"`
	Messages   []string `json:"messages"`
}

func checkSheet(p AgencyParts) func(context.Context, access.Principal, *sheetUpload) (*web.Body[AgencySheet], error) {
	return func(ctx context.Context, who access.Principal, in *sheetUpload) (*web.Body[AgencySheet], error) {
		f, err := in.upload().read()
		if err != nil {
			return nil, err
		}
		sheet, err := p.Events.CheckAgencySheet(ctx, who, organization.CheckAgencySheet{FileName: f.fileName, File: f.file})
		return web.Respond(sheetOf(sheet, firstPage, "", web.Locale(ctx))), err
	}
}

// sheetUpload keeps the body unread until the caller's right was asked.
type sheetUpload struct{ kept uploadInput }

// Resolve keeps the request's body.
func (in *sheetUpload) Resolve(ctx huma.Context) []error { return in.kept.Resolve(ctx) }

func (in *sheetUpload) upload() *uploadInput { return &in.kept }

func sheetTemplate(ctx context.Context, _ access.Principal, _ *struct{}) (*web.File, error) {
	body, err := organization.AgencyTemplate(web.Locale(ctx))
	return web.Download(mimeSheet, "mau-co-quan-va-nguoi.xlsx", body), err
}

type sheetInput struct {
	web.Paging
	ID      uuid.UUID `path:"id"`
	Verdict string    `query:"verdict" enum:"new,changed,unchanged,refused"`
}

func findSheet(p AgencyParts) func(context.Context, access.Principal, *sheetInput) (*web.Body[AgencySheet], error) {
	return func(ctx context.Context, who access.Principal, in *sheetInput) (*web.Body[AgencySheet], error) {
		sheet, err := p.Events.FindAgencySheet(ctx, who, in.ID)
		return web.Respond(sheetOf(sheet, in.Paging, organization.SheetVerdict(in.Verdict), web.Locale(ctx))), err
	}
}

type sheetCommit struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		All bool `json:"all" doc:"Refuse unless every row is good"`
	}
}

func commitSheet(p AgencyParts) func(context.Context, access.Principal, *sheetCommit) (*web.Body[AgencySheet], error) {
	return func(ctx context.Context, who access.Principal, in *sheetCommit) (*web.Body[AgencySheet], error) {
		sheet, err := p.Events.CommitAgencySheet(ctx, who, organization.CommitAgencySheet{ID: in.ID, All: in.Body.All})
		return web.Respond(sheetOf(sheet, firstPage, "", web.Locale(ctx))), err
	}
}

func sheetOf(s organization.AgencySheet, page web.Paging, verdict organization.SheetVerdict, locale string) AgencySheet {
	shown := AgencySheet{ID: s.ID, FileName: s.FileName, State: string(s.State), New: s.Count(organization.SheetNew), Changed: s.Count(organization.SheetChanged),
		Unchanged: s.Count(organization.SheetUnchanged), Refused: s.Count(organization.SheetRefused), Closed: labels(s.Closed, locale)}
	var chosen []organization.SheetRow
	for _, r := range s.Rows {
		if verdict == "" || r.Verdict == verdict {
			chosen = append(chosen, r)
		}
	}
	from := min(int(page.Offset()), len(chosen))
	to := min(from+int(page.Limit()), len(chosen))
	shown.Rows = web.ListOf(chosen[from:to], len(chosen), page, func(r organization.SheetRow) AgencySheetRow { return sheetRowOf(r, locale) })
	return shown
}

func sheetRowOf(r organization.SheetRow, locale string) AgencySheetRow {
	row := AgencySheetRow{Number: r.Number, Code: r.Code, Name: r.Name, Kind: string(r.Kind), ParentCode: r.ParentCode, Document: r.Document, Verdict: string(r.Verdict), Messages: []string{}}
	if !r.From.IsZero() {
		row.From = r.From.Format(time.DateOnly)
	}
	for _, m := range r.Messages {
		text := m.VI
		if locale == "en" {
			text = m.EN
		}
		row.Messages = append(row.Messages, text)
	}
	return row
}
