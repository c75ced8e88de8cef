package app

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/app/demo"
	"taphuan/internal/identity/identityhttp"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// describe says who a signed-in person is beyond their account.
func (a *App) describe(ctx context.Context, personID uuid.UUID) (identityhttp.Profile, error) {
	kept, err := a.parts.principals.find(ctx, personID)
	if err != nil {
		return identityhttp.Profile{}, err
	}
	p := kept.profile
	unread, err := a.parts.notify.CountUnread(ctx, personID)
	if err != nil {
		return identityhttp.Profile{}, err
	}
	shown := identityhttp.Profile{UnreadNotices: unread, FullName: p.FullName, GivenName: p.GivenName, Permissions: rightsOf(p), MustEnrollSecondFactor: kept.mustEnroll}
	if p.AgencyID != uuid.Nil {
		shown.Agency = &identityhttp.OwnAgency{ID: p.AgencyID, Name: p.AgencyName}
	}
	for _, r := range p.Roles {
		shown.Roles = append(shown.Roles, identityhttp.OwnRole{Role: r.Role, RoleName: r.Role.Name().In(web.Locale(ctx)), AgencyID: r.AgencyID,
			AgencyName: r.AgencyName, SchoolClassID: web.OptionalID(r.SchoolClassID), SchoolClassName: r.SchoolClassName})
	}
	return shown, nil
}

// rightsOf lists what a person's roles allow, for the menu; every route asks again.
func rightsOf(p organization.Profile) []access.Permission {
	who := access.Principal{PersonID: p.PersonID, Grants: p.Grants()}
	var rights []access.Permission
	for _, right := range access.Permissions() {
		if right != access.Public && right != access.SignedIn && who.Can(right) {
			rights = append(rights, right)
		}
	}
	return rights
}

// instance is what anybody may know of this installation.
func (a *App) instance(version string) func(context.Context) (identityhttp.Instance, error) {
	return func(ctx context.Context) (identityhttp.Instance, error) {
		shown := identityhttp.Instance{Name: "Tập Huấn", Version: version, Demo: a.demo}
		if a.demo {
			for _, account := range demo.Accounts() {
				shown.DemoAccounts = append(shown.DemoAccounts, identityhttp.DemoAccount{Role: string(account.Role), Username: account.Username,
					Password: account.Password, Note: account.Note.In(web.Locale(ctx))})
			}
		}
		return shown, nil
	}
}
