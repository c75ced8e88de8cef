package gatheringhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/gathering"
	"taphuan/internal/web"
)

// Created names what was made.
type Created struct {
	ID uuid.UUID `json:"id"`
}

type createInput struct{ Body ClassPlan }

func createClass(p Parts) func(context.Context, access.Principal, *createInput) (*web.Body[Created], error) {
	return func(ctx context.Context, who access.Principal, in *createInput) (*web.Body[Created], error) {
		plan, err := planFrom(ctx, p, in.Body)
		if err != nil {
			return nil, err
		}
		id, err := p.Gathering.CreateClass(ctx, who, plan)
		return web.Respond(Created{ID: id}), err
	}
}

func planFrom(ctx context.Context, p Parts, body ClassPlan) (gathering.PlanClass, error) {
	class, err := body.class()
	if err != nil {
		return gathering.PlanClass{}, err
	}
	course, err := p.Courses.CourseByKey(ctx, body.CourseKey)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.ErrInvalid.At("body.courseKey", "unknown", textCourse)
	}
	return gathering.PlanClass{Class: class, Course: course}, err
}

var textCourse = fault.Text{VI: "Hãy chọn một khóa học đang mở trong danh mục.", EN: "Choose a course that stands in the catalogue."}

type changeInput struct {
	ID   uuid.UUID `path:"id"`
	Body ClassPlan
}

func changeClass(p Parts) func(context.Context, access.Principal, *changeInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *changeInput) (*struct{}, error) {
		plan, err := planFrom(ctx, p, in.Body)
		if err != nil {
			return nil, err
		}
		return nil, p.Gathering.ChangeClass(ctx, who, in.ID, plan)
	}
}

type stateInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		State  string `json:"state" enum:"open,running,finished,cancelled"`
		Reason string `json:"reason,omitempty" maxLength:"300" doc:"Required to cancel"`
	}
}

func setState(p Parts) func(context.Context, access.Principal, *stateInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *stateInput) (*struct{}, error) {
		return nil, p.Gathering.SetState(ctx, who, gathering.SetState{ClassID: in.ID, State: gathering.State(in.Body.State), Reason: in.Body.Reason})
	}
}

// PlannedSession is a session as its host plans it; without an id it is new.
type PlannedSession struct {
	ID       *uuid.UUID `json:"id,omitempty"`
	Title    string     `json:"title,omitempty" maxLength:"200"`
	Room     string     `json:"room,omitempty" maxLength:"200"`
	StartsAt time.Time  `json:"startsAt"`
	EndsAt   time.Time  `json:"endsAt"`
}

type sessionsInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Sessions []PlannedSession `json:"sessions" maxItems:"60"`
	}
}

func setSessions(p Parts) func(context.Context, access.Principal, *sessionsInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *sessionsInput) (*struct{}, error) {
		planned := make([]gathering.Session, len(in.Body.Sessions))
		for i, one := range in.Body.Sessions {
			planned[i] = gathering.Session{Title: one.Title, Room: one.Room, StartsAt: one.StartsAt, EndsAt: one.EndsAt}
			if one.ID != nil {
				planned[i].ID = *one.ID
			}
		}
		return nil, p.Gathering.SetSessions(ctx, who, in.ID, planned)
	}
}

// StaffChoice is somebody of the host by code, somebody who is named already by id, or a guest by name.
type StaffChoice struct {
	PersonID *uuid.UUID `json:"personId,omitempty"`
	Code     string     `json:"code,omitempty" maxLength:"40"`
	Guest    string     `json:"guest,omitempty" maxLength:"120"`
	Role     string     `json:"role" enum:"organizer,instructor,assistant"`
}

type staffInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Members  []StaffChoice `json:"members" maxItems:"50"`
		Document string        `json:"document,omitempty" maxLength:"200"`
	}
}

func setStaff(p Parts) func(context.Context, access.Principal, *staffInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *staffInput) (*struct{}, error) {
		cmd := gathering.SetStaff{ClassID: in.ID, Document: in.Body.Document}
		for _, one := range in.Body.Members {
			m := gathering.StaffMember{Code: one.Code, Guest: one.Guest, Role: gathering.StaffRole(one.Role)}
			if one.PersonID != nil {
				m.PersonID = *one.PersonID
			}
			cmd.Members = append(cmd.Members, m)
		}
		return nil, p.Gathering.SetStaff(ctx, who, cmd)
	}
}

// InvitationChoice is how many people an agency may name.
type InvitationChoice struct {
	AgencyID uuid.UUID `json:"agencyId"`
	Quota    int       `json:"quota" minimum:"1" maximum:"1000"`
}

type invitationsInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Invitations []InvitationChoice `json:"invitations" maxItems:"300"`
	}
}

func setInvitations(p Parts) func(context.Context, access.Principal, *invitationsInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *invitationsInput) (*struct{}, error) {
		wanted := make([]gathering.Invitation, len(in.Body.Invitations))
		for i, one := range in.Body.Invitations {
			wanted[i] = gathering.Invitation{AgencyID: one.AgencyID, Quota: one.Quota}
		}
		return nil, p.Gathering.SetInvitations(ctx, who, in.ID, wanted)
	}
}
