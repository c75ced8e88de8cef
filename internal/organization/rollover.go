package organization

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// Faults of the roll-over.
var (
	ErrRolloverYear = fault.ErrInvalid.At("body.fromYear", "year",
		fault.Text{VI: "Năm học phải có dạng 2026-2027.", EN: "A school year looks like 2026-2027."})
	ErrRolloverDay = fault.ErrInvalid.At("body.startsOn", "day",
		fault.Text{VI: "Ngày bắt đầu phải nằm trong năm học mới, từ 01/6 đến 31/12.", EN: "The first day lies in the new school year, from 1 June to 31 December."})
	ErrRolloverName = fault.ErrInvalid.At("body.classes", "name",
		fault.Text{VI: "Mỗi lớp lên lớp phải có tên lớp mới, tối đa 40 ký tự.", EN: "Each class that goes up needs its new name, at most 40 characters."})
	ErrRolloverNobody = fault.New(fault.Conflict, "rollover.nobody",
		fault.Text{VI: "Không còn học sinh nào của năm học này cần lên lớp. Có thể việc lên lớp đã làm xong.", EN: "No student of this school year is left to go up. It may have been done already."})
	ErrRolloverChanged = fault.New(fault.Conflict, "rollover.changed",
		fault.Text{VI: "Sau khi lên lớp, đã có học sinh đổi lớp hoặc thôi học, nên không hoàn tác được cả lượt. Hãy chuyển lớp cho từng em.", EN: "Since then students have changed class or left, so it cannot be undone as a whole. Move them one by one."})
)

// RolloverPlan says how the students of a school's classes go into the next school year.
type RolloverPlan struct {
	SchoolID   uuid.UUID
	FromYear   string // "2025-2026"
	StartsOn   time.Time
	Classes    []RolloverClass
	Exceptions []RolloverException
}

// RolloverClass is where a class goes: into a class of a new name, or, when it is empty, out of school.
type RolloverClass struct {
	ClassID uuid.UUID
	ToName  string
}

// RolloverException is a student who does not go with the class: who repeats goes into another class
// of the new year, who leaves into none.
type RolloverException struct {
	PersonID uuid.UUID
	Outcome  string // "repeats", "left"
	ToName   string // of "repeats"
}

// RolloverPreviewLine is a class with what is proposed for it.
type RolloverPreviewLine struct {
	SchoolClass
	StudentCount int
	ToName       string // proposed; "": the class finishes school
}

