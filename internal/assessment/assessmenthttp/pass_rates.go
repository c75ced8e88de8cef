package assessmenthttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

// PassRates is a page of the agencies that the caller may see, the lowest rate first.
type PassRates struct {
	web.List[PassRate]
	Hidden int `json:"hidden" doc:"Agencies that are not told, so that fewer than five people are not known from the figures"`
}

// PassRate is how many people of an agency passed at their first attempt.
type PassRate struct {
	AgencyID uuid.UUID `json:"agencyId" format:"uuid"`
	Name     string    `json:"name"`
	People   int       `json:"people"`
	PassRate int       `json:"passRate" doc:"Hundredths of a percent"`
}

func countPassRates(s *web.Server, svc *assessment.Service) {
	route := web.Route{Method: http.MethodGet, Path: "/courses/{key}/tests/{kind}/pass-rates", Permission: access.ReadReport,
		Name: "count-pass-rates", Summary: "First attempts at a test by agency, of the agencies whose figures the caller may see: from five people up"}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *itemsInput) (*web.Body[PassRates], error) {
		found, err := svc.CountPassRates(ctx, who, in.question(), in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		return web.Respond(PassRates{List: web.ListOf(found.Rates, found.Total, in.Paging, passRateOf), Hidden: found.Hidden}), nil
	})
}

func passRateOf(r assessment.PassRate) PassRate {
	return PassRate{AgencyID: r.AgencyID, Name: r.Name, People: r.People, PassRate: share(float64(r.Passed) / float64(r.People))}
}
