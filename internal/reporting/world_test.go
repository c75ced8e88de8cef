package reporting

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/pgtest"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
)

// A world is a database in which a test writes facts as the domains would have written them.
type world struct {
	t      testing.TB
	db     *postgres.DB
	owner  *bun.DB
	ids    map[string]uuid.UUID
	copies map[string]uuid.UUID // course -> version
	marks  map[string]int       // enrollment -> attempts
	coded  map[string]string    // agency -> code
	issuer uuid.UUID
	number int
	today  time.Time
}

func on(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

func newWorld(t testing.TB) *world {
	db, owner := pgtest.NewWithOwner(t)
	w := &world{t: t, db: db, owner: owner, ids: map[string]uuid.UUID{}, copies: map[string]uuid.UUID{}, marks: map[string]int{}, coded: map[string]string{}, today: on("2025-11-05")}
	return w
}

func (w *world) service() *Service {
	return New(w.db, planning.New(w.db, func() time.Time { return w.today.Add(5 * time.Hour) }), func() time.Time { return w.today.Add(5 * time.Hour) }, true)
}

func (w *world) exec(statement string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.ExecContext(context.Background(), statement, args...); err != nil {
		w.t.Fatalf("%s: %v", statement, err)
	}
}

func (w *world) id(name string) uuid.UUID {
	if _, known := w.ids[name]; !known {
		w.ids[name] = audit.NewID()
	}
	return w.ids[name]
}

// code is an agency's official code: 21001 and on, in the order of their coming.
func (w *world) code(name string) string {
	if w.coded[name] == "" {
		w.coded[name] = fmt.Sprint(21001 + len(w.coded))
	}
	return w.coded[name]
}

func (w *world) nullable(name string) any {
	if name == "" {
		return nil
	}
	return w.id(name)
}

// agency adds a version from a day to another; the name is the key too.
func (w *world) agency(name, kind, parent, from, to string) {
	w.t.Helper()
	var until any
	if to != "" {
		until = to
	}
	header := map[string]string{"commune": "commune", "department": "department", "school": "school", "police": "police"}[kind]
	if header == "" {
		header = "plain"
	}
	w.exec(`INSERT INTO organization.agencies (id) VALUES (?) ON CONFLICT DO NOTHING`, w.id(name))
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, valid_to, name, short_name, kind, code, parent_id, header_kind, publishes_strength, name_key)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`, audit.NewID(), w.id(name), from, until, name, "", kind, w.code(name), w.nullable(parent), header, kind != "police")
}

func (w *world) event(kind, day string, sources, targets []string) {
	w.t.Helper()
	id := audit.NewID()
	w.exec(`INSERT INTO organization.agency_events (id, kind, occurred_on, legal_document) VALUES (?, ?, ?, 'NQ 1677')`, id, kind, day)
	for _, s := range sources {
		w.exec(`INSERT INTO organization.agency_event_sources VALUES (?, ?)`, id, w.id(s))
	}
	for _, s := range targets {
		w.exec(`INSERT INTO organization.agency_event_targets VALUES (?, ?)`, id, w.id(s))
	}
}

func (w *world) closeTree() {
	w.t.Helper()
	if err := organization.RebuildClosureTx(context.Background(), w.owner); err != nil {
		w.t.Fatal(err)
	}
}

// officer adds a person with postings "agency from [to]" in order; the last one is the agency of now.
func (w *world) officer(name, group, staffing string, postings ...[3]string) {
	w.t.Helper()
	last := postings[len(postings)-1][0]
	w.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, family_name, given_name) VALUES (?, ?, 'officer', ?, 'Nguyễn', ?)`,
		w.id(name), w.id(last), "Nguyễn "+name, name)
	for _, p := range postings {
		var until any
		if p[2] != "" {
			until = p[2]
		}
		w.exec(`INSERT INTO organization.postings (id, person_id, agency_id, position, position_group, staffing, valid_from, valid_to) VALUES (?, ?, ?, '', ?, ?, ?, ?)`,
			audit.NewID(), w.id(name), w.id(p[0]), group, staffing, p[1], until)
	}
}

func (w *world) student(name, school string) {
	w.t.Helper()
	w.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'student', ?, ?)`, w.id(name), w.id(school), "Trần "+name, name)
	w.exec(`INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2024-2025', '10A1') ON CONFLICT DO NOTHING`, w.id("class "+school), w.id(school))
	w.exec(`INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2024-09-01')`, w.id("class "+school), w.id(name), w.id(school))
}

