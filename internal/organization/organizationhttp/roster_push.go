package organizationhttp

import (
	"context"
	"time"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// maxPush bounds the body of a pushed list.
const maxPush = 8 << 20

type pushInput struct {
	AgencyInput
	Key  string `header:"Idempotency-Key" maxLength:"100" doc:"8 to 100 letters, digits and . _ : -; one per content. A repeat finds the same list again"`
	Body struct {
		Kind        string      `json:"kind" enum:"students,officers"`
		SchoolYear  string      `json:"schoolYear,omitempty" pattern:"^20[0-9]{2}-20[0-9]{2}$" doc:"Of a class list"`
		EffectiveOn string      `json:"effectiveOn,omitempty" format:"date" maxLength:"10" doc:"Since when a list of officers holds; today when absent"`
		Commit      bool        `json:"commit,omitempty" doc:"Write the good rows; otherwise they are only judged"`
		Rows        []PushedRow `json:"rows" minItems:"1" maxItems:"10000"`
	}
}

// PushedRow is one person; values are written as people write them in lists.
type PushedRow struct {
	FullName  string `json:"fullName" maxLength:"200"`
	Code      string `json:"code,omitempty" maxLength:"100"`
	Birth     string `json:"birth,omitempty" maxLength:"40" doc:"Date or year; the year is kept"`
	ClassName string `json:"className,omitempty" maxLength:"100"`
	Position  string `json:"position,omitempty" maxLength:"300"`
	Unit      string `json:"unit,omitempty" maxLength:"300" doc:"Code or name of a unit of the agency"`
	Staffing  string `json:"staffing,omitempty" maxLength:"40" doc:"Chuyên trách or Kiêm nhiệm"`
	From      string `json:"from,omitempty" maxLength:"40" doc:"Since when the posting holds"`
}

func pushRoster(svc *organization.Service) func(context.Context, access.Principal, *pushInput) (*web.Body[Roster], error) {
	return func(ctx context.Context, who access.Principal, in *pushInput) (*web.Body[Roster], error) {
		cmd := organization.PushRoster{AgencyID: in.ID, Key: in.Key, Kind: organization.RosterKind(in.Body.Kind), SchoolYear: in.Body.SchoolYear,
			Commit: in.Body.Commit, Rows: make([]organization.PushedRow, len(in.Body.Rows))}
		if in.Body.EffectiveOn != "" {
			day, err := time.Parse(time.DateOnly, in.Body.EffectiveOn)
			if err != nil {
				return nil, organization.ErrEffectiveOn
			}
			cmd.EffectiveOn = &day
		}
		for i, r := range in.Body.Rows {
			cmd.Rows[i] = organization.PushedRow{FullName: r.FullName, Code: r.Code, Birth: r.Birth, ClassName: r.ClassName,
				Position: r.Position, Unit: r.Unit, Staffing: r.Staffing, ValidFrom: r.From}
		}
		roster, err := svc.PushRoster(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		return showRoster(ctx, svc, who, &rosterInput{ID: roster.ID, Paging: firstPage})
	}
}
