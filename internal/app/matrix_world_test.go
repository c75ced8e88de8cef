package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// relations are how what is asked for lies to who asks: their own things, their agency, an agency
// below it, beside it and above it, one elsewhere, and one that is nowhere. "crossed" takes the first
// thing that a route names from the own agency and the others from the one elsewhere.
var relations = []string{"self", "own", "subtree", "sibling", "parent", "foreign", "crossed", "unknown"}

// personal are the placeholders of things that belong to one person: only these have a "self".
var personal = []string{"{person}", "{enrollment}", "{attempt}", "{certificate}", "{code}", "{device}", "{passkey}", "{posting}", "{exemption}", "{absence}", "{recognition}", "{participant}", "{upload}", "{script}", "{appeal}"}

// shared are the placeholders that are no agency's: whoever asks, and whatever they ask for.
var shared = []string{"{lesson}", "{name}", "{username}", "{period}", "{plan}", "{media}", "{signed}", "{version}", "{bank}", "{test}", "{correction}", "{unknown}"}

// objects fill the placeholders.
type objects map[string]string

// caller is one role as it asks, with what lies in each relation to it.
type caller struct {
	name      string
	at        string // the agency of their roles, by code
	person    uuid.UUID
	username  string
	browser   *browser
	relations map[string]objects
}

// matrixWorld is the demonstration province with one person, class, list, enrollment, attempt,
// certificate and grant in each agency that the callers are tried on.
type matrixWorld struct {
	*province
	t        *testing.T
	constant objects
	places   map[string]objects // by agency code
	seen     map[string]uuid.UUID
	placeOf  map[uuid.UUID]string // of those in seen
	number   int
}

const middle, roomBelow, beside, root, elsewhere = "21040", "21040-VP", "SNV", "51", "THPT-BS"

func newMatrixWorld(t *testing.T, p *province) *matrixWorld {
	w := &matrixWorld{province: p, t: t, places: map[string]objects{}, seen: map[string]uuid.UUID{}, placeOf: map[uuid.UUID]string{}, number: 900_000}
	w.constant = objects{"{unknown}": uuid.NewString(), "{period}": w.id("SELECT id FROM planning.periods WHERE from_on <= current_date ORDER BY from_on DESC, to_on LIMIT 1"), "{plan}": w.id("SELECT id FROM planning.plans ORDER BY id LIMIT 1"),
		"{media}": w.id("SELECT video_id FROM catalog.lessons WHERE video_id IS NOT NULL LIMIT 1")}
	w.exec(`INSERT INTO media.renditions (file_id, name, rendition_id, codecs, bandwidth, average_bandwidth, init_bytes, segments)
		SELECT file_id, 'audio', file_id, 'mp4a.40.2', 1, 1, 1, '[[1000, 1]]' FROM media.encodings WHERE file_id = ?0 ON CONFLICT DO NOTHING;
		UPDATE media.encodings SET state = 'ready', reason = '' WHERE file_id = ?0`, w.constant["{media}"])
	w.constant["{version}"] = w.id("SELECT id FROM assessment.question_versions ORDER BY id LIMIT 1")
	w.constant["{untaught}"] = w.insert(`catalog.courses (id, key, code) VALUES (?0, 'ma-tran', 'MT')`) // nobody starts its tests
	w.constant["{bank}"] = w.id("SELECT id FROM catalog.courses WHERE key = 'an1'")
	w.constant["{test}"] = w.id("SELECT id FROM assessment.tests ORDER BY id LIMIT 1")
	w.constant["{correction}"] = w.insert(`assessment.corrections (id, course_id, question_version_id, kind, state, reason, proposed_by) VALUES (?0, ?1, ?2, 'everybody', 'cancelled', 'mẫu', ?0)`,
		w.constant["{bank}"], w.constant["{version}"])
	w.constant["{signed}"] = p.signer.Query(uuid.MustParse(w.constant["{media}"]))
	for _, code := range []string{middle, roomBelow, beside, root, elsewhere} {
		w.places[code] = w.place(code)
	}
	return w
}

func (w *matrixWorld) id(query string, args ...any) string {
	w.t.Helper()
	var id string
	if err := w.owner.NewRaw(query, args...).Scan(w.t.Context(), &id); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return id
}

