package reporting

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/pgtest"
)

// What this package reads from other domains: a domain that changes one of these views changes figures.
var contract = map[string]string{
	"organization.agency_facts":       "agency_id valid_from valid_to name short_name kind code parent_id header_kind full_place_name publishes_strength",
	"organization.succession_facts":   "event_id kind occurred_on source_id target_id share",
	"organization.person_facts":       "person_id agency_id kind full_name family_name middle_name given_name code",
	"organization.posting_facts":      "id person_id agency_id position_group staffing counts valid_from valid_to",
	"organization.class_member_facts": "person_id agency_id school_class_id valid_from valid_to",
	"catalog.course_facts":            "course_id key code course_version_id number title_vi title_en field audience periods pass_mark",
	"learning.requirement_facts":      "requirement_id series_id version agency_id starts_on ends_on document",
	"learning.enrollment_facts":       "enrollment_id person_id agency_id course_id course_version_id round source school_class_id due_on enrolled_at started_at completed_at",
	"learning.completion_facts":       "completion_id enrollment_id person_id agency_id course_id round completed_at completed_on score periods",
	"learning.delta_facts":            "id xact agency_id course_id day what amount",
	"assessment.attempt_facts":        "attempt_id enrollment_id person_id agency_id course_id kind number started_at submitted_at submitted_on scaled passed",
	"certificate.certificate_facts":   "certificate_id enrollment_id person_id agency_id course_id issued_on state revoked_on",
	"learning.class_part_facts":       "enrollment_id class_id person_id agency_id counts attendance",
	"gathering.class_facts":           "class_id agency_id year code name course_id field form place starts_on ends_on state seats attendance_role budget_planned budget_spent budget_source",
	"gathering.session_facts":         "session_id class_id held_on held",
	"gathering.participant_facts":     "participant_id class_id person_id agency_id host_agency_id state",
	"gathering.attendance_facts":      "session_id class_id participant_id person_id agency_id state",
	"certificate.delta_facts":         "id xact agency_id course_id day what amount",
	"planning.target_facts":           "target_id period_id agency_id course_id field measure number value decided_on document approver",
	"planning.training_plan_facts":    "agency_id year number submitted_at items people budget items_with_budget",
}

// The functions among them, with what they return.
var functions = map[string]string{
	"learning.duty_facts":       "person_id agency_id kind position_group staffing school_class_id requirement_id slot course_id accepts joined_on due_on completed_on renews_on state why counts",
	"learning.duty_count_facts": "agency_id required done not_done overdue exempt not_counted people people_done",
}

func TestContractWithOtherDomains(t *testing.T) {
	t.Parallel()
	_, owner := pgtest.NewWithOwner(t)
	for view, columns := range contract {
		var got string
		err := owner.NewRaw(`SELECT COALESCE(string_agg(attname, ' ' ORDER BY attnum), '') FROM pg_attribute
			WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped`, view).Scan(t.Context(), &got)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(columns, got); diff != "" {
			t.Errorf("%s: %s", view, diff)
		}
	}
	for function, columns := range functions {
		var got string
		err := owner.NewRaw(`SELECT COALESCE(string_agg(a.name, ' ' ORDER BY a.at) FILTER (WHERE a.mode = 't'), '')
			FROM pg_proc p, unnest(p.proargnames, p.proargmodes) WITH ORDINALITY AS a(name, mode, at)
			WHERE p.oid = (SELECT oid FROM pg_proc WHERE pronamespace::regnamespace::text || '.' || proname = ?)`, function).Scan(t.Context(), &got)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(columns, got); diff != "" {
			t.Errorf("%s: %s", function, diff)
		}
	}
}

var relation = regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)\.([a-z_]+)`)

// The SQL reads its own schema and the views of the contract, all of them, and nothing else; every file
// begins with what it means.
func TestQueriesKeepToTheContract(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	files, err := fs.Glob(queries, "query/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := queries.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "-- ") {
			t.Errorf("%s does not begin with its definition", file)
		}
		for _, m := range relation.FindAllStringSubmatch(string(text), -1) {
			view := m[1] + "." + m[2]
			used[view] = true
			_, agreed := contract[view]
			if _, function := functions[view]; !agreed && !function && m[1] != "reporting" {
				t.Errorf("%s reads %s", file, view)
			}
		}
	}
	for view := range contract {
		if !used[view] {
			t.Errorf("%s is in the contract and never read", view)
		}
	}
}

// Only list_duties and list_people_of_units return people; every other query returns totals.
func TestOnlyListsReturnPeople(t *testing.T) {
	t.Parallel()
	last := regexp.MustCompile(`(?s)(?:^|\n)SELECT (.*?)\nFROM`)
	for _, family := range append(slices.Clone(families), "fields", "audiences", "count_duties", "list_differences", "planned") {
		text := query(family)
		outer := last.FindAllStringSubmatch(text, -1)
		if len(outer) != 1 {
			t.Fatalf("%s: %d outer selects", family, len(outer))
		}
		selected := regexp.MustCompile(`(?s)count\(DISTINCT [a-z]\.person_id\)|EXISTS \(SELECT.*`).ReplaceAllString(outer[0][1], "")
		if strings.Contains(selected, "person_id") || strings.Contains(selected, "name") {
			t.Errorf("%s selects people: %s", family, selected)
		}
	}
}
