package audithttp

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// named gives entries the names that people read.
func named(ctx context.Context, names Names, records []audit.Record) ([]Entry, error) {
	var people, agencies []uuid.UUID
	for _, r := range records {
		people, agencies = add(people, r.ActorID), add(agencies, r.AgencyID)
		switch r.ObjectType {
		case "account", "person":
			people = add(people, r.ObjectID)
		case "agency":
			agencies = add(agencies, r.ObjectID)
		}
	}
	found, err := names(ctx, people, agencies)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(records))
	for i, r := range records {
		entries[i] = Entry{ID: r.ID, At: r.At.UTC(), ActorID: r.ActorID, ActorName: nameOf(found, r.ActorID), ActorRole: roleName(r.ActorRole),
			AgencyName: nameOf(found, r.AgencyID), Action: r.Action, ActionName: local(audit.ActionName(r.Action)), ObjectType: r.ObjectType,
			ObjectID: r.ObjectID, ObjectName: nameOf(found, r.ObjectID), Reason: r.Reason, Before: value(r.Before), After: value(r.After)}
	}
	return entries, nil
}

func add(ids []uuid.UUID, id *uuid.UUID) []uuid.UUID {
	if id == nil {
		return ids
	}
	return append(ids, *id)
}

func nameOf(names map[uuid.UUID]string, id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return names[*id]
}

// value is what was stored, or nothing.
func value(raw json.RawMessage) any {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	return raw
}

func local(text fault.Text) web.LocalText { return web.LocalText{VI: text.VI, EN: text.EN} }

func roleName(role string) web.LocalText {
	switch {
	case role == "operator":
		return web.LocalText{VI: "Người vận hành máy chủ", EN: "Operator of the server"}
	case access.Role(role).Name() == fault.Text{}:
		return web.LocalText{VI: role}
	}
	return local(access.Role(role).Name())
}

// ActionOption is one action by its words.
type ActionOption struct {
	Action string        `json:"action"`
	Name   web.LocalText `json:"name"`
}

// ActionList is every action that can stand in the log.
type ActionList struct {
	Items []ActionOption `json:"items"`
}

func listActions(context.Context, access.Principal, *struct{}) (*web.Body[ActionList], error) {
	list := ActionList{Items: []ActionOption{}}
	for _, action := range audit.Actions() {
		list.Items = append(list.Items, ActionOption{Action: action, Name: local(audit.ActionName(action))})
	}
	return web.Respond(list), nil
}
