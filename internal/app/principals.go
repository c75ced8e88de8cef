package app

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/identity"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

const (
	// keepProfile bounds how long what a person may do is kept, never past the end of the day:
	// grants begin and end by the day.
	keepProfile = 5 * time.Minute
	// keepProfiles bounds how many people a node remembers.
	keepProfiles = 20_000
)

// principals knows who is behind a token without a query per request: profiles are kept until
// the account changes (the watcher tells) or keepProfile has passed.
type principals struct {
	accounts *identity.Service
	people   *organization.Service
	demo     bool

	mu       sync.Mutex
	profiles map[uuid.UUID]keptProfile
}

type keptProfile struct {
	profile    organization.Profile
	disabled   bool // the account
	restricted bool // only the own account can be used
	mustEnroll bool // an administering role without a second factor
	readAt     time.Time
	day        time.Time // on which the grants were read
}

func newPrincipals(accounts *identity.Service, people *organization.Service, demo bool) *principals {
	return &principals{accounts: accounts, people: people, demo: demo, profiles: map[uuid.UUID]keptProfile{}}
}

// authenticate is the web's Authenticator.
func (p *principals) authenticate(ctx context.Context, token string) (access.Principal, error) {
	if strings.HasPrefix(token, organization.TokenPrefix) {
		return p.authenticateProgram(ctx, token)
	}
	personID, sessionID, err := p.accounts.Authenticate(ctx, token)
	if err != nil {
		return access.Principal{}, err
	}
	kept, err := p.find(ctx, personID)
	if err != nil {
		return access.Principal{}, err
	}
	return access.Principal{PersonID: personID, SessionID: sessionID, Grants: kept.profile.Grants(),
		Restricted: kept.restricted, Locale: web.Locale(ctx)}, nil
}

// authenticateProgram finds whom a program's token stands for: its maker, with the one right to
// manage rosters, where the maker has it and the token reaches.
func (p *principals) authenticateProgram(ctx context.Context, token string) (access.Principal, error) {
	holder, err := p.people.FindTokenHolder(ctx, token)
	if err != nil {
		return access.Principal{}, err
	}
	kept, err := p.find(ctx, holder.PersonID)
	if err != nil {
		return access.Principal{}, err
	}
	if kept.disabled {
		return access.Principal{}, fault.ErrSessionExpired
	}
	who := access.Principal{PersonID: holder.PersonID, Restricted: kept.restricted, Only: access.ManageRoster, Locale: web.Locale(ctx)}
	for _, g := range kept.profile.Grants() {
		if !g.Role.Allows(access.ManageRoster) {
			continue
		}
		g.Agencies = slices.DeleteFunc(slices.Clone(g.Agencies), func(id uuid.UUID) bool { return !slices.Contains(holder.Agencies, id) })
		who.Grants = append(who.Grants, g)
	}
	return who, nil
}

func (p *principals) find(ctx context.Context, personID uuid.UUID) (keptProfile, error) {
	p.mu.Lock()
	kept, ok := p.profiles[personID]
	p.mu.Unlock()
	today := p.people.Today()
	if ok && kept.day.Equal(today) && time.Since(kept.readAt) < keepProfile && !p.accounts.Watcher().ChangedSince(personID, kept.readAt) {
		return kept, nil
	}
	kept = keptProfile{readAt: time.Now(), day: today}
	var err error
	if kept.profile, err = p.people.LoadProfile(ctx, personID); err != nil {
		return keptProfile{}, err
	}
	account, err := p.accounts.FindAccount(ctx, personID)
	if err != nil {
		return keptProfile{}, err
	}
	kept.disabled = account.DisabledAt != nil
	kept.mustEnroll = !p.demo && administers(kept.profile) && !account.Factors.Any()
	kept.restricted = account.MustChangePassword || kept.mustEnroll
	p.keep(personID, kept)
	return kept, nil
}

func (p *principals) keep(personID uuid.UUID, kept keptProfile) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.profiles) >= keepProfiles {
		clear(p.profiles)
	}
	p.profiles[personID] = kept
}

// administers reports whether a person holds a role that needs a second factor (which a
// demonstration offers and does not ask).
func administers(profile organization.Profile) bool {
	for _, role := range profile.Roles {
		if role.Role.Administers() {
			return true
		}
	}
	return false
}
