package organizationhttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// RosterColumns is what a list looks like before it is checked.
type RosterColumns struct {
	Sheets     []string       `json:"sheets" doc:"Sheets that hold lists"`
	Sheet      string         `json:"sheet"`
	Header     int            `json:"header" doc:"Row of the headings"`
	People     int            `json:"people"`
	Remembered bool           `json:"remembered" doc:"Read as such a form was last read"`
	Columns    []RosterColumn `json:"columns"`
	Fields     []string       `json:"fields" doc:"What a column may mean"`
	Titles     []RosterTitle  `json:"titles" doc:"Positions of the list with their groups"`
}

// RosterColumn is one column of a list.
type RosterColumn struct {
	Letter    string   `json:"letter" example:"C"`
	Title     string   `json:"title"`
	Field     string   `json:"field" doc:"What it is taken for; empty: nothing"`
	Forbidden bool     `json:"forbidden" doc:"Never kept"`
	Samples   []string `json:"samples" doc:"First values; none of a forbidden column"`
}

// RosterTitle is one position with its group.
type RosterTitle struct {
	Title string `json:"title"`
	Count int    `json:"count"`
	Group string `json:"group"`
}

func findRosterColumns(svc *organization.Service) func(context.Context, access.Principal, *uploadInput) (*web.Body[RosterColumns], error) {
	return func(ctx context.Context, who access.Principal, in *uploadInput) (*web.Body[RosterColumns], error) {
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
		found, err := svc.FindRosterColumns(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		return web.Respond(columnsOf(found, cmd.Kind)), nil
	}
}

func columnsOf(found organization.RosterColumns, kind organization.RosterKind) RosterColumns {
	shown := RosterColumns{Sheets: found.Sheets, Sheet: found.Sheet, Header: found.Header, People: found.People, Remembered: found.Remembered,
		Columns: make([]RosterColumn, len(found.Columns)), Fields: kind.Fields(), Titles: make([]RosterTitle, len(found.Titles))}
	for i, c := range found.Columns {
		shown.Columns[i] = RosterColumn(c)
	}
	for i, t := range found.Titles {
		shown.Titles[i] = RosterTitle(t)
	}
	return shown
}
