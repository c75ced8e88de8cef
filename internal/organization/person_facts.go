package organization

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// PersonTable tells where a domain keeps facts of people, so that two entries of one person can
// become one: which rows are theirs, how a row is named, what people call such rows.
type PersonTable struct {
	Name  string   // "learning.enrollments"
	Key   []string // columns of the primary key
	Label FactKind // under which the rows are counted and shown; "": not shown
	// Where finds the rows of person ?0 by an index when there is none on person_id, such as by the table
	// of another column. Such a table stands before the one it asks.
	Where string
	// Unique are the columns that may stand once only beside a person. A row that the kept entry has
	// already is taken out; nil: no such rule.
	Unique []string
}

// FactKind names what is counted.
type FactKind string

// FactCount is how many facts of a kind a person has.
type FactCount struct {
	Kind  FactKind
	Count int
}

// Name is what people call the facts of a kind, for messages.
func (k FactKind) Name() fault.Text { return factNames[k] }

var factNames = map[FactKind]fault.Text{
	"postings":         {VI: "Vị trí công tác", EN: "Postings"},
	"classes":          {VI: "Lượt xếp lớp", EN: "Class memberships"},
	"grants":           {VI: "Vai trò được giao", EN: "Roles"},
	"enrollments":      {VI: "Lượt ghi danh", EN: "Enrollments"},
	"lessons":          {VI: "Bài học đã mở", EN: "Lessons opened"},
	"completions":      {VI: "Khóa học đã hoàn thành", EN: "Courses completed"},
	"attempts":         {VI: "Lượt làm bài", EN: "Test attempts"},
	"certificates":     {VI: "Giấy chứng nhận", EN: "Certificates"},
	"training_classes": {VI: "Lớp tập huấn", EN: "Training classes"},
}

// personTables are this domain's own.
var personTables = []PersonTable{
	{Name: "organization.postings", Key: []string{"id"}, Label: "postings"},
	{Name: "organization.class_members", Key: []string{"school_class_id", "person_id", "valid_from"}, Label: "classes", Unique: []string{"school_class_id", "valid_from"}},
	{Name: "organization.grants", Key: []string{"id"}, Label: "grants"},
	{Name: "organization.national_numbers", Key: []string{"person_id"}, Unique: []string{}},
	{Name: "organization.guardian_bases", Key: []string{"person_id"}, Unique: []string{}},
	{Name: "organization.rollover_rows", Key: []string{"rollover_id", "person_id"}, Unique: []string{"rollover_id"}},
	{Name: "organization.transfers", Key: []string{"id"}},
}

// PersonFacts is what a domain says of its facts about people.
type PersonFacts struct {
	Tables []PersonTable
	// Prepare makes room before the rows of a merged entry are moved, through the ledger alone; nil:
	// nothing to do.
	Prepare func(ctx context.Context, l *Ledger) error
}

// FollowPeople tells which facts of other domains belong to people. It is called while the program is
// built, once per domain.
func (s *Service) FollowPeople(facts ...PersonFacts) {
	s.facts = append(s.facts, facts...)
}

// allTables lists the tables of every domain, those of this one last: others refer to it.
func (s *Service) allTables() []PersonTable {
	var tables []PersonTable
	for _, f := range s.facts {
		tables = append(tables, f.Tables...)
	}
	return append(tables, personTables...)
}

// countFacts counts what the scope can see of a person, by kind.
func (s *Service) countFacts(ctx context.Context, tx bun.IDB, person uuid.UUID) ([]FactCount, error) {
	var parts []string
	var args []any
	args = append(args, person)
	for _, t := range s.allTables() {
		if t.Label != "" {
			args = append(args, string(t.Label))
			parts = append(parts, "SELECT "+fmt.Sprintf("?%d::text", len(args)-1)+" AS kind, count(*) AS count FROM "+t.Name+" t WHERE "+t.rows())
		}
	}
	var counts []FactCount
	err := tx.NewRaw(strings.Join(parts, " UNION ALL "), args...).Scan(ctx, &counts)
	return counts, err
}

// rows is the condition that finds the rows of person ?0.
func (t PersonTable) rows() string {
	if t.Where == "" {
		return "t.person_id = ?0"
	}
	return "t." + t.Where + " AND t.person_id = ?0"
}

// PersonTableNames lists the tables that follow people, this domain's among them.
func PersonTableNames(facts ...PersonFacts) []string {
	s := Service{facts: facts}
	var names []string
	for _, t := range s.allTables() {
		names = append(names, t.Name)
	}
	return names
}
