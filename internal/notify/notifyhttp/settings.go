package notifyhttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/notify"
	"taphuan/internal/web"
)

// Settings is how the caller is told.
type Settings struct {
	CanMail   bool          `json:"canMail" doc:"Whether this installation has a mail server"`
	Email     string        `json:"email,omitempty"`
	QuietFrom int           `json:"quietFrom" doc:"Minute of the day in Viet Nam"`
	QuietTo   int           `json:"quietTo" doc:"Minute of the day in Viet Nam"`
	LeadsUnit bool          `json:"leadsUnit" doc:"Whether numbers of a unit are told to the caller"`
	Kinds     []KindSetting `json:"kinds"`
}

// KindSetting is one kind of notice and whether it is mailed.
type KindSetting struct {
	Kind    string `json:"kind" enum:"duty_due,duty_overdue,unit_due,unit_overdue,class_place,class_staff,class_meets,class_changed,class_cancelled,role_granted,role_revoked,factors_reset,slip_printed,certificate_issued,certificate_ending,certificate_revoked,exemption_decided,recognition_decided,result_decided"`
	Mutable bool   `json:"mutable" doc:"False for duties and for what others do to the account"`
	Muted   bool   `json:"muted"`
}

func findSettings(s *notify.Service) func(context.Context, access.Principal, *struct{}) (*web.Body[Settings], error) {
	return func(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[Settings], error) {
		p, err := s.FindPreferences(ctx, who)
		if err != nil {
			return nil, err
		}
		shown := Settings{CanMail: s.CanMail(), QuietFrom: p.QuietFrom, QuietTo: p.QuietTo, LeadsUnit: who.Can(access.ReadAgencyFigure)}
		if p.Email != nil {
			shown.Email = *p.Email
		}
		for _, kind := range notify.Kinds() {
			shown.Kinds = append(shown.Kinds, KindSetting{Kind: string(kind), Mutable: kind.IsMutable(), Muted: p.Mutes(kind)})
		}
		return web.Respond(shown), nil
	}
}

type settingsInput struct {
	Body struct {
		Muted     []string `json:"muted" maxItems:"20"`
		QuietFrom int      `json:"quietFrom" minimum:"0" maximum:"1439"`
		QuietTo   int      `json:"quietTo" minimum:"0" maximum:"1439"`
	}
}

func setSettings(s *notify.Service) func(context.Context, access.Principal, *settingsInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *settingsInput) (*struct{}, error) {
		cmd := notify.SetPreferences{QuietFrom: in.Body.QuietFrom, QuietTo: in.Body.QuietTo}
		for _, kind := range in.Body.Muted {
			cmd.Muted = append(cmd.Muted, notify.Kind(kind))
		}
		return nil, s.SetPreferences(ctx, who, cmd)
	}
}

type addressInput struct {
	Body struct {
		Email string `json:"email" minLength:"3" maxLength:"254"`
	}
}

func proveAddress(s *notify.Service) func(context.Context, access.Principal, *addressInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *addressInput) (*struct{}, error) {
		return nil, s.ProveAddress(ctx, who, in.Body.Email)
	}
}

type codeInput struct {
	Body struct {
		Code string `json:"code" minLength:"4" maxLength:"16"`
	}
}

func confirmAddress(s *notify.Service) func(context.Context, access.Principal, *codeInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *codeInput) (*struct{}, error) {
		return nil, s.ConfirmAddress(ctx, who, in.Body.Code)
	}
}

func removeAddress(s *notify.Service) func(context.Context, access.Principal, *struct{}) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, _ *struct{}) (*struct{}, error) {
		return nil, s.RemoveAddress(ctx, who)
	}
}
