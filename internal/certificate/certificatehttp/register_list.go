package certificatehttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// decisionListRoutes adds the lists that come with a decision.
func decisionListRoutes(s *web.Server, p RegisterParts) {
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/register/books/{id}/awaiting", Permission: access.ApproveRegister, Name: "set-awaiting-decision",
		Summary: "Have the certificates of a register wait for a decision, or issue them by rule again", Status: http.StatusNoContent}, setAwaiting(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/register/books/{id}/waiting", Permission: access.ReadRegister, Name: "list-waiting",
		Summary: "Who waits for a decision and is on no list, or who is on one, by name; each opening is recorded"}, listWaiting(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/register/books/{id}/lists", Permission: access.ReadRegister, Name: "list-decision-lists",
		Summary: "The lists of a register that come with a decision, the newest first"}, listDecisionLists(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/register/books/{id}/lists", Permission: access.ManageRegister, Name: "propose-decision-list",
		Summary: "Propose whom a decision names", Status: http.StatusCreated}, proposeList(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/register/lists/{id}/decision", Permission: access.ApproveRegister, Name: "decide-decision-list",
		Summary: "Accept a list, which issues its certificates at once, or return it, as the second person"}, decideList(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/register/lists/{id}/taking-back", Permission: access.ManageRegister, Name: "take-back-decision-list",
		Summary: "Take back a list that one proposed and is not decided"}, takeBackList(p))
}

type awaitingInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Awaits bool `json:"awaits"`
	}
}

func setAwaiting(p RegisterParts) func(context.Context, access.Principal, *awaitingInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *awaitingInput) (*struct{}, error) {
		return nil, p.Certificates.SetAwaiting(ctx, who, in.ID, in.Body.Awaits)
	}
}

// WaitingPerson is somebody whose certificate waits for a decision.
type WaitingPerson struct {
	EnrollmentID   uuid.UUID     `json:"enrollmentId"`
	FullName       string        `json:"fullName"`
	Unit           string        `json:"unit"`
	CourseCode     string        `json:"courseCode"`
	CourseTitle    web.LocalText `json:"courseTitle"`
	CompletedOn    string        `json:"completedOn" format:"date"`
	Score          *int          `json:"score,omitempty" doc:"Hundredths of 10"`
	Classification string        `json:"classification,omitempty"`
}

type waitingInput struct {
	web.Paging
	ID     uuid.UUID `path:"id"`
	ListID uuid.UUID `query:"listId" doc:"Without it: those who are on no list"`
}

func listWaiting(p RegisterParts) func(context.Context, access.Principal, *waitingInput) (*web.Body[web.List[WaitingPerson]], error) {
	return func(ctx context.Context, who access.Principal, in *waitingInput) (*web.Body[web.List[WaitingPerson]], error) {
		found, total, err := p.Certificates.ListWaiting(ctx, who, in.ID, in.ListID, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(found, total, in.Paging, func(w certificate.Waiting) WaitingPerson {
			f := w.Facts
			return WaitingPerson{EnrollmentID: w.EnrollmentID, FullName: w.FullName, Unit: f.Unit, CourseCode: f.CourseCode,
				CourseTitle: web.LocalText{VI: f.CourseTitle, EN: f.CourseTitleEN}, CompletedOn: f.To, Score: f.Score, Classification: f.Classification}
		})), nil
	}
}

// DecisionList is a list that comes with a decision.
type DecisionList struct {
	ID             uuid.UUID  `json:"id"`
	DecisionNumber string     `json:"decisionNumber"`
	DecisionOn     string     `json:"decisionOn" format:"date"`
	Authority      string     `json:"authority" doc:"Who decided"`
	People         int        `json:"people"`
	State          string     `json:"state" enum:"proposed,approved,returned,taken_back"`
	ProposedBy     string     `json:"proposedBy"`
	ProposedAt     time.Time  `json:"proposedAt"`
	DecidedBy      string     `json:"decidedBy,omitempty"`
	DecidedAt      *time.Time `json:"decidedAt,omitempty"`
	DecisionNote   string     `json:"decisionNote,omitempty"`
	MayTakeBack    bool       `json:"mayTakeBack" doc:"The caller proposed it, and it is not decided"`
}