// PreviewRollover proposes where each class of a school year goes, with how many students are in it:
// 10A1 to 11A1; classes 5, 9 and 12 finish; a name without a year number stays. Nothing is written. It
// needs people.manage at the school (fault.ErrNotFound elsewhere). Error: ErrRolloverYear.
func (s *Service) PreviewRollover(ctx context.Context, who access.Principal, school uuid.UUID, fromYear string) ([]RolloverPreviewLine, error) {
	if err := who.RequireAt(access.ManagePeople, school); err != nil {
		return nil, err
	}
	if _, err := nextYear(fromYear); err != nil {
		return nil, err
	}
	var lines []RolloverPreviewLine
	err := s.db.Read(ctx, postgres.Agencies(school), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT c.id, c.agency_id, c.school_year, c.name, count(m.person_id) AS student_count FROM organization.school_classes c
			LEFT JOIN organization.class_members m ON m.school_class_id = c.id AND m.agency_id = c.agency_id AND m.valid_to IS NULL
			WHERE c.agency_id = ? AND c.school_year = ? GROUP BY c.id ORDER BY c.name LIMIT ?`, school, fromYear, maxClasses).Scan(ctx, &lines)
	})
	for i := range lines {
		lines[i].ToName = nextName(lines[i].Name)
	}
	return lines, err
}

var gradeName = regexp.MustCompile(`^([0-9]{1,2})([^0-9].*)?$`)

// nextName proposes the name of a class in the next year; "" for the last one of a school.
func nextName(name string) string {
	parts := gradeName.FindStringSubmatch(name)
	if parts == nil {
		return name
	}
	grade, _ := strconv.Atoi(parts[1])
	switch {
	case grade == 5 || grade == 9 || grade == 12:
		return ""
	case grade > 12:
		return name
	}
	return strconv.Itoa(grade+1) + parts[2]
}

// nextYear returns the school year after one. Error: ErrRolloverYear.
func nextYear(text string) (string, error) {
	year, err := parseSchoolYear(text)
	if err != nil {
		return "", ErrRolloverYear
	}
	return fmt.Sprintf("%d-%d", year+1, year+2), nil
}

// check says what is wrong with a plan, if anything, and returns the year to which it goes.
func (p RolloverPlan) check() (string, error) {
	year, err := nextYear(p.FromYear)
	if err != nil {
		return "", err
	}
	start, _ := strconv.Atoi(year[:4])
	if p.StartsOn.Year() != start || p.StartsOn.Month() < time.June {
		return "", ErrRolloverDay
	}
	for _, c := range p.Classes {
		if len([]rune(c.ToName)) > 40 {
			return "", ErrRolloverName
		}
	}
	for _, e := range p.Exceptions {
		if n := len([]rune(vietnamese.Normalize(e.ToName))); e.Outcome == "repeats" && (n == 0 || n > 40) {
			return "", ErrRolloverName
		}
	}
	return year, nil
}

// Rollover (lên lớp) is one act by which a school's students went into the next year.
type Rollover struct {
	bun.BaseModel `bun:"table:organization.rollovers"`
	ID            uuid.UUID      `bun:"id"`
	AgencyID      uuid.UUID      `bun:"agency_id"`
	FromYear      string         `bun:"from_year"`
	ToYear        string         `bun:"to_year"`
	StartsOn      time.Time      `bun:"starts_on,type:date"`
	Counts        RolloverCounts `bun:"counts,type:jsonb"`
	MadeBy        uuid.UUID      `bun:"made_by"`
	MadeAt        time.Time      `bun:"made_at,nullzero,default:now()"`
	UndoneBy      *uuid.UUID     `bun:"undone_by"`
	UndoneAt      *time.Time     `bun:"undone_at"`
}

// RolloverCounts counts the students by what became of them. It is stored as JSON.
type RolloverCounts struct {
	Moved     int `json:"moved"`
	Repeats   int `json:"repeats"`
	Graduated int `json:"graduated"`
	Left      int `json:"left"`
}

type rolloverRow struct {
	bun.BaseModel `bun:"table:organization.rollover_rows"`
	RolloverID    uuid.UUID  `bun:"rollover_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	FromClassID   uuid.UUID  `bun:"from_class_id"`
	JoinedOn      time.Time  `bun:"joined_on,type:date"`
	ToClassID     *uuid.UUID `bun:"to_class_id"`
	Outcome       string     `bun:"outcome"`
}

// RollOver takes the students of a school year into the next: memberships end and begin on the first
// day, the new classes are made. Who has gone up already is left alone, so a second time is
// ErrRolloverNobody and changes nothing. It needs people.manage at the school (fault.ErrNotFound
// elsewhere). Errors: ErrRolloverYear, ErrRolloverDay, ErrRolloverName, ErrRolloverNobody.
func (s *Service) RollOver(ctx context.Context, who access.Principal, plan RolloverPlan) (Rollover, error) {
	if err := who.RequireAt(access.ManagePeople, plan.SchoolID); err != nil {
		return Rollover{}, err
	}
	year, err := plan.check()
	if err != nil {
		return Rollover{}, err
	}
	made := Rollover{ID: audit.NewID(), AgencyID: plan.SchoolID, FromYear: plan.FromYear, ToYear: year, StartsOn: plan.StartsOn, MadeBy: who.PersonID}
	err = s.db.RunInTx(ctx, postgres.Agencies(plan.SchoolID), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "roster:"+plan.SchoolID.String()); err != nil {
			return err
		}
		rows, err := rolloverRows(ctx, tx, plan, made)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return ErrRolloverNobody
		}
		return s.rollTx(ctx, tx, who, &made, rows)
	})
	return made, err
}