func (w *world) course(key, field string, passMark, periods int) {
	w.t.Helper()
	version := audit.NewID()
	w.copies[key] = version
	w.exec(`INSERT INTO catalog.courses (id, key, code) VALUES (?, ?, ?)`, w.id(key), key, key)
	w.exec(`INSERT INTO catalog.course_versions (id, course_id, number, state, title_vi, field, level, periods, pass_mark, updated_on, content_hash)
		VALUES (?, ?, 1, 'published', ?, ?, 'basic', ?, ?, '2024-01-01', '')`, version, w.id(key), "Khóa "+key, field, periods, passMark)
	w.exec(`UPDATE catalog.courses SET current_version_id = ? WHERE id = ?`, version, w.id(key))
	for _, kind := range []string{"pre_test", "final"} {
		w.exec(`INSERT INTO assessment.tests (id, course_version_id, course_id, kind, title_vi, minutes, pass_mark, attempts, feedback, question_count, blueprint)
			VALUES (?, ?, ?, ?, '', 30, ?, 0, 'score_only', 10, '[]')`, w.id(key+" "+kind), version, w.id(key), kind, passMark)
	}
}

func (w *world) require(course, agency, starts, due string, groups []string, staffing string) {
	w.t.Helper()
	var only any
	if staffing != "" {
		only = staffing
	}
	id := audit.NewID()
	w.exec(`INSERT INTO learning.requirements (id, agency_id, starts_on, due_on, document) VALUES (?, ?, ?, ?, '01/KH (mẫu)')`, id, w.id(agency), starts, due)
	w.exec(`INSERT INTO learning.requirement_rules (requirement_id, number, agency_id, position_groups, staffing) VALUES (?, 1, ?, ?, ?)`,
		id, w.id(agency), pgdialect.Array(append([]string{}, groups...)), only)
	w.exec(`INSERT INTO learning.requirement_courses (requirement_id, slot, course_id) VALUES (?, 1, ?)`, id, w.id(course))
}

// enroll adds an enrollment of a person in a course, begun on a day, and its deltas.
func (w *world) enroll(person, course, agency, started, due string) {
	w.t.Helper()
	var dueOn any
	if due != "" {
		dueOn = due
	}
	w.exec(`INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source, due_on, enrolled_at, started_at)
		VALUES (?0, ?1, ?2, ?3, ?4, 'list', ?5, ?6::timestamptz, ?6::timestamptz)`, w.id(person+course), w.id(person), w.id(agency), w.id(course), w.copies[course], dueOn, noon(started))
	w.delta("learning", agency, course, started, "enrolled", 1)
	w.delta("learning", agency, course, started, "started", 1)
}

func noon(day string) string { return day + "T05:00:00Z" }

func (w *world) delta(schema, agency, course, day, what string, amount int) {
	w.t.Helper()
	w.exec(`INSERT INTO `+schema+`.deltas (agency_id, course_id, day, what, amount) VALUES (?, ?, ?, ?, ?)`, w.id(agency), w.id(course), day, what, amount)
}

func (w *world) attempt(person, course, agency, kind, day string, scaled int, passed bool) {
	w.t.Helper()
	key := person + course + kind
	w.marks[key]++
	w.exec(`INSERT INTO assessment.attempts (id, test_id, enrollment_id, person_id, agency_id, course_id, kind, number, state, seed, paper, started_at, deadline_at, submitted_at, score, max_score, scaled, passed)
		VALUES (?0, ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'graded', 1, '{}', ?8::timestamptz, ?8::timestamptz, ?8::timestamptz, ?9, 1000, ?9, ?10)`,
		audit.NewID(), w.id(course+" "+kind), w.id(person+course), w.id(person), w.id(agency), w.id(course), kind, w.marks[key], noon(day), scaled, passed)
}

