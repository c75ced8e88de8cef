package learninghttp_test

import (
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
)

// TestAskAt: "my learning" names the unit whose focal point answers, with how it is reached; to a student it
// says that the class teacher is asked first; to nobody's officer it names none.
func TestAskAt(t *testing.T) {
	a := newAPI(t)
	a.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key, contact)
		VALUES (?, ?, '2020-01-01', 'Trường A', 'school', 'A', '', '{"phone": "0255 3 811 811", "email": "truonga@example.vn"}')`, uuid.New(), a.school)
	a.exec(`INSERT INTO organization.agency_closure VALUES (?0, ?0, 0, '2020-01-01', NULL)`, a.school)
	a.roles = map[uuid.UUID]access.Role{}
	const school = `"ask":{"unit":"Trường A","phone":"0255 3 811 811","email":"truonga@example.vn","school":`
	a.run([]step{
		{name: "an officer", who: a.officer(access.Learner), method: "GET", path: "/me/learning", status: 200, has: []string{school + "false}"}},
		{name: "a student", who: a.learner, method: "GET", path: "/me/learning", status: 200, has: []string{school + "true}"}},
		{name: "somebody without a unit", who: uuid.New(), method: "GET", path: "/me/learning", status: 200, lacks: []string{`"ask"`, "Trường A"}},
	})
}
