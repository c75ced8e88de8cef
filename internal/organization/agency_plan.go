package organization

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// EventCounts (số liệu của sự kiện) are what an event does, in numbers. They are stored as JSON.
type EventCounts struct {
	AgenciesEnded       int `json:"agenciesEnded"`
	AgenciesEstablished int `json:"agenciesEstablished"`
	UnitsMoved          int `json:"unitsMoved"`
	PostingsClosed      int `json:"postingsClosed"`
	PostingsOpened      int `json:"postingsOpened"`
	PeopleMoved         int `json:"peopleMoved"`
	StudentsMoved       int `json:"studentsMoved"`
	ClassesOpened       int `json:"classesOpened"`
	CodesChanged        int `json:"codesChanged"` // staff codes that both had; the moved one gets its old agency's code behind it
	GrantsContinued     int `json:"grantsContinued"`
	GrantsEnded         int `json:"grantsEnded"`
	RostersWaiting      int `json:"rostersWaiting"` // checked class lists that can no longer be committed
}

// PlannedGrants are the grants of one role at one ending agency: how many, and whether they end.
type PlannedGrants struct {
	GrantsOfRole
	Count int
	Ends  bool
}

// AgencyPlan (kế hoạch thực hiện) is all that an event will write. It is computed from the state alone:
// the same event and state give the same plan, and the same digest.
type AgencyPlan struct {
	Event    AgencyEvent
	ID       uuid.UUID // of the event
	Counts   EventCounts
	Grants   []PlannedGrants
	Deferred bool // people follow on the day of the event, which is still to come
	Digest   string
	targets  []uuid.UUID
	changes  []change
	classes  map[uuid.UUID]uuid.UUID // that go on at the receiver
	next     []AgencyVersion         // as they are after the event
}

// eventState is what an event's plan is computed from: the tree, and the rows of the ending agencies that
// reach to the day or beyond it.
type eventState struct {
	tree     agencyTree
	postings []row
	members  []row
	classes  []row
	grants   []row
	persons  []row
	codes    map[string]bool    // staff codes that the receiver has
	names    map[[2]string]bool // school year and name of the receiver's classes
	rosters  int
}

// planner computes a plan.
type planner struct {
	*AgencyPlan
	state    eventState
	today    time.Time
	receiver uuid.UUID // uuid.Nil: a dissolution
}

// eventID names an event by what it says, so that the same event is never applied twice.
func eventID(e AgencyEvent) uuid.UUID {
	e = e.normalized()
	e.EndGrants = nil
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // an event holds texts, numbers and days
	}
	return uuid.NewSHA1(uuid.NameSpaceOID, data)
}

// newID is the id of a row that an event adds for another row.
func (p *planner) newID(what, of string) uuid.UUID {
	return uuid.NewSHA1(p.ID, []byte(what+of))
}

// targetAgencies returns the agencies that go on, the new ones under the ids that they will have.
func targetAgencies(e AgencyEvent) []uuid.UUID {
	ids := make([]uuid.UUID, len(e.Targets))
	for i, t := range e.Targets {
		ids[i] = t.AgencyID
		if t.New != nil {
			ids[i] = uuid.NewSHA1(eventID(e), fmt.Appendf(nil, "target%d", i))
		}
	}
	return ids
}

// receiverOf is the agency that takes people, units below and grants; uuid.Nil when nobody does.
func receiverOf(e AgencyEvent) uuid.UUID {
	if len(e.Targets) == 0 || len(e.ending()) == 0 {
		return uuid.Nil
	}
	return targetAgencies(e)[e.Receiver]
}

// planEvent computes what a checked event writes.
func planEvent(e AgencyEvent, state eventState, today time.Time) AgencyPlan {
	plan := AgencyPlan{Event: e, ID: eventID(e), targets: targetAgencies(e), Deferred: e.OccurredOn.After(today) && len(e.ending()) > 0,
		classes: map[uuid.UUID]uuid.UUID{}}
	p := &planner{AgencyPlan: &plan, state: state, today: today, receiver: receiverOf(e)}
	p.establish()
	p.endSources()
	p.alter()
	p.moveUnits()
	p.movePostings()
	p.moveClasses()
	p.moveGrants()
	if !plan.Deferred {
		p.movePersons()
	}
	plan.Counts.RostersWaiting = state.rosters
	plan.Digest = digestOf(plan)
	return plan
}

