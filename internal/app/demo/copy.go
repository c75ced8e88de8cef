package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
)

// table is where rows go and the columns that are given.
type table struct{ schema, name, columns string }

// The tables that are filled by COPY, in the order in which their rows refer to each other.
var (
	agencies     = &table{"organization", "agencies", "id"}
	versions     = &table{"organization", "agency_versions", "id agency_id valid_from valid_to name short_name kind code parent_id professional_parent_id header_kind full_place_name publishes_strength name_key"}
	events       = &table{"organization", "agency_events", "id kind occurred_on legal_document note"}
	eventSources = &table{"organization", "agency_event_sources", "event_id agency_id"}
	eventTargets = &table{"organization", "agency_event_targets", "event_id agency_id share"}
	classes      = &table{"organization", "school_classes", "id agency_id school_year name"}
	issuers      = &table{"certificate", "issuers", "id agency_id number_mark header_lines place certified_by sign_lines valid_from"}
	requirements = &table{"learning", "requirements", "id agency_id starts_on due_on ends_on document reason_vi reason_en created_at"}
	namings      = &table{"learning", "requirement_rules", "requirement_id number agency_id position_groups"}
	askings      = &table{"learning", "requirement_courses", "requirement_id slot position course_id"}
	persons      = &table{"organization", "persons", "id agency_id kind full_name family_name middle_name given_name code birth_year created_at updated_at"}
	postings     = &table{"organization", "postings", "id person_id agency_id position position_group staffing counts valid_from valid_to"}
	tokens       = &table{"organization", "person_tokens", "agency_id token person_id"}
	members      = &table{"organization", "class_members", "school_class_id person_id agency_id valid_from valid_to"}
	grants       = &table{"organization", "grants", "id person_id role agency_id school_class_id valid_from valid_to document"}
	enrollments  = &table{"learning", "enrollments", "id person_id agency_id course_id course_version_id round source requirement_id school_class_id due_on enrolled_at started_at completed_at"}
	progress     = &table{"learning", "lesson_progress", "enrollment_id lesson_id person_id agency_id state way position_ms watched_ms watched done_at updated_at"}
	attempts     = &table{"assessment", "attempts", "id test_id enrollment_id person_id agency_id course_id kind number state ended_by seed paper started_at deadline_at submitted_at graded_at score max_score scaled passed"}
	answers      = &table{"assessment", "answers", "attempt_id position person_id agency_id revision payload saved_at points"}
	scripts      = &table{"assessment", "scripts", "id attempt_id position part person_id agency_id course_id test_id question_version_id max_points second_marker moderation_over state points created_at"}
	givenMarks   = &table{"assessment", "marks", "id script_id person_id agency_id marker_id round levels points comment created_at"}
	pointChanges = &table{"assessment", "point_changes", "id attempt_id person_id agency_id cause position score_before score_after scaled_after passed_after reason changed_by created_at"}
	passes       = &table{"learning", "test_passes", "enrollment_id kind person_id agency_id score passed_at"}
	completions  = &table{"learning", "completions", "id enrollment_id person_id agency_id course_id course_version_id round completed_at completed_on score periods"}
	registers    = &table{"certificate", "registers", "issuer_id year last_number last_line"}
	certificates = &table{"certificate", "certificates", "id code enrollment_id person_id agency_id course_id issuer_id year number register_number facts issued_at issued_on valid_until"}
	lines        = &table{"certificate", "lines", "issuer_id year number kind certificate_id person_id agency_id name_key entered_at"}
	commitments  = &table{"audit", "commitments", "id at kind subject_id salt leaf"}
	targets      = &table{"planning", "targets", "id period_id agency_id course_id measure created_at"}

	targetVersions    = &table{"planning", "target_versions", "target_id number agency_id value decided_on document approver created_at"}
	trainingPlans     = &table{"planning", "training_plans", "id agency_id year number state document saved_at submitted_at"}
	trainingPlanItems = &table{"planning", "training_plan_items", "training_plan_id agency_id position course_id title form people month budget"}
	trainingClasses   = &table{"gathering", "classes", "id host_agency_id year code name course_id course_version_id field form place meeting_url starts_on ends_on seats registration registration_from registration_to attendance_role attendance_share document instructor_names budget_planned budget_spent budget_source state cancel_reason last_queue created_at"}
	sessions          = &table{"gathering", "sessions", "id class_id number room starts_at ends_at roll_call_closed_at"}
	invitations       = &table{"gathering", "invitations", "class_id agency_id quota"}
	classStaff        = &table{"gathering", "class_staff", "class_id person_id host_agency_id role full_name document from_on until_on"}
	participants      = &table{"gathering", "participants", "id class_id person_id agency_id host_agency_id called_by_agency_id source state queue unit position created_at confirmed_at"}
	marks             = &table{"gathering", "attendance_marks", "id class_id session_id participant_id person_id agency_id host_agency_id called_by_agency_id state excuse marked_at marked_by received_at"}
	classParts        = &table{"learning", "class_parts", "enrollment_id class_id person_id agency_id counts attendance"}

	tables = []*table{agencies, versions, events, eventSources, eventTargets, classes, issuers, requirements, namings, askings,
		persons, postings, tokens, members, grants, enrollments, progress, attempts, answers, scripts, givenMarks, pointChanges, passes, completions, registers, certificates, lines, commitments,
		targets, targetVersions, trainingPlans, trainingPlanItems,
		trainingClasses, sessions, invitations, classStaff, participants, marks, classParts}
)

// batchRows is how many rows wait before they are copied.
const batchRows = 60_000

// batch collects rows and copies them table by table.
type batch struct {
	conn    bun.Conn // in a transaction
	rows    map[*table][][]any
	waiting int
	copied  map[*table]int64
}

func newBatch(conn bun.Conn) *batch {
	return &batch{conn: conn, rows: map[*table][][]any{}, copied: map[*table]int64{}}
}

// add takes a row, its values in the order of the table's columns. A uuid.Nil and a zero time are
// NULL.
func (b *batch) add(to *table, values ...any) {
	for i, value := range values {
		values[i] = asColumn(value)
	}
	b.rows[to] = append(b.rows[to], values)
	b.waiting++
}

func asColumn(value any) any {
	switch v := value.(type) {
	case uuid.UUID:
		if v == uuid.Nil {
			return nil
		}
		return [16]byte(v)
	case time.Time:
		if v.IsZero() {
			return nil
		}
	}
	return value
}

// flushFull copies what waits once it is a full batch.
func (b *batch) flushFull(ctx context.Context) error {
	if b.waiting < batchRows {
		return nil
	}
	return b.flush(ctx)
}

// flush copies what waits.
func (b *batch) flush(ctx context.Context) error {
	err := b.conn.Raw(func(driver any) error {
		conn := driver.(*stdlib.Conn).Conn()
		for _, to := range tables {
			n, err := conn.CopyFrom(ctx, pgx.Identifier{to.schema, to.name}, strings.Fields(to.columns), pgx.CopyFromRows(b.rows[to]))
			if err != nil {
				return fmt.Errorf("copy into %s.%s: %w", to.schema, to.name, err)
			}
			b.copied[to] += n
			b.rows[to] = b.rows[to][:0]
		}
		return nil
	})
	b.waiting = 0
	return err
}