// rolloverRows decides what becomes of everybody who is in a class of the plan, and makes the classes
// that the new year lacks.
func rolloverRows(ctx context.Context, tx bun.Tx, plan RolloverPlan, made Rollover) ([]rolloverRow, error) {
	names := map[uuid.UUID]string{}
	ids := make([]uuid.UUID, len(plan.Classes))
	for i, c := range plan.Classes {
		ids[i], names[c.ClassID] = c.ClassID, vietnamese.Normalize(c.ToName)
	}
	apart := map[uuid.UUID]RolloverException{}
	for _, e := range plan.Exceptions {
		apart[e.PersonID] = e
	}
	var members []ClassMember
	err := tx.NewSelect().Model(&members).Where("agency_id = ? AND school_class_id IN (?)", plan.SchoolID, bun.List(ids)).
		Where("school_class_id IN (SELECT id FROM organization.school_classes WHERE agency_id = ? AND school_year = ?)", plan.SchoolID, plan.FromYear).
		Where("valid_to IS NULL AND valid_from < ?", plan.StartsOn).Order("person_id").For("UPDATE").Scan(ctx)
	if err != nil {
		return nil, err
	}
	classes := newClasses{school: plan.SchoolID, year: made.ToYear}
	rows := make([]rolloverRow, len(members))
	for i, m := range members {
		outcome, name := "moved", names[m.SchoolClassID]
		if e, ok := apart[m.PersonID]; ok {
			outcome, name = e.Outcome, vietnamese.Normalize(e.ToName)
		} else if name == "" {
			outcome = "graduated"
		}
		rows[i] = rolloverRow{RolloverID: made.ID, AgencyID: plan.SchoolID, PersonID: m.PersonID, FromClassID: m.SchoolClassID, JoinedOn: m.ValidFrom, Outcome: outcome}
		if outcome == "moved" || outcome == "repeats" {
			if rows[i].ToClassID, err = classes.id(ctx, tx, name); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// newClasses are the classes of the new year by name; they are made when they are first asked for.
type newClasses struct {
	school uuid.UUID
	year   string
	known  map[string]*uuid.UUID
}

func (c *newClasses) id(ctx context.Context, tx bun.IDB, name string) (*uuid.UUID, error) {
	if c.known == nil {
		c.known = map[string]*uuid.UUID{}
		var existing []SchoolClass
		if err := tx.NewSelect().Model(&existing).Where("agency_id = ? AND school_year = ?", c.school, c.year).Scan(ctx); err != nil {
			return nil, err
		}
		for _, e := range existing {
			c.known[classKey(e.Name)] = &e.ID
		}
	}
	if id, ok := c.known[classKey(name)]; ok {
		return id, nil
	}
	made := SchoolClass{ID: audit.NewID(), AgencyID: c.school, SchoolYear: c.year, Name: name}
	c.known[classKey(name)] = &made.ID
	_, err := tx.NewInsert().Model(&made).Exec(ctx)
	return &made.ID, err
}

// rollTx closes and opens the memberships and writes the act down.
func (s *Service) rollTx(ctx context.Context, tx bun.Tx, who access.Principal, made *Rollover, rows []rolloverRow) error {
	var members []ClassMember
	people := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		people[i] = r.PersonID
		made.Counts.add(r.Outcome)
		if r.ToClassID != nil {
			members = append(members, ClassMember{SchoolClassID: *r.ToClassID, PersonID: r.PersonID, AgencyID: made.AgencyID, ValidFrom: made.StartsOn})
		}
	}
	_, err := tx.NewUpdate().Table("organization.class_members").Set("valid_to = ?", made.StartsOn).
		Where("agency_id = ? AND valid_to IS NULL AND person_id IN (?)", made.AgencyID, bun.List(people)).Exec(ctx)
	if err != nil {
		return err
	}
	if err := insertMany(ctx, tx, members); err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(made).Exec(ctx); err != nil {
		return err
	}
	if err := insertMany(ctx, tx, rows); err != nil {
		return err
	}
	return s.recordRollover(ctx, tx, who, *made, "roll_over")
}

func (c *RolloverCounts) add(outcome string) {
	switch outcome {
	case "moved":
		c.Moved++
	case "repeats":
		c.Repeats++
	case "graduated":
		c.Graduated++
	default:
		c.Left++
	}
}

func (s *Service) recordRollover(ctx context.Context, tx bun.Tx, who access.Principal, made Rollover, action string) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManagePeople, made.AgencyID), AgencyID: made.AgencyID,
		Action: action, ObjectType: "rollover", ObjectID: made.ID, After: map[string]any{"from_year": made.FromYear, "starts_on": dayText(&made.StartsOn), "counts": made.Counts}})
}

