package organization

import (
	"fmt"

	"github.com/google/uuid"

	"taphuan/internal/fault"
)

// sheetStep is what a row does: one event for a new agency; for a known one a rename and a move.
type sheetStep struct {
	row    int // index
	events []AgencyEvent
}

// judgeSheet decides every row against the tree, each as if those before it had been written, so that a
// parent may stand in the same list, and returns what the good rows do in the order of the list.
func judgeSheet(rows []SheetRow, tree agencyTree) []sheetStep {
	codes := map[string]uuid.UUID{}
	tree.each(func(v AgencyVersion) {
		if v.ValidTo == nil {
			codes[v.Code] = v.AgencyID
		}
	})
	var steps []sheetStep
	seen := map[string]int{}
	for i := range rows {
		r := &rows[i]
		if first, twice := seen[r.Code]; twice && r.Code != "" {
			r.refuse(fault.Text{VI: fmt.Sprintf("Trùng mã với dòng %d. Hãy xóa dòng thừa hoặc sửa mã.", first), EN: fmt.Sprintf("Row %d has the same code. Delete one of the rows or correct the code.", first)})
		}
		seen[r.Code] = r.Number
		if r.Verdict == SheetRefused {
			continue
		}
		if events := judgeRow(r, &tree, codes); len(events) > 0 {
			steps = append(steps, sheetStep{row: i, events: events})
		}
	}
	return steps
}

// judgeRow decides one row and lets the tree be as after it.
func judgeRow(r *SheetRow, tree *agencyTree, codes map[string]uuid.UUID) []AgencyEvent {
	details, fine := r.details(codes)
	if !fine {
		return nil
	}
	id, known := codes[r.Code]
	if !known {
		e := AgencyEvent{Kind: Establish, OccurredOn: r.From, Document: r.Document, Targets: []EventTarget{{New: &details}}}.normalized()
		r.Verdict = SheetNew
		if !r.take(e, tree) {
			return nil
		}
		codes[r.Code] = targetAgencies(e)[0]
		return []AgencyEvent{e}
	}
	return r.change(id, details, tree)
}

// change finds what differs of a known agency.
func (r *SheetRow) change(id uuid.UUID, details AgencyDetails, tree *agencyTree) []AgencyEvent {
	now, _ := tree.last(id)
	r.Verdict = SheetUnchanged
	next := details.normalized().version(now)
	next.ParentID, next.ProfessionalParentID = pointerTo(details.ParentID), pointerTo(details.ProfessionalParentID)
	next.HeaderKind, next.FullPlaceName, next.PublishesStrength = now.HeaderKind, now.FullPlaceName, now.PublishesStrength
	next.ID, next.ValidFrom = now.ID, now.ValidFrom
	if next.Contact = mergedContact(now.Contact, next.Contact); next.Name == now.Name {
		next.NameKey = now.NameKey
	}
	details.HeaderKind, details.FullPlaceName, details.HidesStrength = now.HeaderKind, now.FullPlaceName, !now.PublishesStrength
	details.Contact = map[string]string{}
	for key, value := range next.Contact {
		details.Contact[key], _ = value.(string)
	}
	var events []AgencyEvent
	add := func(kind EventKind) bool {
		e := AgencyEvent{Kind: kind, OccurredOn: r.From, Document: r.Document, Sources: []uuid.UUID{id}, Details: &details}.normalized()
		r.Verdict = SheetChanged
		events = append(events, e)
		return r.take(e, tree)
	}
	named, placed := next, next
	named.ParentID, named.ProfessionalParentID = now.ParentID, now.ProfessionalParentID
	placed = now
	placed.ParentID, placed.ProfessionalParentID = next.ParentID, next.ProfessionalParentID
	if asJSON(versionRow(named)) != asJSON(versionRow(now)) && !add(Rename) {
		return nil
	}
	if asJSON(versionRow(placed)) != asJSON(versionRow(now)) && !add(MoveParent) {
		return nil
	}
	return events
}

// mergedContact keeps what the list does not say.
func mergedContact(now, next map[string]any) map[string]any {
	merged := map[string]any{}
	for key, value := range now {
		merged[key] = value
	}
	for key, value := range next {
		merged[key] = value
	}
	return merged
}

// details are the row as an event takes it; parents are named by their codes.
func (r *SheetRow) details(codes map[string]uuid.UUID) (AgencyDetails, bool) {
	d := AgencyDetails{Name: r.Name, ShortName: r.ShortName, Kind: r.Kind, Code: r.Code, Contact: map[string]string{"address": r.Address, "phone": r.Phone, "email": r.Email}}
	for _, p := range []struct {
		code string
		into *uuid.UUID
	}{{r.ParentCode, &d.ParentID}, {r.ProfessionalParent, &d.ProfessionalParentID}} {
		if p.code == "" {
			continue
		}
		id, known := codes[p.code]
		if !known {
			r.refuse(fault.Text{VI: fmt.Sprintf("Không có cơ quan nào mang mã %s. Hãy đặt dòng của cơ quan cấp trên phía trên dòng này, hoặc sửa mã.", p.code),
				EN: fmt.Sprintf("No agency has the code %s. Put the parent's row above this one, or correct the code.", p.code)})
			return d, false
		}
		*p.into = id
	}
	return d, true
}

// take checks an event and writes it into the tree in memory; a fault refuses the row.
func (r *SheetRow) take(e AgencyEvent, tree *agencyTree) bool {
	if err := checkEvent(e, *tree); err != nil {
		for _, f := range fault.From(err).Fields {
			r.refuse(f.Text)
		}
		return false
	}
	tree.write(planEvent(e, eventState{tree: *tree}, e.OccurredOn).next)
	return true
}

// write puts versions into the tree.
func (t *agencyTree) write(versions []AgencyVersion) {
	for _, v := range versions {
		list, replaced := t.versions[v.AgencyID], false
		for i := range list {
			if list[i].ID == v.ID {
				list[i], replaced = v, true
			}
		}
		if !replaced {
			list = append(list, v)
		}
		t.versions[v.AgencyID] = list
	}
}
