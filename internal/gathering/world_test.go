package gathering

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// world is a province with two departments, each with a focal point, and a course.
type world struct {
	t              *testing.T
	db             *postgres.DB
	owner          *bun.DB
	service        *Service
	learning       *learning.Service
	root, a, b     uuid.UUID // the province and its departments
	focalA, focalB access.Principal
	province       access.Principal
	course         catalog.Course
	now            time.Time
	people         int
}

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func setup(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	events, err := outbox.New(db, []outbox.Reaction{
		outbox.On("test", func(context.Context, AttendanceChanged) error { return nil }),
		outbox.On("test", func(context.Context, PlacesChanged) error { return nil }),
		outbox.On("test", func(context.Context, ClassChanged) error { return nil }),
		outbox.On("test", func(context.Context, StaffChanged) error { return nil }),
		outbox.On("test", func(context.Context, learning.CourseCompleted) error { return nil })})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, owner: owner, now: today.Add(3 * time.Hour)}
	clock := func() time.Time { return w.now }
	w.learning = learning.New(db, events, clock)
	w.service = New(db, events, clock)
	w.root, w.a, w.b = w.agency("Tỉnh", uuid.Nil), uuid.Nil, uuid.Nil
	w.a, w.b = w.agency("Sở A", w.root), w.agency("Sở B", w.root)
	w.focalA, w.focalB = w.grant(w.person(w.a), access.FocalPoint, w.a, w.a), w.grant(w.person(w.b), access.FocalPoint, w.b, w.b)
	w.province = w.grant(w.person(w.a), access.ProvinceManager, w.root, w.root, w.a, w.b)
	w.publish()
	return w
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.ExecContext(context.Background(), query, args...); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
}

func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	if err := w.owner.NewRaw(query, args...).Scan(context.Background(), &n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) agency(name string, parent uuid.UUID) uuid.UUID {
	w.t.Helper()
	id := audit.NewID()
	w.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, id)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, parent_id, name_key) VALUES (?, ?, '2020-01-01', ?, 'department', ?, ?, '')`,
		audit.NewID(), id, name, name, postgres.NullID(parent))
	w.exec(`INSERT INTO organization.agency_closure VALUES (?0, ?0, 0, '2020-01-01', NULL)`, id)
	if parent != uuid.Nil {
		w.exec(`INSERT INTO organization.agency_closure VALUES (?, ?, 1, '2020-01-01', NULL)`, parent, id)
	}
	return id
}

// person adds an officer with the code CB0001 and so on.
func (w *world) person(agency uuid.UUID) access.Principal {
	w.t.Helper()
	id := audit.NewID()
	w.people++
	w.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name, code) VALUES (?, ?, 'officer', ?, ?, ?)`,
		id, agency, fmt.Sprintf("Nguyễn Văn %02d", w.people), fmt.Sprintf("%02d", w.people), fmt.Sprintf("CB%04d", w.people))
	w.exec(`INSERT INTO organization.postings (id, person_id, agency_id, position, valid_from) VALUES (?, ?, ?, 'Chuyên viên', '2020-01-01')`, audit.NewID(), id, agency)
	return access.Principal{PersonID: id}
}

func (w *world) persons(agency uuid.UUID, n int) []uuid.UUID {
	w.t.Helper()
	ids := make([]uuid.UUID, n)
	for i := range ids {
		ids[i] = w.person(agency).PersonID
	}
	return ids
}

func (w *world) grant(who access.Principal, role access.Role, at uuid.UUID, reach ...uuid.UUID) access.Principal {
	who.Grants = []access.Grant{{Role: role, AgencyID: at, Agencies: reach}}
	return who
}

