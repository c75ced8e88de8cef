package app_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/web"
)

// beyond are the relations that no grant reaches.
var beyond = []string{"sibling", "parent", "foreign", "unknown"}

// judge holds what no golden file may bless: nothing beyond the reach of a grant is answered, nothing
// of another agency is joined to what is one's own, no role of the province opens rows of persons, an
// inspector changes nothing, and nothing breaks.
func (w *matrixWorld) judge(r web.RouteRight, input matrixInput, c *caller, relation string, status int) {
	w.t.Helper()
	passed := status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusNotFound
	about := fmt.Sprintf("%s%s as %s on %q: %d", nameOf(r), input.about, c.name, relation, status)
	if status >= 500 {
		w.t.Errorf("%s", about)
	}
	nowhere := relation == "unknown" && (status == http.StatusUnprocessableEntity || slices.Contains(provinceRoles, c.name)) // nothing is there to be shown or changed
	blessed := input.open != "" || input.partly != "" || relation == "parent" && input.above != ""
	if passed && !nowhere && !blessed && slices.Contains(beyond, relation) {
		w.t.Errorf("%s, beyond reach", about)
	}
	if relation == "crossed" && passed && status != http.StatusUnprocessableEntity && input.open == "" && input.crosses == "" {
		w.t.Errorf("%s, joined to another agency's", about)
	}
	if passed && slices.Contains(personRights, r.Permission) && slices.Contains(provinceRoles, c.name) {
		w.t.Errorf("%s: roles of the province never open rows of persons", about)
	}
	if passed && c.name == string(access.Inspector) && !isOwn(r) && r.Method != http.MethodGet {
		w.t.Errorf("%s: an inspector only reads", about)
	}
	if !isOwn(r) && passed && c.name == string(access.Learner) {
		w.t.Errorf("%s: a learner has no right but their own", about)
	}
}

// personRights open rows of persons, students among them; domain 0.2 forbids them to provinceRoles.
var (
	personRights = []access.Permission{access.ReadPeople, access.ManageRoster, access.PrintSlips, access.ReadRegister, access.ManagePeople, access.ManageDuties, access.CheckRecognition, access.AcceptRecognition, access.ApproveExemption,
		access.ManageRegister, access.ApproveRegister}
	provinceRoles = []string{string(access.ProvinceManager), string(access.StandingAgency), string(access.SystemAdmin), string(access.SystemAdmin) + " below"}
)

// judgeExistence fails where an answer tells that something beyond reach exists: it must be that of
// what is nowhere.
func (w *matrixWorld) judgeExistence(r web.RouteRight, input matrixInput, c *caller, statuses map[string]int) {
	w.t.Helper()
	for _, relation := range beyond {
		status, asked := statuses[relation]
		told := input.open != "" || input.partly != "" || relation == "parent" && input.above != ""
		if asked && !told && status != statuses["unknown"] {
			w.t.Errorf("%s%s as %s on %q: %d, and %d on what is nowhere: it tells what exists", nameOf(r), input.about, c.name, relation, status, statuses["unknown"])
		}
	}
}

// showsPeople fails when an answer shows somebody who is out of the caller's reach, anybody to a role
// of the province, or somebody for whom the opening is not recorded; it reports whether it showed anybody.
func (w *matrixWorld) showsPeople(r web.RouteRight, input matrixInput, c *caller, relation string, answer *httptest.ResponseRecorder) bool {
	w.t.Helper()
	if r.Permission == access.ReadAudit { // the log names who acted; its reading stands in the log
		return false
	}
	shown := w.shownIn(answer)
	if input.reads != "" {
		shown = append(shown, uuid.MustParse(c.objectsOf(relation, r, input)[input.reads]))
	}
	shown = slices.DeleteFunc(shown, func(person uuid.UUID) bool { return person == c.person })
	about := fmt.Sprintf("%s%s as %s on %q", nameOf(r), input.about, c.name, relation)
	for _, person := range shown {
		if input.open != "" {
			continue
		}
		if place, known := w.placeOf[person]; known && !c.reaches(place) {
			w.t.Errorf("%s shows somebody of %s", about, place)
		}
		if c.name == string(access.ProvinceManager) || c.name == string(access.StandingAgency) || c.name == string(access.Learner) {
			w.t.Errorf("%s shows a person", about)
		}
		var n int
		err := w.owner.NewRaw("SELECT count(*) FROM audit.person_reads WHERE reader_id = ? AND person_id = ?", c.person, person).Scan(w.t.Context(), &n)
		if err != nil || n == 0 {
			w.t.Errorf("%s shows a person and does not record it: call audit.RecordReadsTx in the transaction that reads (%v)", about, err)
		}
	}
	return len(shown) > 0
}

// reaches reports whether a place is the caller's own or below it.
func (c *caller) reaches(code string) bool {
	return code == c.at || code == around[c.at]["subtree"] || c.at == root
}

// shownIn returns whose names stand in an answer, also inside an Office file.
func (w *matrixWorld) shownIn(answer *httptest.ResponseRecorder) []uuid.UUID {
	text := answer.Body.String()
	if archive, err := zip.NewReader(bytes.NewReader(answer.Body.Bytes()), int64(answer.Body.Len())); err == nil {
		for _, file := range archive.File {
			if part, err := file.Open(); err == nil {
				content, _ := io.ReadAll(part)
				text += string(content)
			}
		}
	}
	var shown []uuid.UUID
	for name, person := range w.seen {
		if strings.Contains(text, name) {
			shown = append(shown, person)
		}
	}
	return shown
}