func digestOf(p AgencyPlan) string {
	data, err := json.Marshal([]any{p.Event, p.changes, p.Counts})
	if err != nil {
		panic(err) // rows hold only what came from JSON
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (p *planner) add(what string, before, after row) {
	p.changes = append(p.changes, change{What: what, Before: before, After: after})
}

// establish adds the new targets.
func (p *planner) establish() {
	for i, t := range p.Event.Targets {
		if t.New == nil {
			continue
		}
		id := p.targets[i]
		p.add("agencies", nil, row{"id": id.String(), "created_at": nil})
		v := t.New.version(AgencyVersion{AgencyID: id, ValidFrom: p.Event.OccurredOn})
		v.ID = p.newID("version", id.String())
		p.addVersion(nil, v)
		p.Counts.AgenciesEstablished++
	}
}

// endSources cuts the ending agencies on the day.
func (p *planner) endSources() {
	for _, id := range p.Event.ending() {
		v, _ := p.state.tree.at(id, p.Event.OccurredOn)
		p.cut(v)
		p.Counts.AgenciesEnded++
	}
}

// alter gives a renamed or moved agency its next version.
func (p *planner) alter() {
	if p.Event.Details == nil || p.Event.Kind != Rename && p.Event.Kind != MoveParent {
		return
	}
	v, _ := p.state.tree.at(p.Event.Sources[0], p.Event.OccurredOn)
	next := p.Event.Details.version(v)
	if p.Event.Kind == MoveParent { // a move changes the parents and nothing else
		next = v
		next.ParentID, next.ProfessionalParentID = pointerTo(p.Event.Details.ParentID), pointerTo(p.Event.Details.ProfessionalParentID)
		p.Counts.UnitsMoved++
	}
	p.revise(v, next)
}

// revise cuts a version on the day and adds the next; one that begins on the very day is changed itself.
func (p *planner) revise(v, next AgencyVersion) {
	if v.ValidFrom.Equal(p.Event.OccurredOn) {
		p.addVersion(&v, next)
		return
	}
	p.cut(v)
	next.ID, next.ValidFrom, next.ValidTo = p.newID("version", v.AgencyID.String()), p.Event.OccurredOn, nil
	p.addVersion(nil, next)
}

// cut ends a version on the day.
func (p *planner) cut(v AgencyVersion) {
	ended := v
	ended.ValidTo = &p.Event.OccurredOn
	p.addVersion(&v, ended)
}

// addVersion writes a version, in place of another or new.
func (p *planner) addVersion(before *AgencyVersion, after AgencyVersion) {
	var was row
	if before != nil {
		was = versionRow(*before)
	}
	p.add("agency_versions", was, versionRow(after))
	p.next = append(p.next, after)
}

// moveUnits puts what stands under an ending agency under its receiver.
func (p *planner) moveUnits() {
	if p.receiver == uuid.Nil {
		return
	}
	moved := map[uuid.UUID]AgencyVersion{}
	var order []uuid.UUID
	for _, source := range p.Event.ending() {
		for _, v := range p.state.tree.under(source, p.Event.OccurredOn) {
			if isEnding(p.Event, v.AgencyID) {
				continue
			}
			next, seen := moved[v.AgencyID]
			if !seen {
				next, order = v, append(order, v.AgencyID)
			}
			if isID(v.ParentID, source) {
				next.ParentID = pointerTo(p.receiver)
			}
			if isID(v.ProfessionalParentID, source) {
				next.ProfessionalParentID = pointerTo(p.receiver)
			}
			moved[v.AgencyID] = next
		}
	}
	for _, id := range order {
		v, _ := p.state.tree.at(id, p.Event.OccurredOn)
		p.revise(v, moved[id])
		p.Counts.UnitsMoved++
	}
}

// version writes the details over a version.
func (d AgencyDetails) version(v AgencyVersion) AgencyVersion {
	v.Name, v.ShortName, v.Kind, v.Code = d.Name, d.ShortName, d.Kind, d.Code
	v.HeaderKind, v.FullPlaceName, v.PublishesStrength = d.HeaderKind, d.FullPlaceName, !d.HidesStrength
	if v.ID == uuid.Nil { // parents change by an event of their own
		v.ParentID, v.ProfessionalParentID = pointerTo(d.ParentID), pointerTo(d.ProfessionalParentID)
	}
	v.Contact = map[string]any{}
	for key, value := range d.Contact {
		v.Contact[key] = value
	}
	v.NameKey = vietnamese.Fold(d.Name)
	return v
}

func versionRow(v AgencyVersion) row {
	contact := v.Contact
	if contact == nil {
		contact = map[string]any{}
	}
	return row{"id": v.ID.String(), "agency_id": v.AgencyID.String(), "valid_from": sqlDate(v.ValidFrom), "valid_to": sqlDateOrNull(v.ValidTo),
		"name": v.Name, "short_name": v.ShortName, "kind": string(v.Kind), "code": v.Code, "parent_id": idOrNull(v.ParentID),
		"professional_parent_id": idOrNull(v.ProfessionalParentID), "header_kind": v.HeaderKind, "full_place_name": v.FullPlaceName,
		"publishes_strength": v.PublishesStrength, "contact": contact, "name_key": v.NameKey}
}

func sqlDate(day time.Time) string { return day.Format(time.DateOnly) }

func sqlDateOrNull(day *time.Time) any {
	if day == nil {
		return nil
	}
	return sqlDate(*day)
}

func idOrNull(id *uuid.UUID) any {
	if id == nil {
		return nil
	}
	return id.String()
}

func pointerTo(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// Faults of events of agencies.
var (
	// ErrEventStale means that the state has changed since the preview.
	ErrEventStale = fault.New(fault.Conflict, "agency_event.stale", fault.Text{
		VI: "Dữ liệu đã thay đổi từ lúc xem trước. Hãy xem trước lại rồi mới thực hiện.",
		EN: "The data has changed since the preview. Look at the preview again before you apply."})
	// ErrEventBuiltUpon means that what an event wrote has been used or changed since.
	ErrEventBuiltUpon = fault.New(fault.Conflict, "agency_event.built_upon", fault.Text{
		VI: "Sau sự kiện này đã có thay đổi khác hoặc đã có kết quả ghi vào cơ quan mới, nên không hoàn tác được nguyên trạng. Hãy hoàn tác thay đổi sau trước, hoặc lập một sự kiện mới.",
		EN: "Something has changed since this event, or results were recorded at the new agency, so it cannot be taken back exactly. Reverse the later change first, or enter a new event."})
	// ErrEventOld means that an event was loaded with the tree and has no journal.
	ErrEventOld = fault.New(fault.Conflict, "agency_event.no_journal", fault.Text{
		VI: "Sự kiện này được nạp cùng dữ liệu ban đầu nên không có bản ghi để hoàn tác. Hãy lập một sự kiện mới để điều chỉnh.",
		EN: "This event came with the first data and has no journal to reverse by. Enter a new event to correct it."})
	// ErrEventPostings means that people begin in an agency after its dissolution.
	ErrEventPostings = fault.New(fault.Conflict, "agency_event.later_postings", fault.Text{
		VI: "Có vị trí công tác hoặc lớp bắt đầu tại cơ quan này sau ngày giải thể. Hãy chuyển những người đó trước.",
		EN: "People begin in this agency after the day of its dissolution. Move them first."})
	errChangedMeanwhile = fault.New(fault.Conflict, "agency_event.changed", ErrEventBuiltUpon.Text)
)

// sortRows puts rows in a stable order, so that the plan is the same each time.
func sortRows(rows []row, keys ...string) {
	slices.SortFunc(rows, func(a, b row) int {
		for _, key := range keys {
			if x, y := a.text(key), b.text(key); x != y {
				if x < y {
					return -1
				}
				return 1
			}
		}
		return 0
	})
}