func (w *matrixWorld) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.ExecContext(w.t.Context(), query, args...); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
}

// copyRow adds a copy of some row of a table with other values.
func (w *matrixWorld) copyRow(table, where string, change map[string]any) string {
	w.t.Helper()
	change["id"] = audit.NewID()
	changed, err := json.Marshal(change)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.id(fmt.Sprintf(`INSERT INTO %[1]s SELECT made.* FROM (SELECT to_jsonb(x) AS of FROM %[1]s x WHERE %[2]s ORDER BY id LIMIT 1) kept,
		jsonb_populate_record(NULL::%[1]s, kept.of || ?::jsonb) made RETURNING id`, table, where), string(changed))
}

// place makes the things of one agency, with a person and a student whose names stand nowhere else.
func (w *matrixWorld) place(code string) objects {
	agency := uuid.MustParse(w.id("SELECT agency_id FROM organization.agency_versions WHERE code = ? AND valid_to IS NULL", code))
	name := []string{"Alpha", "Beta", "Gamma", "Delta", "Epsilon"}[len(w.places)]
	person := w.addPerson(agency, "Zêta Mẫu "+name)
	o := objects{"{agency}": agency.String(), "{other}": agency.String(), "{person}": person.String(), "{name}": "Zêta Mẫu " + name}
	w.school(o, "Zêta Trò "+name)
	w.addPerson(agency, "Zeta Mẫu "+name) // but for an accent the same name: perhaps one person entered twice
	w.see(code, "Zêta Mẫu "+name, person)
	w.see(code, "Zêta Trò "+name, uuid.MustParse(o["{student}"]))
	w.moves(o)
	w.training(o)
	w.papers(o)
	o["{film}"] = w.insert(`media.files (id, sha256, size, mime) VALUES (?0, sha256(?0::text::bytea), 10, 'video/mp4')`)
	o["{video}"] = w.insert(`media.videos (id, agency_id, title, file_id) VALUES (?0, ?1, 'Video mẫu', ?2)`, agency, o["{film}"])
	// An issuer of long ago, so that the demonstration's stays the one that issues.
	o["{issuer}"] = w.insert(`certificate.issuers (id, agency_id, number_mark, header_lines, place, sign_lines, valid_from) VALUES (?0, ?1, 'GCN-MT', '{CƠ QUAN MẪU}', 'Quảng Ngãi', '{THỦ TRƯỞNG}', '2000-01-01')`, agency)
	w.learning(o, person)
	w.library(o)
	// Callers have no passkey: they sign in by their password alone.
	o["{passkey}"] = w.insert(`identity.passkeys (credential_id, person_id, id, name, credential) VALUES (?0::text::bytea, ?1, ?0, 'Khóa', '{}')`, person)
	return o
}

func (w *matrixWorld) see(code, name string, person uuid.UUID) {
	w.seen[name], w.placeOf[person] = person, code
}

// insert adds a row and returns its id; ?0 is the id, then come the arguments.
func (w *matrixWorld) insert(into string, args ...any) string {
	w.t.Helper()
	id := audit.NewID().String()
	w.exec("INSERT INTO "+into, append([]any{id}, args...)...)
	return id
}

// school makes a class with a student, its list, its teacher, a roll-over and a program's token.
func (w *matrixWorld) school(o objects, student string) {
	agency, person := o["{agency}"], o["{person}"]
	o["{class}"] = w.insert(`organization.school_classes (id, agency_id, school_year, name) VALUES (?0, ?1, '2026-2027', 'MT1')`, agency)
	o["{roster}"] = w.insert(`organization.roster_imports (id, agency_id, school_year, file_name, file_hash, state, counts, created_by)
		VALUES (?0, ?1, '2026-2027', 'ds.xlsx', ''::bytea, 'checked', '{"Total":1}', ?2)`, agency, person)
	o["{student}"] = w.addStudent(uuid.MustParse(agency), o["{class}"], student).String()
	w.exec(`INSERT INTO organization.roster_rows (roster_id, agency_id, number, full_name, class_name, code, person_id, verdict)
		SELECT ?0, ?1, 2, full_name, 'MT1', code, id, 'existing' FROM organization.persons WHERE id = ?2`, o["{roster}"], agency, o["{student}"])
	o["{grant}"] = w.insert(`organization.grants (id, person_id, role, agency_id, valid_from, document) VALUES (?0, ?1, 'author', ?2, '2026-01-01', 'mẫu')`, person, agency)
	o["{teaching}"] = w.insert(`organization.grants (id, person_id, role, agency_id, school_class_id, valid_from, valid_to, document)
		VALUES (?0, ?1, 'class_teacher', ?2, ?3, '2026-01-01', current_date + 30, 'mẫu')`, person, agency, o["{class}"])
	o["{rollover}"] = w.insert(`organization.rollovers (id, agency_id, from_year, to_year, starts_on, counts, made_by, undone_by, undone_at)
		VALUES (?0, ?1, '2025-2026', '2026-2027', '2026-08-01', '{}', ?2, ?2, now())`, agency, person)
	o["{token}"] = w.insert(`organization.api_tokens (id, agency_id, name, hash, hint, created_by, expires_at, revoked_at, revoked_by)
		VALUES (?0, ?1, 'Mẫu', sha256(?0::text::bytea), 'abcd', ?2, now() + interval '1 day', now(), ?2)`, agency, person)
}

