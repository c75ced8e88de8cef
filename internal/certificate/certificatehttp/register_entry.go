package certificatehttp

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// RegisterCertificate is a certificate as the register shows it.
type RegisterCertificate struct {
	ID             uuid.UUID     `json:"id"`
	RegisterNumber string        `json:"registerNumber"`
	FullName       string        `json:"fullName"`
	Unit           string        `json:"unit"`
	CourseCode     string        `json:"courseCode"`
	CourseTitle    web.LocalText `json:"courseTitle"`
	From           string        `json:"from" format:"date"`
	To             string        `json:"to" format:"date"`
	IssuedOn       string        `json:"issuedOn" format:"date"`
	ValidUntil     string        `json:"validUntil,omitempty" format:"date"`
	State          string        `json:"state" enum:"valid,expired,revoked,replaced"`
	Score          *int          `json:"score,omitempty" doc:"Hundredths of 10"`
	Classification string        `json:"classification,omitempty"`
	Basis          string        `json:"basis,omitempty"`
	VerifyURL      string        `json:"verifyUrl"`
}

func certificateOf(s *certificate.Service, c certificate.Certificate) RegisterCertificate {
	f := c.Facts
	return RegisterCertificate{ID: c.ID, RegisterNumber: c.RegisterNumber, FullName: f.Name, Unit: f.Unit, CourseCode: f.CourseCode,
		CourseTitle: web.LocalText{VI: f.CourseTitle, EN: f.CourseTitleEN}, From: f.From, To: f.To, IssuedOn: web.Date(&c.IssuedOn), ValidUntil: web.Date(c.ValidUntil),
		State: string(c.StateOn(s.Today())), Score: f.Score, Classification: f.Classification, Basis: f.BasisDocument, VerifyURL: s.VerifyURL(c.Code)}
}

// RegisterAct is what somebody proposed and a second person decided.
type RegisterAct struct {
	ID             uuid.UUID       `json:"id"`
	Kind           string          `json:"kind" enum:"reissue,correction,revocation"`
	State          string          `json:"state" enum:"proposed,approved,returned,taken_back"`
	Cause          string          `json:"cause" enum:"lost,damaged,wrong_name,wrong_facts,result_annulled,issued_in_error,holder_requested"`
	PublicNote     string          `json:"publicNote,omitempty" doc:"Strangers read it"`
	Reason         string          `json:"reason" doc:"Only those who keep the register read it"`
	DecisionNumber string          `json:"decisionNumber"`
	DecisionOn     string          `json:"decisionOn" format:"date"`
	Corrected      *CorrectedFacts `json:"corrected,omitempty"`
	ProposedBy     string          `json:"proposedBy"`
	ProposedAt     time.Time       `json:"proposedAt"`
	DecidedBy      string          `json:"decidedBy,omitempty"`
	DecidedAt      *time.Time      `json:"decidedAt,omitempty"`
	DecisionNote   string          `json:"decisionNote,omitempty"`
}

// CorrectedFacts are the facts of a certificate as they shall read.
type CorrectedFacts struct {
	Name string `json:"name" maxLength:"120"`
	Unit string `json:"unit" maxLength:"200"`
	From string `json:"from" format:"date"`
	To   string `json:"to" format:"date"`
}

func actOf(a certificate.Act, names map[uuid.UUID]string) RegisterAct {
	shown := RegisterAct{ID: a.ID, Kind: string(a.Kind), State: string(a.State), Cause: string(a.Cause), PublicNote: a.PublicNote, Reason: a.Reason,
		DecisionNumber: a.DecisionNumber, DecisionOn: web.Date(&a.DecisionOn), ProposedBy: names[a.ProposedBy], ProposedAt: a.ProposedAt.UTC(), DecisionNote: a.DecisionNote}
	if a.Corrected != nil {
		shown.Corrected = &CorrectedFacts{a.Corrected.Name, a.Corrected.Unit, a.Corrected.From, a.Corrected.To}
	}
	if a.DecidedBy != nil {
		at := a.DecidedAt.UTC()
		shown.DecidedBy, shown.DecidedAt = names[*a.DecidedBy], &at
	}
	return shown
}

// actorsOf are the names of those who proposed and decided.
func actorsOf(ctx context.Context, p RegisterParts, acts []certificate.Act) (map[uuid.UUID]string, error) {
	var people []uuid.UUID
	for _, a := range acts {
		people = append(people, a.ProposedBy)
		if a.DecidedBy != nil {
			people = append(people, *a.DecidedBy)
		}
	}
	return p.Names(ctx, people, nil)
}

// RegisterEntry is what the register says about a certificate.
type RegisterEntry struct {
	Certificate RegisterCertificate   `json:"certificate"`
	Chain       []RegisterCertificate `json:"chain" doc:"The first, its corrections, the last"`
	Lines       []RegisterLine        `json:"lines" doc:"The oldest first"`
	Acts        []RegisterAct         `json:"acts" doc:"The newest first, for those who keep the register or approve in it"`
	MayPropose  bool                  `json:"mayPropose"`
	Blocked     string                `json:"blocked,omitempty" doc:"Why somebody else must act: it is the own certificate"`
}

type registerEntryInput struct {
	ID uuid.UUID `path:"id"`
}

func findEntry(p RegisterParts) func(context.Context, access.Principal, *registerEntryInput) (*web.Body[RegisterEntry], error) {
	return func(ctx context.Context, who access.Principal, in *registerEntryInput) (*web.Body[RegisterEntry], error) {
		found, err := p.Certificates.FindEntry(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		names, err := actorsOf(ctx, p, found.Acts)
		if err != nil {
			return nil, err
		}
		shown := RegisterEntry{Certificate: certificateOf(p.Certificates, found.Certificate), Chain: []RegisterCertificate{}, Lines: []RegisterLine{}, Acts: []RegisterAct{},
			MayPropose: found.MayPropose == nil}
		for _, c := range found.Chain {
			shown.Chain = append(shown.Chain, certificateOf(p.Certificates, c))
		}
		for _, e := range found.Lines {
			shown.Lines = append(shown.Lines, lineOf(e, p.Certificates.Today()))
		}
		for _, a := range found.Acts {
			shown.Acts = append(shown.Acts, actOf(a, names))
		}
		if errors.Is(found.MayPropose, certificate.ErrActOwn) {
			shown.Blocked = fault.From(found.MayPropose).Text.In(web.Locale(ctx))
		}
		return web.Respond(shown), nil
	}
}