func (w *world) publish() {
	w.t.Helper()
	draft := catalog.Draft{ContentHash: []byte{1}, Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Nhận biết lừa đảo"},
		Field: catalog.Cybersecurity, Level: "basic", Periods: 800, PassMark: 700, UpdatedOn: today, Audience: []string{"CB"}},
		Modules: []catalog.Module{{Key: "m1", Title: catalog.LocalText{VI: "Phần 1"}, Lessons: []catalog.Lesson{
			{Slug: "01-chu", Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài chữ"}, Minutes: 5, Texts: map[string]catalog.LessonText{"vi": {}}}}}}}
	err := w.db.RunInTx(context.Background(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		_, err := catalog.PublishVersionTx(ctx, tx, &draft, today)
		return err
	})
	w.must(err)
	w.course = draft.Course
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// plan is a class of Sở A today and tomorrow with some seats.
func (w *world) plan(seats int) PlanClass {
	return PlanClass{Course: w.course, Class: Class{HostID: w.a, Name: "Lớp tập huấn an toàn thông tin", Form: InPerson, Place: "Hội trường Sở A",
		StartsOn: today, EndsOn: today.AddDate(0, 0, 1), Seats: seats, Registration: NoRegistration, AttendanceRole: CountsNothing, AttendanceShare: 80}}
}

// open creates the class with two sessions, on its two days, and opens it.
func (w *world) open(cmd PlanClass) Class {
	w.t.Helper()
	ctx := context.Background()
	id, err := w.service.CreateClass(ctx, w.focalA, cmd)
	w.must(err)
	w.must(w.service.SetSessions(ctx, w.focalA, id, []Session{
		{StartsAt: today.Add(1 * time.Hour), EndsAt: today.Add(4 * time.Hour), Room: "P1"},
		{StartsAt: today.Add(25 * time.Hour), EndsAt: today.Add(28 * time.Hour)}}))
	w.must(w.service.SetState(ctx, w.focalA, SetState{ClassID: id, State: Open}))
	return w.class(id)
}

func (w *world) class(id uuid.UUID) Class {
	w.t.Helper()
	c, err := findClass(context.Background(), w.owner, id)
	w.must(err)
	return c
}

func (w *world) call(class Class, people ...uuid.UUID) Called {
	w.t.Helper()
	done, err := w.service.CallPeople(context.Background(), w.focalA, CallPeople{ClassID: class.ID, AgencyID: w.a, People: people})
	w.must(err)
	return done
}

// places tells who has a place and who waits, by the queue.
func (w *world) places(class Class) (confirmed, waiting []uuid.UUID) {
	w.t.Helper()
	var rows []Participant
	w.must(w.owner.NewSelect().Model(&rows).Where("class_id = ?", class.ID).Order("queue").Scan(context.Background()))
	for _, p := range rows {
		switch p.State {
		case Confirmed:
			confirmed = append(confirmed, p.PersonID)
		case Waiting:
			waiting = append(waiting, p.PersonID)
		}
	}
	return confirmed, waiting
}

func (w *world) participant(class Class, person uuid.UUID) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	w.must(w.owner.NewRaw(`SELECT id FROM gathering.participants WHERE class_id = ? AND person_id = ?`, class.ID, person).Scan(context.Background(), &id))
	return id
}

func (w *world) sessions(class Class) []Session {
	w.t.Helper()
	all, err := listSessions(context.Background(), w.owner, class.ID)
	w.must(err)
	return all
}

// attend marks everybody in every session and finishes the class.
func (w *world) attend(class Class, state func(session int, participant uuid.UUID) MarkState) {
	w.t.Helper()
	ctx := context.Background()
	w.now = today.Add(27 * time.Hour)
	confirmed, _ := w.places(class)
	for i, session := range w.sessions(class) {
		var marks []Mark
		for _, person := range confirmed {
			id := w.participant(class, person)
			marks = append(marks, Mark{ID: audit.NewID(), ParticipantID: id, State: state(i, person), MarkedAt: w.now})
		}
		_, err := w.service.RecordMarks(ctx, w.focalA, RecordMarks{ClassID: class.ID, SessionID: session.ID, Marks: marks})
		w.must(err)
		w.must(w.service.CloseRollCall(ctx, w.focalA, class.ID, session.ID))
	}
	w.must(w.service.SetState(ctx, w.focalA, SetState{ClassID: class.ID, State: Finished}))
}

// events counts the events of a kind that were appended and forgets them.
func (w *world) events(event interface{ EventName() string }) int {
	w.t.Helper()
	kind := event.EventName() + "/test"
	n := w.count(`SELECT count(*) FROM river.river_job WHERE kind = ?`, kind)
	w.exec(`DELETE FROM river.river_job WHERE kind = ?`, kind)
	return n
}

// told is the content of the last gathering.places_changed.
func (w *world) told() PlacesChanged { return last[PlacesChanged](w) }

// last is the content of the last event of a kind.
func last[E interface{ EventName() string }](w *world) E {
	w.t.Helper()
	var event E
	var payload []byte
	w.must(w.owner.NewRaw(`SELECT args->'payload' FROM river.river_job WHERE kind = ? ORDER BY id DESC LIMIT 1`, event.EventName()+"/test").Scan(context.Background(), &payload))
	w.must(json.Unmarshal(payload, &event))
	return event
}

// follow does what the reaction does and returns whether anything changed.
func (w *world) follow(class Class) bool {
	w.t.Helper()
	told, err := w.service.AttendanceOf(context.Background(), class.ID)
	w.must(err)
	changed, err := w.learning.RecordAttendance(context.Background(), told)
	w.must(err)
	return changed
}
