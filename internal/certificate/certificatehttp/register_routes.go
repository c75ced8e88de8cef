package certificatehttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/web"
)

// RegisterParts is what the pages of the register are put together from.
type RegisterParts struct {
	Certificates *certificate.Service
	// Names are the names of people, by id: of those who proposed and approved.
	Names func(ctx context.Context, people, agencies []uuid.UUID) (map[uuid.UUID]string, error)
}

// RegisterRoutes adds the routes of the register. register.read is the coarse right of what is read: those who keep the
// register, who approve its acts and who read about their own people share it, the service asks for their own.
func RegisterRoutes(s *web.Server, p RegisterParts) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/register/books", Permission: access.ReadRegister, Name: "list-register-books",
		Summary: "The registers that the caller keeps or approves in, and the years of lines about the own people"}, listBooks(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/register/lines", Permission: access.ReadRegister, Name: "list-register-lines",
		Summary: "Lines of a register, or about the people of the own agencies, the newest first; each opening is recorded"}, listLines(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/register/certificates/{id}", Permission: access.ReadRegister, Name: "find-register-entry",
		Summary: "What the register says about a certificate; the opening is recorded"}, findEntry(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/register/acts", Permission: access.ReadRegister, Name: "list-register-acts",
		Summary: "What is proposed in the registers that the caller keeps or approves in, the oldest first; each opening is recorded"}, listActs(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/register/certificates/{id}/acts", Permission: access.ManageRegister, Name: "propose-register-act",
		Summary: "Propose to reissue, correct or revoke a certificate", Status: http.StatusCreated}, proposeAct(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/register/acts/{id}/decision", Permission: access.ApproveRegister, Name: "decide-register-act",
		Summary: "Approve what is proposed, which does it, or return it, as the second person"}, decideAct(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/register/acts/{id}/taking-back", Permission: access.ManageRegister, Name: "take-back-register-act",
		Summary: "Take back what one proposed and is not decided"}, takeBackAct(p))
	decisionListRoutes(s, p)
	s.Stream(http.MethodGet, web.Prefix+"/register/lines.xlsx", access.ReadRegister, registerFile(p))
	s.Stream(http.MethodGet, "/so-cap-giay/in", access.ReadRegister, registerPrint(p))
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		s.Stream(method, "/so-cap-giay.css", access.Public, printStyle())
	}
}

// RegisterBook is a register that the caller keeps or approves in.
type RegisterBook struct {
	IssuerID   uuid.UUID `json:"issuerId"`
	Name       string    `json:"name"`
	NumberMark string    `json:"numberMark" doc:"How its numbers end"`
	Years      []int     `json:"years" doc:"The newest first"`
	Lines      int       `json:"lines"`
	Proposed   int       `json:"proposed" doc:"Acts that wait for the second person"`
	Awaits     bool      `json:"awaits" doc:"Certificates wait for a decision"`
	Waiting    int       `json:"waiting" doc:"Who waits and is on no list"`
	Lists      int       `json:"lists" doc:"Lists that wait for the second person"`
	MayKeep    bool      `json:"mayKeep"`
	MayApprove bool      `json:"mayApprove"`
}

// RegisterBooks are what the caller may open.
type RegisterBooks struct {
	Kept     []RegisterBook `json:"kept"`
	OwnYears []int          `json:"ownYears" doc:"Years in which the own people may have certificates, the newest first"`
}

func listBooks(p RegisterParts) func(context.Context, access.Principal, *struct{}) (*web.Body[RegisterBooks], error) {
	return func(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[RegisterBooks], error) {
		kept, err := p.Certificates.ListBooks(ctx, who)
		if err != nil {
			return nil, err
		}
		years, err := p.Certificates.OwnYears(ctx, who)
		if err != nil {
			return nil, err
		}
		books := RegisterBooks{Kept: make([]RegisterBook, len(kept)), OwnYears: append([]int{}, years...)}
		for i, b := range kept {
			books.Kept[i] = RegisterBook{IssuerID: b.IssuerID, Name: b.Name, NumberMark: b.NumberMark, Years: append([]int{}, b.Years...), Lines: b.Lines, Proposed: b.Proposed,
				Awaits: b.Awaits, Waiting: b.Waiting, Lists: b.Lists,
				MayKeep: b.MayKeep, MayApprove: b.MayApprove}
		}
		return web.Respond(books), nil
	}
}