// moves makes an offered move of the person inside the agency, and a merge that was undone.
func (w *matrixWorld) moves(o objects) {
	o["{transfer}"] = w.insert(`organization.transfers (id, person_id, full_name, from_agency_id, to_agency_id, moves_on, state, offered_by)
		VALUES (?0, ?1, ?2, ?3, ?3, '2026-12-01', 'offered', ?1)`, o["{person}"], o["{name}"], o["{agency}"])
	o["{merge}"] = w.insert(`organization.person_merges (id, kept_id, merged_id, merged_name, agency_id, merged_agency_id, evidence, before, after, reason, merged_by, undone_by, undone_at, undo_reason)
		VALUES (?0, ?1, ?2, ?3, ?4, ?4, '{}', '{}', '{}', 'mẫu', ?1, ?1, now(), 'mẫu')`, o["{person}"], o["{student}"], o["{name}"], o["{agency}"])
}

// training makes a class that is over, with one session whose roll was called.
func (w *matrixWorld) training(o objects) {
	o["{training}"] = w.insert(`gathering.classes (id, host_agency_id, year, code, name, course_id, course_version_id, field, form, starts_on, ends_on, seats, state)
		SELECT ?0, ?1, 2026, 'MT', 'Lớp ma trận', c.id, v.id, v.field, 'in_person', '2026-10-01', '2026-10-02', 10, 'finished'
		FROM catalog.courses c JOIN catalog.course_versions v ON v.course_id = c.id WHERE c.key = 'an1' ORDER BY v.id DESC LIMIT 1`, o["{agency}"])
	o["{meeting}"] = w.insert(`gathering.sessions (id, class_id, number, starts_at, ends_at, roll_call_closed_at)
		VALUES (?0, ?1, 1, '2026-10-01 01:00Z', '2026-10-01 04:00Z', '2026-10-01 05:00Z')`, o["{training}"])
}

// library makes a video with captions.
func (w *matrixWorld) library(o objects) {
	o["{video}"] = w.insert(`media.videos (id, agency_id, title, file_id) SELECT ?0, ?1, 'Video ma trận', id FROM media.files WHERE mime = 'video/mp4' ORDER BY id LIMIT 1`, o["{agency}"])
	w.exec(`INSERT INTO media.video_captions (video_id, locale, agency_id, cues, script, revision) VALUES (?, 'vi', ?, '[{"start":0,"end":1000,"text":"Xin chào"}]', '', 1)`, o["{video}"], o["{agency}"])
}

