package organizationhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// PersonPage is a person as their agency knows them.
type PersonPage struct {
	PersonID     uuid.UUID       `json:"personId"`
	Kind         string          `json:"kind" enum:"officer,student"`
	FullName     string          `json:"fullName"`
	FamilyName   string          `json:"familyName"`
	MiddleName   string          `json:"middleName"`
	GivenName    string          `json:"givenName"`
	Code         string          `json:"code"`
	BirthYear    *int            `json:"birthYear,omitempty" doc:"Only to part namesakes"`
	AgencyID     uuid.UUID       `json:"agencyId"`
	AgencyName   string          `json:"agencyName"`
	Former       bool            `json:"former" doc:"The reader's agency is a former one: only what was there is shown"`
	Working      bool            `json:"working"`
	MayManage    bool            `json:"mayManage"`
	Postings     []Posting       `json:"postings"`
	Classes      []Membership    `json:"classes"`
	Account      *PersonAccount  `json:"account,omitempty"`
	Basis        *GuardianBasis  `json:"guardianBasis,omitempty"`
	NeedsBasis   bool            `json:"needsGuardianBasis" doc:"May be under 16 and the school has recorded no basis: no account, no slip"`
	KeepsNumbers bool            `json:"keepsNationalNumbers"`
	NumberMask   string          `json:"nationalNumberMask"`
	Study        []FactCount     `json:"study"`
	Transfer     *PersonTransfer `json:"transfer,omitempty"`
}

// Posting is one posting of a person.
type Posting struct {
	ID            uuid.UUID `json:"id"`
	AgencyID      uuid.UUID `json:"agencyId"`
	AgencyName    string    `json:"agencyName"`
	Position      string    `json:"position"`
	PositionGroup string    `json:"positionGroup"`
	Staffing      string    `json:"staffing"`
	Counts        bool      `json:"counts" doc:"Counts for reporting"`
	From          string    `json:"from" format:"date"`
	To            string    `json:"to,omitempty" format:"date" doc:"First day on which it no longer holds"`
	Holds         bool      `json:"holds" doc:"Today"`
}

// Membership is a student's time in a class.
type Membership struct {
	SchoolClassID uuid.UUID `json:"schoolClassId"`
	Name          string    `json:"name"`
	SchoolYear    string    `json:"schoolYear"`
	From          string    `json:"from" format:"date"`
	To            string    `json:"to,omitempty" format:"date"`
}

// PersonAccount is what a person's page says of the account.
type PersonAccount struct {
	Username     string     `json:"username"`
	LastSignInAt *time.Time `json:"lastSignInAt,omitempty"`
	SlipUnused   bool       `json:"slipUnused"`
	Locked       bool       `json:"locked"`
	LockedReason string     `json:"lockedReason"`
}

// GuardianBasis is what a school holds for a student under 16.
type GuardianBasis struct {
	GivenBy  string `json:"givenBy" enum:"father,mother,guardian"`
	Document string `json:"document"`
	GivenOn  string `json:"givenOn" format:"date"`
}

// FactCount counts one kind of facts.
type FactCount struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// PersonTransfer is a move that waits for the receiving agency.
type PersonTransfer struct {
	ID      uuid.UUID `json:"id"`
	MovesOn string    `json:"movesOn" format:"date"`
}

func findPerson(svc *organization.Service) func(context.Context, access.Principal, *PersonInput) (*web.Body[PersonPage], error) {
	return func(ctx context.Context, who access.Principal, in *PersonInput) (*web.Body[PersonPage], error) {
		page, err := svc.FindPersonPage(ctx, who, in.PersonID)
		if err != nil {
			return nil, err
		}
		shown := personPageOf(page, svc.Today(), web.Locale(ctx))
		shown.MayManage = who.RequireAt(access.ManagePeople, page.AgencyID) == nil
		return web.Respond(shown), nil
	}
}

func personPageOf(p organization.PersonPage, today time.Time, locale string) PersonPage {
	shown := PersonPage{PersonID: p.ID, Kind: string(p.Kind), FullName: p.FullName, FamilyName: p.FamilyName, MiddleName: p.MiddleName, GivenName: p.GivenName,
		BirthYear: p.BirthYear, AgencyID: p.AgencyID, AgencyName: p.AgencyName, Former: p.Former, Working: p.Working, Postings: []Posting{}, Classes: []Membership{},
		NeedsBasis: p.NeedsBasis, KeepsNumbers: p.KeepsNumbers, NumberMask: p.NumberMask, Study: factsOf(p.Study, locale)}
	if p.Code != nil {
		shown.Code = *p.Code
	}
	for _, o := range p.Postings {
		shown.Postings = append(shown.Postings, postingOf(o, today))
	}
	for _, m := range p.Classes {
		shown.Classes = append(shown.Classes, Membership{SchoolClassID: m.SchoolClassID, Name: m.Name, SchoolYear: m.SchoolYear, From: web.Date(&m.ValidFrom), To: web.Date(m.ValidTo)})
	}
	if a := p.Account; a != nil {
		shown.Account = &PersonAccount{Username: a.Username, LastSignInAt: a.LastSignInAt, SlipUnused: a.SlipUnused, Locked: a.LockedAt != nil, LockedReason: a.LockedReason}
	}
	if b := p.Basis; b != nil {
		shown.Basis = &GuardianBasis{GivenBy: b.GivenBy, Document: b.Document, GivenOn: web.Date(&b.GivenOn)}
	}
	if t := p.Transfer; t != nil {
		shown.Transfer = &PersonTransfer{ID: t.ID, MovesOn: web.Date(&t.MovesOn)}
	}
	return shown
}

func postingOf(o organization.PostingLine, today time.Time) Posting {
	return Posting{ID: o.ID, AgencyID: o.AgencyID, AgencyName: o.AgencyName, Position: o.Position, PositionGroup: o.PositionGroup, Staffing: o.Staffing,
		Counts: o.Counts, From: web.Date(&o.ValidFrom), To: web.Date(o.ValidTo), Holds: !o.ValidFrom.After(today) && (o.ValidTo == nil || o.ValidTo.After(today))}
}

func factsOf(counts []organization.FactCount, locale string) []FactCount {
	shown := make([]FactCount, len(counts))
	for i, c := range counts {
		shown[i] = FactCount{Kind: string(c.Kind), Name: c.Kind.Name().In(locale), Count: c.Count}
	}
	return shown
}
