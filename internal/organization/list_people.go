package organization

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// ListPeople asks for one page of the people of one agency and its subtree of today: those whose
// reporting posting or school is there, and those who hold a second posting there. Empty filters mean
// everybody. Query finds by the beginnings of name words, in any order, or by code.
type ListPeople struct {
	AgencyID      uuid.UUID
	Query         string
	PositionGroup string
	Staffing      string
	SchoolClassID uuid.UUID
	State         string // "working", "left"; "": both
	Limit, Offset int64
}

// PersonLine is one person in a list.
type PersonLine struct {
	PersonID  uuid.UUID
	FullName  string
	Code      string
	Kind      PersonKind
	AgencyID  uuid.UUID
	Unit      string
	Position  string
	Staffing  string
	ClassName string
	Working   bool
}

// maxFound bounds how many people a search counts and puts into order; whoever finds more types another word.
const maxFound = 200

// PeopleFound is a page of people and how many there are. More says that a search found more than
// Total, which is then the bound.
type PeopleFound struct {
	Lines []PersonLine
	Total int
	More  bool
}

// ListPeople returns a page of people by given name; in a search those first who are written just as
// the query. It needs people.read at the agency, or a class teacher's grant on the class that is asked
// for (fault.ErrNotFound elsewhere); each opening is shown to the people read.
func (s *Service) ListPeople(ctx context.Context, who access.Principal, q ListPeople) (PeopleFound, error) {
	scope, err := listScope(who, q)
	if err != nil {
		return PeopleFound{}, err
	}
	var found PeopleFound
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var err error
		if found, err = s.findPeople(ctx, tx, q); err != nil {
			return err
		}
		return recordPeopleRead(ctx, tx, who, q.AgencyID, "people_list", found.Lines)
	})
	return found, err
}

// listScope is where the caller may read: the agencies of people.read, or a class teacher's school for
// the own class alone.
func listScope(who access.Principal, q ListPeople) (postgres.Scope, error) {
	err := who.RequireAt(access.ReadPeople, q.AgencyID)
	if err == nil {
		return postgres.Agencies(who.AgenciesFor(access.ReadPeople)...), nil
	}
	for _, g := range who.Grants {
		if who.Can(access.ReadPeople) && q.SchoolClassID != uuid.Nil && g.SchoolClassID == q.SchoolClassID && g.AgencyID == q.AgencyID && g.Role.Allows(access.ReadPeople) {
			return postgres.Agencies(q.AgencyID), nil
		}
	}
	return postgres.Nobody(), err
}

func (s *Service) findPeople(ctx context.Context, tx bun.Tx, q ListPeople) (PeopleFound, error) {
	if words := wordsOf(q.Query); len(words) > 0 {
		return s.searchPeople(ctx, tx, q, words)
	}
	units, err := Descendants(ctx, tx, []uuid.UUID{q.AgencyID}, s.Today())
	if err != nil {
		return PeopleFound{}, err
	}
	where, args := peopleFilter(q, []any{bun.List(units), s.Today()})
	from := " WHERE p.agency_id IN (?0)"
	if q.SchoolClassID == uuid.Nil {
		from = ` WHERE (p.agency_id IN (?0) OR p.id IN (SELECT person_id FROM organization.postings
			WHERE agency_id IN (?0) AND NOT counts AND (valid_to IS NULL OR valid_to > ?1)))`
	}
	found := PeopleFound{}
	if err := tx.NewRaw("SELECT count(*) FROM organization.persons p"+from+where, args...).Scan(ctx, &found.Total); err != nil {
		return found, err
	}
	page := placeholders(len(args), " LIMIT ?", " OFFSET ?")
	err = tx.NewRaw(selectPeople+from+where+" ORDER BY "+byName+page, append(args, q.Limit, q.Offset)...).Scan(ctx, &found.Lines)
	return found, s.describe(ctx, tx, found.Lines, err)
}

// searchPeople finds people by words, those first who are written as the query.
func (s *Service) searchPeople(ctx context.Context, tx bun.Tx, q ListPeople, words []word) (PeopleFound, error) {
	known, more, err := findByWords(ctx, tx, words, subtreeOf{q.AgencyID, s.Today()})
	if err != nil || len(known) == 0 {
		return PeopleFound{}, err
	}
	people, ranks := make([]uuid.UUID, len(known)), make([]int, len(known))
	for i, f := range known {
		people[i], ranks[i] = f.PersonID, f.Exact
	}
	where, args := peopleFilter(q, []any{bun.List(people), s.Today(), bun.List(ranks)})
	var all []PersonLine // at most maxFound
	err = tx.NewRaw(selectPeople+` JOIN unnest(ARRAY[?0]::uuid[], ARRAY[?2]::integer[]) AS f(id, exact) ON f.id = p.id WHERE p.id IN (?0)`+where+
		" ORDER BY f.exact DESC, "+byName, args...).Scan(ctx, &all)
	from := min(int(q.Offset), len(all))
	found := PeopleFound{Lines: all[from:min(from+int(q.Limit), len(all))], Total: len(all), More: more}
	return found, s.describe(ctx, tx, found.Lines, err)
}

