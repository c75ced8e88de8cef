package identityhttp

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/web"
)

// Profile is who a person is beyond their account.
type Profile struct {
	FullName               string
	GivenName              string
	Agency                 *OwnAgency // nil: none today
	Roles                  []OwnRole
	Permissions            []access.Permission
	MustEnrollSecondFactor bool
	UnreadNotices          int
}

// OwnAgency is the agency that a person belongs to today.
type OwnAgency struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// OwnRole is a role that a person holds today.
type OwnRole struct {
	Role            access.Role `json:"role"`
	RoleName        string      `json:"roleName"`
	AgencyID        uuid.UUID   `json:"agencyId"`
	AgencyName      string      `json:"agencyName"`
	SchoolClassID   *uuid.UUID  `json:"schoolClassId,omitempty"`
	SchoolClassName string      `json:"schoolClassName,omitempty"`
}

// Me is the person who is signed in.
type Me struct {
	State                  string              `json:"state" enum:"signed_in"`
	PersonID               uuid.UUID           `json:"personId"`
	FullName               string              `json:"fullName"`
	GivenName              string              `json:"givenName"`
	Username               string              `json:"username"`
	Locale                 string              `json:"locale" enum:"vi,en"`
	Demo                   bool                `json:"demo"`
	MustChangePassword     bool                `json:"mustChangePassword"`
	MustEnrollSecondFactor bool                `json:"mustEnrollSecondFactor"`
	TwoStep                bool                `json:"twoStep" doc:"Two-step verification by an authenticator app is on"`
	Agency                 *OwnAgency          `json:"agency"`
	Roles                  []OwnRole           `json:"roles"`
	Permissions            []access.Permission `json:"permissions"`
	UnreadNotices          int                 `json:"unreadNotices" doc:"100 stands for 100 and more"`
}

// TransformSchema says that the agency may be null.
func (Me) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["agency"] = &huma.Schema{OneOf: []*huma.Schema{s.Properties["agency"], {Type: "null"}}}
	return s
}

func (h handlers) getMe(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[Me], error) {
	me, err := h.me(ctx, who.PersonID)
	return web.Respond(me), err
}

func (h handlers) me(ctx context.Context, personID uuid.UUID) (Me, error) {
	account, err := h.identity.FindAccount(ctx, personID)
	if err != nil {
		return Me{}, err
	}
	profile, err := h.Describe(ctx, personID)
	if err != nil {
		return Me{}, err
	}
	return Me{State: "signed_in", PersonID: personID, FullName: profile.FullName, GivenName: profile.GivenName,
		Username: account.Username, Locale: account.Locale, Demo: h.Demo,
		MustChangePassword: account.MustChangePassword, MustEnrollSecondFactor: profile.MustEnrollSecondFactor, TwoStep: account.Factors.TOTP, UnreadNotices: profile.UnreadNotices,
		Agency: profile.Agency, Roles: append([]OwnRole{}, profile.Roles...), Permissions: append([]access.Permission{}, profile.Permissions...)}, nil
}
