package organization

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
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
	State         string    // "working", "left"; "": both
	After         uuid.UUID // without a query: those after this person in the order of the list
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

// maxListed bounds how many people a list without a query counts and pages through; the list goes on
// after the last of them.
const maxListed = 10_000

// PeopleFound is a page of people and how many there are. More says that there are more than Total,
// which is then the bound.
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
	under := subtree{q.AgencyID, s.Today()}
	var found PeopleFound
	var err error
	if words := wordsOf(q.Query); len(words) > 0 {
		found, err = searchPeople(ctx, tx, q, words, under)
	} else {
		found, err = pagePeople(ctx, tx, q, under)
	}
	if err != nil {
		return found, err
	}
	return found, s.describe(ctx, tx, found.Lines)
}

// pagePeople returns one page of everybody who passes the filters, by name. Few people are gathered and put into
// order; many are read in their order by an index over all, until the page is full.
func pagePeople(ctx context.Context, tx bun.Tx, q ListPeople, under subtree) (PeopleFound, error) {
	filter := peopleFilter(q, "p.id", under.day)
	if q.After != uuid.Nil {
		after, err := FindPerson(ctx, tx, q.After)
		if err != nil {
			return PeopleFound{}, err
		}
		filter.add(" AND ("+byName+") > (?, ?, ?, ?)", after.GivenName, after.FamilyName, after.MiddleName, after.ID)
	}
	gathered := gatherPeople(q, under, filter)
	var found PeopleFound
	err := tx.NewRaw("SELECT count(*) FROM ("+gathered.text+" LIMIT ?) x", append(slices.Clone(gathered.args), maxListed+1)...).Scan(ctx, &found.Total)
	if found.More = found.Total > maxListed; found.More {
		found.Total = maxListed
	}
	if limit := min(q.Limit, int64(found.Total)-q.Offset); err == nil && limit > 0 {
		var page sqlPart
		if found.More {
			page = peopleUnder(q, under)
			page.join(filter)
		} else {
			page.add(" WHERE p.id IN ("+gathered.text+")", gathered.args...)
		}
		page.add(" ORDER BY "+byName+" LIMIT ? OFFSET ?", limit, q.Offset)
		err = tx.NewRaw(selectPeople+page.text, page.args...).Scan(ctx, &found.Lines)
	}
	return found, err
}

// gatherPeople selects the people p of a class or a subtree who pass the filter, one agency after another: those who
// belong there, then those who hold a second posting there.
func gatherPeople(q ListPeople, under subtree, filter sqlPart) sqlPart {
	var query sqlPart
	query.add("SELECT p.id FROM organization.persons p WHERE p.agency_id IN ")
	query.join(under.agencies())
	query.join(filter)
	if q.SchoolClassID == uuid.Nil {
		query.add(" UNION ALL SELECT p.id FROM organization.persons p WHERE p.id IN ")
		query.join(secondUnder(under))
		query.add(" AND p.agency_id NOT IN ")
		query.join(under.agencies())
		query.join(filter)
	}
	return query
}

// peopleUnder is the condition on people p of a class or a subtree, to be asked of one after another.
func peopleUnder(q ListPeople, under subtree) sqlPart {
	var where sqlPart
	where.add(" WHERE (p.agency_id IN ")
	where.join(under.agencies())
	if q.SchoolClassID == uuid.Nil {
		where.add(" OR p.id IN ")
		where.join(secondUnder(under))
	}
	where.add(")")
	return where
}

// secondUnder is who holds a second posting in the subtree, as what stands behind IN.
func secondUnder(under subtree) sqlPart {
	var q sqlPart
	q.add("(SELECT person_id FROM organization.postings WHERE agency_id IN ")
	q.join(under.agencies())
	q.add(" AND NOT counts AND (valid_to IS NULL OR valid_to > ?))", under.day)
	return q
}

// searchPeople finds people by words, those first who are written as the query.
func searchPeople(ctx context.Context, tx bun.Tx, q ListPeople, words []word, under subtree) (PeopleFound, error) {
	people, more, err := findByWords(ctx, tx, words, under, peopleFilter(q, "t.person_id", under.day))
	if err != nil || len(people) == 0 {
		return PeopleFound{}, err
	}
	var all []PersonLine // at most maxFound
	err = tx.NewRaw(selectPeople+" WHERE p.id = ANY (?::uuid[]) ORDER BY "+byName, pgdialect.Array(people)).Scan(ctx, &all)
	slices.SortStableFunc(all, func(a, b PersonLine) int { return wordsAsTyped(words, b) - wordsAsTyped(words, a) })
	from := min(int(q.Offset), len(all))
	return PeopleFound{Lines: all[from:min(from+int(q.Limit), len(all))], Total: len(all), More: more}, err
}

// wordsAsTyped is 1 when every word that was typed with accents begins a word of the name as it is written, else 0.
func wordsAsTyped(words []word, l PersonLine) int {
	written := vietnamese.MarkedTokens(l.FullName)
	for _, w := range words {
		if w.marked != "" && !slices.ContainsFunc(written, func(token string) bool { return strings.HasPrefix(token, w.marked) }) {
			return 0
		}
	}
	return 1
}

const selectPeople = `SELECT p.id AS person_id, p.full_name, COALESCE(p.code, '') AS code, p.kind, p.agency_id, COALESCE(v.name, '') AS unit FROM organization.persons p
	LEFT JOIN organization.agency_versions v ON v.agency_id = p.agency_id AND v.valid_to IS NULL`

const byName = `p.given_name COLLATE "vi-x-icu", p.family_name COLLATE "vi-x-icu", p.middle_name COLLATE "vi-x-icu", p.id`

// peopleFilter is what the filters ask of the person whose id stands in a column.
func peopleFilter(q ListPeople, id string, today time.Time) sqlPart {
	var filter sqlPart
	holds := func(table, condition string, args ...any) sqlPart {
		return sqlPart{"EXISTS (SELECT FROM organization." + table + " o WHERE o.person_id = " + id + condition + " AND o.valid_from <= ? AND (o.valid_to IS NULL OR o.valid_to > ?))",
			append(args, today, today)}
	}
	also := func(not string, part sqlPart) {
		filter.add(" AND " + not)
		filter.join(part)
	}
	if q.PositionGroup != "" {
		also("", holds("postings", " AND o.position_group = ?", q.PositionGroup))
	}
	if q.Staffing != "" {
		also("", holds("postings", " AND o.staffing = ?", q.Staffing))
	}
	if q.SchoolClassID != uuid.Nil {
		also("", holds("class_members", " AND o.school_class_id = ?", q.SchoolClassID))
	}
	switch q.State {
	case "working":
		also("(", holds("postings", ""))
		filter.add(" OR ")
		filter.join(holds("class_members", ""))
		filter.add(")")
	case "left":
		also("NOT ", holds("postings", ""))
		also("NOT ", holds("class_members", ""))
	}
	return filter
}

// describe adds to a page what people do today.
func (s *Service) describe(ctx context.Context, tx bun.Tx, lines []PersonLine) error {
	if len(lines) == 0 {
		return nil
	}
	ids := lineIDs(lines)
	var rows []PersonLine
	err := tx.NewRaw(`SELECT DISTINCT ON (person_id) person_id, position, staffing, class_name FROM (
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