const selectPeople = `SELECT p.id AS person_id, p.full_name, COALESCE(p.code, '') AS code, p.kind, p.agency_id, COALESCE(v.name, '') AS unit FROM organization.persons p
	LEFT JOIN organization.agency_versions v ON v.agency_id = p.agency_id AND v.valid_to IS NULL`

const byName = `p.given_name COLLATE "vi-x-icu", p.family_name COLLATE "vi-x-icu", p.middle_name COLLATE "vi-x-icu", p.id`

// placeholders numbers the question marks of the parts from n on.
func placeholders(n int, parts ...string) string {
	var b strings.Builder
	for _, part := range parts {
		b.WriteString(strings.Replace(part, "?", "?"+strconv.Itoa(n), 1))
		n++
	}
	return b.String()
}

// peopleFilter adds the conditions of the filters over person p to the arguments, of which ?1 is today.
func peopleFilter(q ListPeople, args []any) (string, []any) {
	var where strings.Builder
	const holds = "(o.valid_from <= ?1 AND (o.valid_to IS NULL OR o.valid_to > ?1))"
	condition := func(text string, value any) {
		where.WriteString(placeholders(len(args), text))
		args = append(args, value)
	}
	if q.PositionGroup != "" {
		condition(" AND EXISTS (SELECT FROM organization.postings o WHERE o.person_id = p.id AND o.position_group = ? AND "+strings.ReplaceAll(holds, "?1", "\x00")+")", q.PositionGroup)
	}
	if q.Staffing != "" {
		condition(" AND EXISTS (SELECT FROM organization.postings o WHERE o.person_id = p.id AND o.staffing = ? AND "+strings.ReplaceAll(holds, "?1", "\x00")+")", q.Staffing)
	}
	if q.SchoolClassID != uuid.Nil {
		condition(" AND EXISTS (SELECT FROM organization.class_members o WHERE o.person_id = p.id AND o.school_class_id = ? AND "+strings.ReplaceAll(holds, "?1", "\x00")+")", q.SchoolClassID)
	}
	const works = `(EXISTS (SELECT FROM organization.postings o WHERE o.person_id = p.id AND ` + holds + `)
		OR EXISTS (SELECT FROM organization.class_members o WHERE o.person_id = p.id AND ` + holds + `))`
	switch q.State {
	case "working":
		where.WriteString(" AND " + works)
	case "left":
		where.WriteString(" AND NOT " + works)
	}
	return strings.ReplaceAll(where.String(), "\x00", "?1"), args
}

// describe adds to a page what people do today.
func (s *Service) describe(ctx context.Context, tx bun.Tx, lines []PersonLine, err error) error {
	if err != nil || len(lines) == 0 {
		return err
	}
	ids := lineIDs(lines)
	var rows []PersonLine
	err = tx.NewRaw(`SELECT DISTINCT ON (person_id) person_id, position, staffing, class_name FROM (
			SELECT person_id, position, staffing, '' AS class_name, counts AS first FROM organization.postings
			WHERE person_id IN (?0) AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)
			UNION ALL SELECT m.person_id, '', 'none', c.name, true FROM organization.class_members m JOIN organization.school_classes c ON c.id = m.school_class_id
			WHERE m.person_id IN (?0) AND m.valid_from <= ?1 AND (m.valid_to IS NULL OR m.valid_to > ?1)) x
		ORDER BY person_id, first DESC`, bun.List(ids), s.Today()).Scan(ctx, &rows)
	for _, r := range rows {
		at := slices.IndexFunc(lines, func(l PersonLine) bool { return l.PersonID == r.PersonID })
		l := &lines[at]
		l.Position, l.Staffing, l.ClassName, l.Working = r.Position, r.Staffing, r.ClassName, true
	}
	return err
}

func lineIDs(lines []PersonLine) []uuid.UUID {
	ids := make([]uuid.UUID, len(lines))
	for i, line := range lines {
		ids[i] = line.PersonID
	}
	return ids
}

func recordPeopleRead(ctx context.Context, tx bun.Tx, who access.Principal, agency uuid.UUID, what string, lines []PersonLine) error {
	return audit.RecordReadsTx(ctx, tx, who.PersonID, agency, what, lineIDs(lines))
}
