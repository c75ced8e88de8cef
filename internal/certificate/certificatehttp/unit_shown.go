package certificatehttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/web"
)

// AgencyInput names an agency.
type AgencyInput struct {
	ID uuid.UUID `path:"id"`
}

// UnitSettingInput is what an agency decides.
type UnitSettingInput struct {
	AgencyInput
	Body struct {
		Shown bool `json:"shown" doc:"Whether the agency agrees to be named to strangers"`
	}
}

// UnitSetting says whether strangers who verify a certificate read an agency's name.
type UnitSetting struct {
	Shown       bool       `json:"shown" doc:"What strangers see of certificates issued today"`
	Agrees      bool       `json:"agrees" doc:"Whether the agency itself agrees"`
	DecidedAt   *time.Time `json:"decidedAt,omitempty" doc:"None: by the kind of the agency"`
	HiddenAbove bool       `json:"hiddenAbove" doc:"An agency above it does not agree"`
}

func findUnitSetting(s *certificate.Service) func(context.Context, access.Principal, *AgencyInput) (*web.Body[UnitSetting], error) {
	return func(ctx context.Context, who access.Principal, in *AgencyInput) (*web.Body[UnitSetting], error) {
		found, err := s.FindUnitSetting(ctx, who, in.ID)
		return respondSetting(found, err)
	}
}

func decideUnitShown(s *certificate.Service) func(context.Context, access.Principal, *UnitSettingInput) (*web.Body[UnitSetting], error) {
	return func(ctx context.Context, who access.Principal, in *UnitSettingInput) (*web.Body[UnitSetting], error) {
		after, err := s.DecideUnitShown(ctx, who, in.ID, in.Body.Shown)
		return respondSetting(after, err)
	}
}

func respondSetting(found certificate.UnitSetting, err error) (*web.Body[UnitSetting], error) {
	if err != nil {
		return nil, err
	}
	return web.Respond(UnitSetting{Shown: found.Shown, Agrees: found.Agrees, DecidedAt: found.DecidedAt, HiddenAbove: found.HiddenAbove}), nil
}