// papers makes a requirement, a target, an event of the agency and a sheet of agencies.
func (w *matrixWorld) papers(o objects) {
	o["{requirement}"] = w.insert(`learning.requirements (id, agency_id, starts_on, due_on, document) VALUES (?0, ?1, '2026-01-01', '2026-12-31', '12/KH (mẫu)')`, o["{agency}"])
	w.exec(`INSERT INTO learning.requirement_rules (requirement_id, number, agency_id) VALUES (?, 1, ?)`, o["{requirement}"], o["{agency}"])
	w.exec(`INSERT INTO learning.requirement_courses (requirement_id, slot, course_id) SELECT ?, 1, id FROM catalog.courses WHERE key = 'an1'`, o["{requirement}"])
	o["{target}"] = w.insert(`planning.targets (id, period_id, agency_id, field, measure) VALUES (?0, ?1, ?2, 'pedagogy', 'people')`, w.constant["{period}"], o["{agency}"])
	w.exec(`INSERT INTO planning.target_versions (target_id, number, agency_id, value, decided_on, document, approver) VALUES (?, 1, ?, 5, '2026-01-01', '12/QĐ (mẫu)', 'Chủ tịch (mẫu)')`, o["{target}"], o["{agency}"])
	o["{sitting}"] = w.insert(`assessment.sittings (id, agency_id, course_id, kind, title, opens_at, closes_at, created_by)
		VALUES (?0, ?1, ?2, 'pre_test', 'Đợt ma trận', now() + interval '200 days', now() + interval '201 days', ?0)`, o["{agency}"], w.constant["{untaught}"])
	o["{event}"] = w.insert(`organization.agency_events (id, kind, occurred_on, legal_document) VALUES (?0, 'rename', '2026-01-02', 'mẫu')`)
	o["{sheet}"] = w.insert(`organization.agency_sheets (id, file_name, state, rows, created_by, committed_at) VALUES (?0, 'cq.xlsx', 'committed', '[]', ?1, now())`, o["{person}"])
}

// addStudent makes somebody in a school class, without an account.
func (w *matrixWorld) addStudent(agency uuid.UUID, class, name string) uuid.UUID {
	w.t.Helper()
	student, err := organization.NewPerson(audit.NewID(), agency, organization.Student, name)
	if err != nil {
		w.t.Fatal(err)
	}
	w.number++
	code := fmt.Sprintf("MTHS%d", w.number)
	student.Code = &code
	if err := organization.InsertPersonTx(w.t.Context(), w.owner, student); err != nil {
		w.t.Fatal(err)
	}
	w.exec("INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2026-09-01')", class, student.ID, agency)
	return student.ID
}

// addPerson makes an officer with an account whose password is that of "hocvien".
func (w *matrixWorld) addPerson(agency uuid.UUID, name string) uuid.UUID {
	w.t.Helper()
	person, err := organization.NewPerson(audit.NewID(), agency, organization.Officer, name)
	if err != nil {
		w.t.Fatal(err)
	}
	w.number++
	code := fmt.Sprintf("MT%d", w.number)
	person.Code = &code
	if err := organization.InsertPersonTx(w.t.Context(), w.owner, person); err != nil {
		w.t.Fatal(err)
	}
	posting := organization.Posting{ID: audit.NewID(), PersonID: person.ID, AgencyID: agency, PositionGroup: "officer", Staffing: "none", Counts: true, ValidFrom: organization.Day(time.Now()).AddDate(-1, 0, 0)}
	if err := organization.InsertPostingTx(w.t.Context(), w.owner, posting); err != nil {
		w.t.Fatal(err)
	}
	w.exec(`INSERT INTO identity.accounts (person_id, username, username_key, password_hash) SELECT ?, ?, ?, password_hash FROM identity.accounts WHERE username = 'hocvien'`,
		person.ID, strings.ToLower(code), strings.ToLower(code))
	return person.ID
}

