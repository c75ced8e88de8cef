package reportinghttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/reporting"
	"taphuan/internal/web"
)

type comparableInput struct {
	AgencyID uuid.UUID `query:"agencyId" required:"true"`
	AsOf     string    `query:"asOf" format:"date" maxLength:"10" required:"true"`
}

// PastUnit is an agency of the past.
type PastUnit struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// ComparableLine is one figure of the year up to a day beside that of the year before.
type ComparableLine struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Unit     string `json:"unit"`
	Value    *int64 `json:"value"`
	Previous *int64 `json:"previous"`
	Note     string `json:"note,omitempty" doc:"Why it cannot be compared"`
}

// Comparable are an agency's figures with the sum of its predecessors.
type Comparable struct {
	From    string           `json:"from" format:"date"`
	To      string           `json:"to" format:"date"`
	Lines   []ComparableLine `json:"lines"`
	Members []PastUnit       `json:"members" doc:"Agencies of the past in the sum"`
	Divided []PastUnit       `json:"divided" doc:"Divided agencies of the past, in no sum"`
}

func compareAgency(svc *reporting.Service) func(context.Context, access.Principal, *comparableInput) (*web.Body[Comparable], error) {
	return func(ctx context.Context, who access.Principal, in *comparableInput) (*web.Body[Comparable], error) {
		day, err := time.Parse(time.DateOnly, in.AsOf)
		if err != nil {
			return nil, fault.ErrInvalid.At("query.asOf", "not_a_date", fault.TextInvalid)
		}
		c, err := svc.CompareAgency(ctx, who, in.AgencyID, day)
		if err != nil {
			return nil, err
		}
		locale := web.Locale(ctx)
		shown := Comparable{From: c.From.Format(time.DateOnly), To: c.To.Format(time.DateOnly), Lines: []ComparableLine{}, Members: pastUnits(c.Members), Divided: pastUnits(c.Divided)}
		for _, l := range c.Lines {
			shown.Lines = append(shown.Lines, ComparableLine{Code: l.Code, Name: l.Name.In(locale), Unit: l.Unit.In(locale), Value: l.Value, Previous: l.Previous, Note: l.Note.In(locale)})
		}
		return web.Respond(shown), nil
	}
}

func pastUnits(list []reporting.Unit) []PastUnit {
	units := make([]PastUnit, len(list))
	for i, u := range list {
		units[i] = PastUnit{ID: u.ID, Name: u.Name}
	}
	return units
}