// complete adds a completion with its certificate and deltas.
func (w *world) complete(person, course, agency, day string, score int) {
	w.t.Helper()
	w.exec(`INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, score, periods)
		SELECT ?, ?, ?, ?, ?, v.id, 1, ?, ?, ?, v.periods FROM catalog.course_versions v WHERE v.id = ?`,
		audit.NewID(), w.id(person+course), w.id(person), w.id(agency), w.id(course), noon(day), day, score, w.copies[course])
	w.exec(`UPDATE learning.enrollments SET completed_at = ? WHERE id = ?`, noon(day), w.id(person+course))
	w.delta("learning", agency, course, day, "completed", 1)
	w.exec(`INSERT INTO learning.deltas (agency_id, course_id, day, what, amount) SELECT ?, ?, ?, 'periods', periods FROM catalog.course_versions WHERE id = ?`,
		w.id(agency), w.id(course), day, w.copies[course])
	w.certify(person, course, agency, day)
}

func (w *world) certify(person, course, agency, day string) {
	w.t.Helper()
	if w.issuer == uuid.Nil {
		w.issuer = audit.NewID()
		w.exec(`INSERT INTO certificate.issuers (id, agency_id, number_mark, header_lines, place, sign_lines, valid_from) VALUES (?, ?, 'GCN', '{}', '', '{}', '2022-01-01')`, w.issuer, w.id(agency))
	}
	w.number++
	w.exec(`INSERT INTO certificate.certificates (id, code, enrollment_id, person_id, agency_id, course_id, issuer_id, year, number, register_number, facts, issued_on)
		VALUES (?, ?, ?, ?, ?, ?, ?, 2025, ?, ?, '{}', ?)`,
		audit.NewID(), fmt.Sprintf("%026d", w.number), w.id(person+course), w.id(person), w.id(agency), w.id(course), w.issuer, w.number, fmt.Sprint("DEMO", w.number), day)
	w.delta("certificate", agency, course, day, "issued", 1)
}

func (w *world) revoke(person, course, agency, day string) {
	w.t.Helper()
	w.exec(`UPDATE certificate.certificates SET state = 'revoked', revoked_at = ? WHERE enrollment_id = ?`, noon(day), w.id(person+course))
	w.delta("certificate", agency, course, day, "revoked", 1)
}