// learning gives a person what is theirs: an enrollment with an attempt and a certificate, decided
// cases, a place in the class and another session.
func (w *matrixWorld) learning(o objects, person uuid.UUID) {
	w.number++
	agency, stranger := o["{agency}"], uuid.NewString()
	o["{person}"] = person.String()
	o["{enrollment}"] = w.copyRow("learning.enrollments", "completed_at IS NOT NULL", map[string]any{"person_id": person, "agency_id": agency, "requirement_id": nil, "school_class_id": nil, "source": "self"})
	o["{lesson}"] = w.id(`SELECT l.id FROM catalog.lessons l JOIN catalog.modules m ON m.id = l.module_id JOIN learning.enrollments e ON e.course_version_id = m.course_version_id
		WHERE e.id = ? ORDER BY l.id LIMIT 1`, o["{enrollment}"])
	o["{attempt}"] = w.copyRow("assessment.attempts", "kind = 'final'", map[string]any{"person_id": person, "agency_id": agency, "enrollment_id": o["{enrollment}"], "number": 1})
	o["{script}"] = w.insert(`assessment.scripts (id, attempt_id, position, part, person_id, agency_id, course_id, test_id, question_version_id, max_points, second_marker, moderation_over, state, points)
		SELECT ?0, id, 1, 0, person_id, agency_id, course_id, test_id, ?2, 100, false, 0, 'final', 50 FROM assessment.attempts WHERE id = ?1`, o["{attempt}"], w.constant["{version}"])
	o["{appeal}"] = w.insert(`assessment.appeals (id, attempt_id, position, person_id, agency_id, course_id, reason, state, answered_by, answered_at, answer)
		SELECT ?0, id, 1, person_id, agency_id, course_id, 'Đề nghị xem lại câu này', 'kept', ?2, now(), 'Giữ nguyên' FROM assessment.attempts WHERE id = ?1`, o["{attempt}"], stranger)
	o["{code}"] = fmt.Sprintf("%026d", w.number)
	o["{certificate}"] = w.copyRow("certificate.certificates", "state = 'valid'", map[string]any{"person_id": person, "agency_id": agency, "enrollment_id": o["{enrollment}"],
		"code": o["{code}"], "number": w.number, "register_number": o["{code}"], "issuer_id": o["{issuer}"]})
	w.register(o, person, stranger)
	w.insert(`assessment.extra_times (id, person_id, agency_id, percent, asked_by, valid_until, given_by) VALUES (?0, ?1, ?2, 25, 'learner', '2027-06-01', ?3)`, person, agency, stranger)
	o["{exemption}"] = w.insert(`learning.exemptions (id, person_id, agency_id, course_id, from_on, reason, document, state, proposed_by, decided_by, decided_on)
		SELECT ?0, ?1, ?2, id, '2026-01-01', 'mẫu', '12/QĐ (mẫu)', 'refused', ?3, gen_random_uuid(), '2026-01-02' FROM catalog.courses WHERE key = 'an1'`, person, agency, stranger)
	o["{absence}"] = w.insert(`learning.absences (id, person_id, agency_id, from_on, document, entered_by, entered_on) VALUES (?0, ?1, ?2, '2026-01-01', '12/QĐ (mẫu)', ?3, '2026-01-01')`, person, agency, stranger)
	o["{recognition}"] = w.insert(`learning.recognitions (id, person_id, agency_id, course_id, title, issuer, document_number, issued_on, check_at, state, checked_by, checked_at, decided_by, decided_at, decision_reason)
		SELECT ?0, ?1, ?2, id, 'Chứng chỉ mẫu', 'Trung tâm mẫu', ?0::text, '2026-01-01', 'mẫu', 'refused', ?3, now(), gen_random_uuid(), now(), 'mẫu' FROM catalog.courses WHERE key = 'an1'`, person, agency, stranger)
	o["{participant}"] = w.insert(`gathering.participants (id, class_id, person_id, agency_id, host_agency_id, source, state, queue) VALUES (?0, ?1, ?2, ?3, ?3, 'list', 'confirmed', ?4)`, o["{training}"], person, agency, w.number)
	o["{upload}"] = w.insert(`media.uploads (id, agency_id, person_id, name, size) VALUES (?0, ?1, ?2, 'phim.mp4', 100000)`, agency, person)
	o["{posting}"] = w.id("SELECT id FROM organization.postings WHERE person_id = ?", person)
	o["{device}"] = w.insert(`identity.sessions (id, person_id, made_by, expires_at) VALUES (?0, ?1, 'password', now() + interval '1 day')`, person)
}

