package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
)

// relations are how what is asked for lies to who asks: their own things, their agency, an agency
// below it, beside it and above it, one elsewhere, and one that is nowhere.
var relations = []string{"self", "own", "subtree", "sibling", "parent", "foreign", "unknown"}

// personal are the placeholders of things that belong to one person: only these have a "self".
var personal = []string{"{person}", "{enrollment}", "{attempt}", "{certificate}", "{code}"}

// objects fill the placeholders.
type objects map[string]string

// caller is one role as it asks, with what lies in each relation to it.
type caller struct {
	name      string
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
	number   int
}

const middle, roomBelow, beside, root, elsewhere = "21040", "21040-VP", "SNV", "51", "THPT-BS"

func newMatrixWorld(t *testing.T, p *province) *matrixWorld {
	w := &matrixWorld{province: p, t: t, places: map[string]objects{}, seen: map[string]uuid.UUID{}, number: 900_000}
	w.constant = objects{"{unknown}": uuid.NewString(), "{period}": w.id("SELECT id FROM planning.periods ORDER BY id LIMIT 1"), "{plan}": w.id("SELECT id FROM planning.plans ORDER BY id LIMIT 1"),
		"{media}": w.id("SELECT COALESCE((SELECT id FROM media.files LIMIT 1), gen_random_uuid())")}
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

// place makes the things of one agency, with a person whose name stands nowhere else.
func (w *matrixWorld) place(code string) objects {
	agency := uuid.MustParse(w.id("SELECT agency_id FROM organization.agency_versions WHERE code = ? AND valid_to IS NULL", code))
	name := []string{"Alpha", "Beta", "Gamma", "Delta", "Epsilon"}[len(w.places)]
	person := w.addPerson(agency, "Zêta Mẫu "+name)
	w.seen["Zêta Mẫu "+name] = person
	o := w.learning(person, agency)
	o["{agency}"], o["{name}"] = agency.String(), "Zêta Mẫu "+name
	o["{class}"] = w.id(`INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (gen_random_uuid(), ?, '2026-2027', 'MT1') RETURNING id`, agency)
	o["{roster}"] = w.id(`INSERT INTO organization.roster_imports (id, agency_id, school_year, file_name, file_hash, state, counts, created_by)
		VALUES (gen_random_uuid(), ?0, '2026-2027', 'ds.xlsx', ''::bytea, 'checked', '{"Total":1}', ?1) RETURNING id`, agency, person)
	student := w.addStudent(agency, o["{class}"], "Zêta Trò "+name)
	o["{student}"] = student.String()
	w.seen["Zêta Trò "+name] = student
	w.exec(`INSERT INTO organization.roster_rows (roster_id, agency_id, number, full_name, class_name, code, person_id, verdict)
		SELECT ?0, ?1, 2, full_name, 'MT1', code, id, 'existing' FROM organization.persons WHERE id = ?2`, o["{roster}"], agency, student)
	o["{grant}"] = w.id(`INSERT INTO organization.grants (id, person_id, role, agency_id, valid_from, document) VALUES (gen_random_uuid(), ?, 'author', ?, '2026-01-01', 'mẫu') RETURNING id`, person, agency)
	return o
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

// learning gives a person an enrollment with an attempt and a certificate.
func (w *matrixWorld) learning(person, agency uuid.UUID) objects {
	w.number++
	o := objects{"{person}": person.String()}
	o["{enrollment}"] = w.copyRow("learning.enrollments", "completed_at IS NOT NULL", map[string]any{"person_id": person, "agency_id": agency, "requirement_id": nil, "school_class_id": nil, "source": "self"})
	o["{lesson}"] = w.id(`SELECT l.id FROM catalog.lessons l JOIN catalog.modules m ON m.id = l.module_id JOIN learning.enrollments e ON e.course_version_id = m.course_version_id
		WHERE e.id = ? ORDER BY l.id LIMIT 1`, o["{enrollment}"])
	o["{attempt}"] = w.copyRow("assessment.attempts", "kind = 'final'", map[string]any{"person_id": person, "agency_id": agency, "enrollment_id": o["{enrollment}"], "number": 1})
	o["{code}"] = fmt.Sprintf("%026d", w.number)
	o["{certificate}"] = w.copyRow("certificate.certificates", "state = 'valid'", map[string]any{"person_id": person, "agency_id": agency, "enrollment_id": o["{enrollment}"],
		"code": o["{code}"], "number": w.number, "register_number": o["{code}"]})
	return o
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
	c := &caller{name: name, person: w.addPerson(agency, called), relations: map[string]objects{}}
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
	c.relations["self"] = w.learning(c.person, agency)
	c.relations["self"]["{name}"] = called
	for key, value := range w.places[at] { // what a person has none of is the agency's
		if _, has := c.relations["self"][key]; !has {
			c.relations["self"][key] = value
		}
	}
	c.relations["unknown"] = objects{}
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
func (w *matrixWorld) fill(text string, c *caller, relation string) string {
	for _, from := range []objects{c.relations[relation], w.constant, {"{username}": c.username}} {
		for key, value := range from {
			text = strings.ReplaceAll(text, key, value)
		}
	}
	text = strings.ReplaceAll(text, "{code}", "ZZZZZZZZZZZZZZZZZZZZZZZZZZ")
	return placeholder.ReplaceAllStringFunc(text, func(string) string { return uuid.NewString() })
}