// plan stores the plan and returns the id of a period.
func (w *world) plan(kind planning.PeriodKind, year int) uuid.UUID {
	w.t.Helper()
	plan := planning.Plan{ID: w.id("plan"), Number: "1905/KH-BCĐ138", IssuedOn: on("2022-05-13"), Title: "nâng cao khả năng tự bảo vệ trên môi trường mạng",
		Issuer: "Ban Chỉ đạo 138 tỉnh", Receiver: "Ban Chỉ đạo 138 tỉnh Quảng Ngãi (qua Phòng Xây dựng phong trào bảo vệ ANTQ - Công an tỉnh)",
		ValidFrom: on("2022-05-13"), ValidTo: on("2026-12-31")}
	if exists, _ := w.owner.NewSelect().Table("planning.plans").Where("id = ?", plan.ID).Exists(context.Background()); !exists {
		if err := planning.CreatePlanTx(context.Background(), w.owner, planning.CreatePlan{Plan: plan}); err != nil {
			w.t.Fatal(err)
		}
	}
	var id uuid.UUID
	if err := w.owner.NewRaw(`SELECT id FROM planning.periods WHERE kind = ? AND year = ?`, kind, year).Scan(context.Background(), &id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// as is a principal with one role, whose reach is what a session would hold on the world's day.
func (w *world) as(role access.Role, agency string) access.Principal {
	w.t.Helper()
	var reach []uuid.UUID
	err := w.owner.NewRaw(`WITH RECURSIVE reached(id) AS (
		SELECT descendant_id FROM organization.agency_closure WHERE ancestor_id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)
		UNION SELECT s.agency_id FROM reached r JOIN organization.agency_event_targets t ON t.agency_id = r.id
			JOIN organization.agency_event_sources s ON s.event_id = t.event_id) SELECT id FROM reached`, w.id(agency), w.today).Scan(context.Background(), &reach)
	if err != nil {
		w.t.Fatal(err)
	}
	return access.Principal{PersonID: w.id("reader " + string(role)), Grants: []access.Grant{{Role: role, AgencyID: w.id(agency), Agencies: reach}}}
}

// class adds a training class of one session on a day, held when its roll call is closed, with people who
// attended it and had an enrollment in its course.
func (w *world) class(name, course, host, form, state, day string, held bool, people ...string) {
	w.t.Helper()
	session, number := audit.NewID(), len(w.ids)
	w.exec(`INSERT INTO gathering.classes (id, host_agency_id, year, code, name, course_id, course_version_id, field, form, place, starts_on, ends_on, seats, state, cancel_reason, budget_spent)
		SELECT ?0, ?1, 2025, ?2, ?3, ?4, v.id, v.field, ?5, 'Hội trường', ?6::date, ?6::date + 1, 30, ?7, 'mẫu', 5000000 FROM catalog.course_versions v WHERE v.id = ?8`,
		w.id(name), w.id(host), fmt.Sprint("LTH-", number), name, w.id(course), form, day, state, w.copies[course])
	w.exec(`INSERT INTO gathering.sessions (id, class_id, number, starts_at, ends_at, roll_call_closed_at)
		VALUES (?0, ?1, 1, ?2::timestamptz, ?2::timestamptz + interval '3 hours', CASE WHEN ?3 THEN ?2::timestamptz END)`, session, w.id(name), noon(day), held)
	for i, person := range people {
		id := audit.NewID()
		w.exec(`INSERT INTO gathering.participants (id, class_id, person_id, agency_id, host_agency_id, source, state, queue)
			SELECT ?, ?, p.id, p.agency_id, ?, 'list', 'confirmed', ? FROM organization.persons p WHERE p.id = ?`, id, w.id(name), w.id(host), i+1, w.id(person))
		w.exec(`INSERT INTO gathering.attendance_marks (session_id, participant_id, class_id, person_id, agency_id, host_agency_id, id, state, marked_at, marked_by)
			SELECT ?, p.id, p.class_id, p.person_id, p.agency_id, p.host_agency_id, ?, ?, now(), p.person_id FROM gathering.participants p WHERE p.id = ?`,
			session, audit.NewID(), []string{"present", "late", "absent"}[min(i, 2)], id)
		w.exec(`INSERT INTO learning.class_parts SELECT e.id, ?, e.person_id, e.agency_id, 'part', 'met' FROM learning.enrollments e WHERE e.person_id = ? AND e.course_id = ?`,
			w.id(name), w.id(person), w.id(course))
	}
}

// Names of the small world.
const (
	province   = "Tỉnh Quảng Ngãi"
	department = "Sở Khoa học và Công nghệ"
	communeA   = "Xã An"
	communeB   = "Xã Bình"
	communeN   = "Xã An Bình"
	school     = "Trường THPT Mẫu"
	police     = "Công an tỉnh"
)

// smallWorld is 20 people in a province where two communes merged on 01/7/2025. The expected figures
// of the tests are counted by hand from it.
func smallWorld(t testing.TB) *world {
	w := newWorld(t)
	w.agency(province, "province", "", "2022-01-01", "")
	w.agency(department, "department", province, "2022-01-01", "")
	w.agency(communeA, "commune", province, "2022-01-01", "2025-07-01")
	w.agency(communeB, "commune", province, "2022-01-01", "2025-07-01")
	w.agency(communeN, "commune", province, "2025-07-01", "")
	w.agency(school, "school", province, "2022-01-01", "")
	w.agency(police, "police", province, "2022-01-01", "")
	w.event("merge", "2025-07-01", []string{communeA, communeB}, []string{communeN})
	w.closeTree()

	w.officer("d1", "leader", "dedicated", [3]string{department, "2022-01-01", ""})
	w.officer("d2", "officer", "dual_role", [3]string{department, "2022-01-01", ""})
	for _, name := range []string{"d3", "d4", "d5"} {
		w.officer(name, "officer", "none", [3]string{department, "2022-01-01", ""})
	}
	for _, name := range []string{"a1", "a2", "a3", "a4"} {
		w.officer(name, "commune_staff", "none", [3]string{communeA, "2022-01-01", "2025-07-01"}, [3]string{communeN, "2025-07-01", ""})
	}
	for _, name := range []string{"b1", "b2", "b3"} {
		w.officer(name, "commune_staff", "none", [3]string{communeB, "2022-01-01", "2025-07-01"}, [3]string{communeN, "2025-07-01", ""})
	}
	w.officer("n1", "commune_staff", "none", [3]string{communeN, "2025-08-01", ""})
	w.officer("mover", "officer", "none", [3]string{department, "2022-01-01", "2025-06-15"}, [3]string{communeA, "2025-06-15", "2025-07-01"}, [3]string{communeN, "2025-07-01", ""})
	w.officer("left", "officer", "none", [3]string{department, "2022-01-01", "2025-09-01"})
	w.officer("t1", "teacher", "none", [3]string{school, "2022-01-01", ""})
	w.officer("x1", "officer", "none", [3]string{police, "2022-01-01", ""})
	for _, name := range []string{"s1", "s2", "s3"} {
		w.student(name, school)
	}

	w.course("an1", "cybersecurity", 700, 600)
	w.course("sp1", "pedagogy", 500, 400)
	w.require("an1", province, "2024-11-01", "2025-10-31", nil, "")
	w.require("an1", department, "2024-11-01", "2025-09-30", nil, "")
	w.require("sp1", school, "2024-11-01", "2025-06-30", []string{"teacher"}, "")
	w.require("sp1", province, "2024-11-01", "2025-12-31", nil, "dedicated")

	w.enroll("d1", "an1", department, "2025-03-01", "2025-09-30")
	w.attempt("d1", "an1", department, "pre_test", "2025-03-01", 500, false)
	w.attempt("d1", "an1", department, "final", "2025-03-10", 850, true)
	w.complete("d1", "an1", department, "2025-03-10", 850)
	w.enroll("d2", "an1", department, "2025-09-01", "2025-09-30")
	w.attempt("d2", "an1", department, "pre_test", "2025-09-01", 600, false)
	w.attempt("d2", "an1", department, "final", "2025-10-04", 650, false)
	w.attempt("d2", "an1", department, "final", "2025-10-05", 720, true)
	w.complete("d2", "an1", department, "2025-10-05", 720)
	w.enroll("d3", "an1", department, "2025-05-01", "2025-09-30")
	w.attempt("d3", "an1", department, "final", "2025-05-20", 600, false)
	w.enroll("a1", "an1", communeA, "2025-01-10", "2025-10-31")
	w.attempt("a1", "an1", communeA, "pre_test", "2025-01-10", 700, true)
	w.attempt("a1", "an1", communeA, "final", "2025-02-01", 900, true)
	w.complete("a1", "an1", communeA, "2025-02-01", 900)
	w.revoke("a1", "an1", communeA, "2025-10-20")
	w.enroll("a2", "an1", communeA, "2025-06-20", "2025-10-31")
	w.attempt("a2", "an1", communeN, "final", "2025-08-01", 795, true)
	w.complete("a2", "an1", communeN, "2025-08-01", 795)
	w.enroll("b1", "an1", communeB, "2024-05-01", "2024-10-31")
	w.attempt("b1", "an1", communeB, "final", "2024-06-01", 750, true)
	w.complete("b1", "an1", communeB, "2024-06-01", 750)
	w.enroll("b2", "an1", communeN, "2025-10-30", "2025-10-31")
	w.attempt("b2", "an1", communeN, "final", "2025-11-03", 880, true)
	w.complete("b2", "an1", communeN, "2025-11-03", 880)
	w.enroll("mover", "an1", department, "2025-05-15", "2025-09-30")
	w.attempt("mover", "an1", department, "final", "2025-06-01", 800, true)
	w.complete("mover", "an1", department, "2025-06-01", 800)
	w.enroll("left", "an1", department, "2025-06-15", "2025-09-30")
	w.attempt("left", "an1", department, "final", "2025-07-01", 700, true)
	w.complete("left", "an1", department, "2025-07-01", 700)
	w.enroll("t1", "sp1", school, "2025-03-20", "")
	w.attempt("t1", "sp1", school, "final", "2025-04-04", 600, true)
	w.complete("t1", "sp1", school, "2025-04-04", 600)
	w.enroll("s1", "an1", school, "2025-05-01", "2025-05-31")
	w.attempt("s1", "an1", school, "final", "2025-05-05", 1000, true)
	w.complete("s1", "an1", school, "2025-05-05", 1000)
	w.enroll("s2", "an1", school, "2025-05-02", "2025-05-31")
	// Held in the period by the department, before it by a commune that merged; one was cancelled, one has an open roll call.
	w.class("Lớp một", "an1", department, "in_person", "finished", "2025-03-05", true, "d1", "a1", "d3")
	w.class("Lớp hai", "an1", communeA, "online", "finished", "2024-05-10", true, "b1")
	w.class("Lớp hủy", "an1", department, "in_person", "cancelled", "2025-04-05", true)
	w.class("Lớp chưa khóa", "an1", department, "blended", "running", "2025-05-05", false, "d2")
	return w
}