// register enters the certificate of a person into the register of the place, with an act and a list that somebody else proposed.
func (w *matrixWorld) register(o objects, person uuid.UUID, stranger string) {
	w.t.Helper()
	agency, issuer, certificate := o["{agency}"], o["{issuer}"], o["{certificate}"]
	w.exec(`UPDATE certificate.certificates SET facts = facts || jsonb_build_object('name', ?::text) WHERE id = ?`, o["{name}"], certificate)
	w.exec(`INSERT INTO certificate.lines (issuer_id, year, number, kind, certificate_id, person_id, agency_id, name_key) VALUES (?, 2026, ?, 'issue', ?, ?, ?, 'zeta')`,
		issuer, w.number, certificate, person, agency)
	o["{act}"] = w.insert(`certificate.acts (id, kind, certificate_id, issuer_id, person_id, agency_id, cause, reason, decision_number, decision_on, proposed_by, proposed_at)
		VALUES (?0, 'revocation', ?1, ?2, ?3, ?4, 'issued_in_error', 'mẫu', '12/QĐ (mẫu)', '2026-01-01', ?5, now())`, certificate, issuer, person, agency, stranger)
	o["{list}"] = w.insert(`certificate.decision_lists (id, issuer_id, decision_number, decision_on, authority, people, proposed_by, proposed_at)
		VALUES (?0, ?1, '15/QĐ (mẫu)', '2026-01-01', 'Giám đốc (mẫu)', 1, ?2, now())`, issuer, stranger)
	w.exec(`INSERT INTO certificate.waiting (enrollment_id, issuer_id, person_id, agency_id, facts, given_name, full_name) VALUES (?, ?, ?, ?, '{}', 'Mẫu', ?)`,
		o["{enrollment}"], issuer, person, agency, o["{name}"])
}

// around are the places of each relation to somebody whose grant is at the middle, or at the root.
var around = map[string]map[string]string{
	middle: {"own": middle, "subtree": roomBelow, "sibling": beside, "parent": root, "foreign": elsewhere},
	root:   {"own": root, "subtree": middle},
}

// caller makes a person with the roles at a place, signed in.
func (w *matrixWorld) caller(name, at string, roles ...access.Role) *caller {
	w.t.Helper()
	agency := uuid.MustParse(w.places[at]["{agency}"])
	called := "Người gọi " + fmt.Sprint(w.number)
	c := &caller{name: name, at: at, person: w.addPerson(agency, called), relations: map[string]objects{}}
	c.username = fmt.Sprintf("mt%d", w.number)
	for _, role := range roles {
		var class any
		if role == access.ClassTeacher {
			class = w.places[at]["{class}"]
		}
		w.exec(`INSERT INTO organization.grants (id, person_id, role, agency_id, school_class_id, valid_from, valid_to, document)
			VALUES (gen_random_uuid(), ?, ?, ?, ?, '2026-01-01', current_date + 30, 'mẫu')`, c.person, role, agency, class)
	}
	for relation, code := range around[at] {
		c.relations[relation] = w.places[code]
	}
	self := maps.Clone(w.places[at]) // what a person has none of is the agency's
	self["{name}"] = called
	w.learning(self, c.person)
	c.relations["self"], c.relations["unknown"] = self, objects{}
	c.browser = w.signedIn(c)
	return c
}

func (w *matrixWorld) signedIn(c *caller) *browser {
	w.t.Helper()
	b := w.browser(w.t)
	b.want(http.StatusOK, "POST", "/api/v1/session", map[string]string{"username": c.username, "password": "hocvien-mau-138"})
	return b
}

// fill replaces the placeholders; a thing that is nowhere has a random id.
func (w *matrixWorld) fill(text string, c *caller, r objects) string {
	for _, from := range []objects{r, w.constant, {"{username}": c.username}} {
		for key, value := range from {
			text = strings.ReplaceAll(text, key, value)
		}
	}
	text = strings.ReplaceAll(text, "{code}", "ZZZZZZZZZZZZZZZZZZZZZZZZZZ")
	return placeholder.ReplaceAllStringFunc(text, func(string) string { return uuid.NewString() })
}

// thingsIn are the placeholders of an input that lie in some relation to who asks, as they come.
func thingsIn(input matrixInput) []string {
	var things []string
	for _, key := range placeholder.FindAllString(input.path+input.body, -1) {
		if !slices.Contains(shared, key) && !slices.Contains(things, key) {
			things = append(things, key)
		}
	}
	return things
}

// objectsOf are what a caller asks for in a relation.
func (c *caller) objectsOf(relation string, r web.RouteRight, input matrixInput) objects {
	if relation != "crossed" {
		return c.relations[relation]
	}
	first := thingsIn(input)[0]
	near := c.relations["own"]
	if slices.Contains(personal, first) && isOwn(r) {
		near = c.relations["self"]
	}
	crossed := maps.Clone(c.relations["foreign"])
	crossed[first], crossed["{lesson}"], crossed["{name}"] = near[first], near["{lesson}"], near["{name}"]
	return crossed
}