func decisionListOf(l certificate.DecisionList, who access.Principal, names map[uuid.UUID]string) DecisionList {
	shown := DecisionList{ID: l.ID, DecisionNumber: l.DecisionNumber, DecisionOn: web.Date(&l.DecisionOn), Authority: l.Authority, People: l.People, State: string(l.State),
		ProposedBy: names[l.ProposedBy], ProposedAt: l.ProposedAt.UTC(), DecisionNote: l.DecisionNote, MayTakeBack: l.State == certificate.ActProposed && l.ProposedBy == who.PersonID}
	if l.DecidedBy != nil {
		at := l.DecidedAt.UTC()
		shown.DecidedBy, shown.DecidedAt = names[*l.DecidedBy], &at
	}
	return shown
}

type decisionListsInput struct {
	web.Paging
	ID uuid.UUID `path:"id"`
}

func listDecisionLists(p RegisterParts) func(context.Context, access.Principal, *decisionListsInput) (*web.Body[web.List[DecisionList]], error) {
	return func(ctx context.Context, who access.Principal, in *decisionListsInput) (*web.Body[web.List[DecisionList]], error) {
		lists, total, err := p.Certificates.ListDecisionLists(ctx, who, in.ID, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		names, err := listActors(ctx, p, lists)
		return web.Respond(web.ListOf(lists, total, in.Paging, func(l certificate.DecisionList) DecisionList { return decisionListOf(l, who, names) })), err
	}
}

// listActors are the names of those who proposed and decided.
func listActors(ctx context.Context, p RegisterParts, lists []certificate.DecisionList) (map[uuid.UUID]string, error) {
	acts := make([]certificate.Act, len(lists))
	for i, l := range lists {
		acts[i] = certificate.Act{ProposedBy: l.ProposedBy, DecidedBy: l.DecidedBy}
	}
	return actorsOf(ctx, p, acts)
}

type proposeListInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Enrollments    []uuid.UUID `json:"enrollments" minItems:"1" maxItems:"500" doc:"Of those who wait"`
		DecisionNumber string      `json:"decisionNumber" minLength:"1" maxLength:"60"`
		DecisionOn     string      `json:"decisionOn" format:"date" minLength:"1" maxLength:"10"`
		Authority      string      `json:"authority" minLength:"3" maxLength:"200" doc:"Who decided"`
	}
}

func proposeList(p RegisterParts) func(context.Context, access.Principal, *proposeListInput) (*web.Body[DecisionList], error) {
	return func(ctx context.Context, who access.Principal, in *proposeListInput) (*web.Body[DecisionList], error) {
		on, err := time.Parse(time.DateOnly, in.Body.DecisionOn)
		if err != nil {
			return nil, fault.ErrInvalid.At("body.decisionOn", "invalid", fault.TextInvalid)
		}
		l, err := p.Certificates.ProposeList(ctx, who, certificate.ProposeList{IssuerID: in.ID, Enrollments: in.Body.Enrollments, DecisionNumber: in.Body.DecisionNumber,
			DecisionOn: on, Authority: in.Body.Authority})
		return changedList(ctx, p, who, l, err)
	}
}

func decideList(p RegisterParts) func(context.Context, access.Principal, *registerDecisionInput) (*web.Body[DecisionList], error) {
	return func(ctx context.Context, who access.Principal, in *registerDecisionInput) (*web.Body[DecisionList], error) {
		l, err := p.Certificates.DecideList(ctx, who, certificate.DecideAct{ID: in.ID, Approve: in.Body.Approve, Note: in.Body.Note})
		return changedList(ctx, p, who, l, err)
	}
}

func takeBackList(p RegisterParts) func(context.Context, access.Principal, *registerEntryInput) (*web.Body[DecisionList], error) {
	return func(ctx context.Context, who access.Principal, in *registerEntryInput) (*web.Body[DecisionList], error) {
		l, err := p.Certificates.TakeBackList(ctx, who, in.ID)
		return changedList(ctx, p, who, l, err)
	}
}

func changedList(ctx context.Context, p RegisterParts, who access.Principal, l certificate.DecisionList, err error) (*web.Body[DecisionList], error) {
	if err != nil {
		return nil, err
	}
	names, err := listActors(ctx, p, []certificate.DecisionList{l})
	return web.Respond(decisionListOf(l, who, names)), err
}