// UndoRollover puts everybody back into the class of the year before, as long as nobody has changed
// class since; classes that it made and that are empty go. It needs people.manage at the school
// (fault.ErrNotFound elsewhere). Errors: ErrRolloverChanged; undoing twice changes nothing.
func (s *Service) UndoRollover(ctx context.Context, who access.Principal, id uuid.UUID) error {
	if err := who.Require(access.ManagePeople); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManagePeople)...), func(ctx context.Context, tx bun.Tx) error {
		var made Rollover
		if err := tx.NewSelect().Model(&made).Where("id = ?", id).For("UPDATE").Scan(ctx); err != nil {
			return err
		}
		if err := who.RequireAt(access.ManagePeople, made.AgencyID); err != nil || made.UndoneAt != nil {
			return err
		}
		if err := undoRollover(ctx, tx, made); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE organization.rollovers SET undone_by = ?, undone_at = now() WHERE id = ?", who.PersonID, made.ID)
		if err != nil {
			return err
		}
		return s.recordRollover(ctx, tx, who, made, "undo_rollover")
	})
}

func undoRollover(ctx context.Context, tx bun.Tx, made Rollover) error {
	moved := made.Counts.Moved + made.Counts.Repeats
	taken, err := affected(tx.ExecContext(ctx, `DELETE FROM organization.class_members m USING organization.rollover_rows r
		WHERE r.rollover_id = ?0 AND r.agency_id = ?1 AND m.person_id = r.person_id AND m.school_class_id = r.to_class_id AND m.valid_from = ?2 AND m.valid_to IS NULL`,
		made.ID, made.AgencyID, made.StartsOn))
	if err != nil {
		return err
	}
	opened, err := affected(tx.ExecContext(ctx, `UPDATE organization.class_members m SET valid_to = NULL FROM organization.rollover_rows r
		WHERE r.rollover_id = ?0 AND r.agency_id = ?1 AND m.person_id = r.person_id AND m.school_class_id = r.from_class_id AND m.valid_from = r.joined_on AND m.valid_to = ?2`,
		made.ID, made.AgencyID, made.StartsOn))
	if postgres.IsUnique(err, "class_members_open") || err == nil && (taken != moved || opened != moved+made.Counts.Graduated+made.Counts.Left) {
		return ErrRolloverChanged
	}
	if err != nil {
		return err
	}
	// A class that something refers to stays: a class list was enrolled, or a requirement names it.
	err = tx.RunInTx(ctx, nil, func(ctx context.Context, inner bun.Tx) error {
		_, err := inner.ExecContext(ctx, `DELETE FROM organization.school_classes c WHERE c.agency_id = ?1 AND c.school_year = ?2
			AND c.id IN (SELECT to_class_id FROM organization.rollover_rows WHERE rollover_id = ?0)
			AND NOT EXISTS (SELECT FROM organization.class_members m WHERE m.school_class_id = c.id) AND c.created_at >= ?3`,
			made.ID, made.AgencyID, made.ToYear, made.MadeAt)
		return err
	})
	if postgres.IsReferred(err) {
		return nil
	}
	return err
}

// ListRollovers returns the roll-overs of a school, the newest first. It needs people.manage there
// (fault.ErrNotFound elsewhere).
func (s *Service) ListRollovers(ctx context.Context, who access.Principal, school uuid.UUID) ([]Rollover, error) {
	if err := who.RequireAt(access.ManagePeople, school); err != nil {
		return nil, err
	}
	var made []Rollover
	err := s.db.Read(ctx, postgres.Agencies(school), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&made).Where("agency_id = ?", school).Order("made_at DESC").Limit(20).Scan(ctx)
	})
	return made, err
}