// RegisterLine is a line of a register.
type RegisterLine struct {
	CertificateID  uuid.UUID     `json:"certificateId"`
	Year           int           `json:"year"`
	Number         int           `json:"number" doc:"Of the line in the register of the year"`
	Kind           string        `json:"kind" enum:"issue,reissue,correction,revocation"`
	EnteredAt      time.Time     `json:"enteredAt"`
	RegisterNumber string        `json:"registerNumber"`
	FullName       string        `json:"fullName"`
	Unit           string        `json:"unit"`
	CourseCode     string        `json:"courseCode"`
	CourseTitle    web.LocalText `json:"courseTitle"`
	IssuedOn       string        `json:"issuedOn" format:"date"`
	ValidUntil     string        `json:"validUntil,omitempty" format:"date"`
	State          string        `json:"state" enum:"valid,expired,revoked,replaced"`
	Score          *int          `json:"score,omitempty" doc:"Hundredths of 10"`
	Classification string        `json:"classification,omitempty"`
	Cause          string        `json:"cause,omitempty"`
	PublicNote     string        `json:"publicNote,omitempty"`
	Decision       string        `json:"decision,omitempty"`
}

func lineOf(e certificate.Entry, today time.Time) RegisterLine {
	f := e.Facts
	return RegisterLine{CertificateID: e.CertificateID, Year: e.Year, Number: e.Number, Kind: string(e.Kind), EnteredAt: e.EnteredAt.UTC(), RegisterNumber: e.RegisterNumber,
		FullName: f.Name, Unit: f.Unit, CourseCode: f.CourseCode, CourseTitle: web.LocalText{VI: f.CourseTitle, EN: f.CourseTitleEN},
		IssuedOn: web.Date(&e.IssuedOn), ValidUntil: web.Date(e.ValidUntil), State: string(e.StateOn(today)), Score: f.Score, Classification: f.Classification,
		Cause: string(e.Cause), PublicNote: e.PublicNote, Decision: e.Decision()}
}

// RegisterFilter narrows the lines.
type RegisterFilter struct {
	IssuerID uuid.UUID `query:"issuerId" doc:"A register that the caller keeps or approves in; without it: lines about the people of the own agencies"`
	Year     int       `query:"year" minimum:"0" maximum:"9999"`
	Q        string    `query:"q" maxLength:"120" doc:"Part of a name or of a number, or a verification code"`
	Course   string    `query:"course" maxLength:"20" doc:"Code of a course"`
	AgencyID uuid.UUID `query:"agencyId"`
	State    string    `query:"state" enum:"valid,expired,revoked,replaced"`
}

func (in RegisterFilter) query() certificate.RegisterQuery {
	return certificate.RegisterQuery{IssuerID: in.IssuerID, Year: in.Year, Text: in.Q, Course: in.Course, AgencyID: in.AgencyID, State: certificate.State(in.State)}
}

type registerLineListInput struct {
	web.Paging
	RegisterFilter
}

func listLines(p RegisterParts) func(context.Context, access.Principal, *registerLineListInput) (*web.Body[web.List[RegisterLine]], error) {
	return func(ctx context.Context, who access.Principal, in *registerLineListInput) (*web.Body[web.List[RegisterLine]], error) {
		entries, total, err := p.Certificates.ListRegister(ctx, who, in.query(), in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		today := p.Certificates.Today()
		return web.Respond(web.ListOf(entries, total, in.Paging, func(e certificate.Entry) RegisterLine { return lineOf(e, today) })), nil
	}
}
