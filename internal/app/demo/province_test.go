package demo

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// rules must find nothing in a loaded province: each query counts what breaks a rule of a domain.
var rules = map[string]string{
	"a campaign ended so lately that its late learners are reminded": `SELECT (NOT EXISTS (
		SELECT FROM learning.requirements WHERE due_on < ?0::date AND due_on >= ?0::date - 45))::int`,
	"completion is the enrollment's": `SELECT count(*) FROM learning.enrollments e FULL JOIN learning.completions c ON c.enrollment_id = e.id
		WHERE e.completed_at IS DISTINCT FROM c.completed_at OR c.person_id <> e.person_id OR c.round <> e.round OR c.course_version_id <> e.course_version_id`,
	"completed_on is the day in Viet Nam": `SELECT count(*) FROM learning.completions WHERE completed_on <> (completed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`,
	"complete means final passed and lessons done or exempt": `SELECT count(*) FROM learning.enrollments e WHERE (e.completed_at IS NOT NULL) <> (
		EXISTS (SELECT FROM learning.test_passes t WHERE t.enrollment_id = e.id AND t.kind = 'final') AND (
		EXISTS (SELECT FROM learning.test_passes t WHERE t.enrollment_id = e.id AND t.kind = 'pre_test') OR
		(SELECT count(*) FROM learning.lesson_progress p WHERE p.enrollment_id = e.id AND p.state = 'done') =
		(SELECT count(*) FROM catalog.lessons l WHERE l.course_version_id = e.course_version_id)))`,
	"the completion's score is the final pass": `SELECT count(*) FROM learning.completions c JOIN learning.test_passes t ON t.enrollment_id = c.enrollment_id AND t.kind = 'final' WHERE t.score <> c.score`,
	"a pass is a passed attempt": `SELECT count(*) FROM learning.test_passes t FULL JOIN (SELECT * FROM assessment.attempts WHERE passed) a ON a.enrollment_id = t.enrollment_id AND a.kind = t.kind
		WHERE t.score IS DISTINCT FROM a.scaled OR t.passed_at IS DISTINCT FROM COALESCE(a.graded_at, a.submitted_at)`,
	"attempts are numbered, in time and few": `SELECT count(*) FROM (SELECT a.*, t.attempts AS allowed, t.minutes, row_number() OVER (PARTITION BY enrollment_id, a.kind ORDER BY started_at) AS place
		FROM assessment.attempts a JOIN assessment.tests t ON t.id = a.test_id) a
		WHERE number <> place OR submitted_at > deadline_at OR deadline_at <> started_at + make_interval(mins => minutes) OR allowed > 0 AND number > allowed`,
	"nobody tries again after a pass or while cooling off": `SELECT count(*) FROM assessment.attempts a JOIN assessment.attempts b ON b.enrollment_id = a.enrollment_id AND b.kind = a.kind AND b.number = a.number + 1
		JOIN assessment.tests t ON t.id = a.test_id WHERE a.passed OR b.started_at < a.submitted_at + make_interval(mins => t.cooling_off_minutes)`,
	"an attempt's score is the sum of its answers": `SELECT count(*) FROM assessment.attempts a WHERE score <> (SELECT COALESCE(sum(points), 0) FROM assessment.answers w WHERE w.attempt_id = a.id)`,
	"steps follow each other":                      `SELECT count(*) FROM learning.enrollments WHERE started_at <= enrolled_at OR completed_at <= started_at OR (completed_at IS NOT NULL AND started_at IS NULL)`,
	"a step starts the enrollment": `SELECT count(*) FROM learning.enrollments e WHERE (started_at IS NULL) <> (
		NOT EXISTS (SELECT FROM learning.lesson_progress p WHERE p.enrollment_id = e.id) AND NOT EXISTS (SELECT FROM assessment.attempts a WHERE a.enrollment_id = e.id))
		AND started_at < ?0::timestamptz - interval '1 hour'`,
	"nothing happens later than now": `SELECT (SELECT count(*) FROM learning.enrollments WHERE GREATEST(enrolled_at, started_at, completed_at) > ?0)
		+ (SELECT count(*) FROM assessment.attempts WHERE submitted_at > ?0) + (SELECT count(*) FROM learning.lesson_progress WHERE GREATEST(done_at, updated_at) > ?0)
		+ (SELECT count(*) FROM organization.postings WHERE GREATEST(valid_from, valid_to) > (?0::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)`,
	"one certificate per completion": `SELECT count(*) FROM learning.completions c FULL JOIN certificate.certificates k ON k.enrollment_id = c.enrollment_id
		WHERE c.id IS NULL OR k.id IS NULL OR k.person_id <> c.person_id OR k.agency_id <> c.agency_id OR k.issued_on <> c.completed_on`,
	"the register has no gap and runs with the days": `SELECT count(*) FROM (SELECT number, row_number() OVER w AS place, register_number, year FROM certificate.certificates WINDOW w AS (PARTITION BY issuer_id, year ORDER BY issued_at, number)) k
		WHERE number <> place OR register_number <> 'DEMO-' || lpad(number::text, 4, '0') || '/' || year || '/GCN-CAT'`,
	"the register's row is its last number": `SELECT count(*) FROM certificate.registers r WHERE last_number <> (SELECT max(number) FROM certificate.certificates k WHERE k.issuer_id = r.issuer_id AND k.year = r.year)`,
	"each certificate has a commitment":     `SELECT count(*) FROM certificate.certificates k WHERE (SELECT count(*) FROM audit.commitments c WHERE c.subject_id = k.id) <> 1`,
	"no signer has a name":                  `SELECT count(*) FROM certificate.certificates WHERE facts->>'signer_name' IS NOT NULL OR NOT (facts->>'demo')::boolean`,
	"an officer's agency is the last posting's": `SELECT count(*) FROM organization.persons p WHERE kind = 'officer' AND agency_id <>
		(SELECT agency_id FROM organization.postings o WHERE o.person_id = p.id AND counts ORDER BY valid_from DESC LIMIT 1)`,
	"postings that count do not overlap": `SELECT count(*) FROM organization.postings a JOIN organization.postings b ON b.person_id = a.person_id AND b.id <> a.id AND a.counts AND b.counts
		WHERE b.valid_from >= a.valid_from AND (a.valid_to IS NULL OR b.valid_from < a.valid_to)`,
	"nobody works where there is no agency": `SELECT count(*) FROM organization.postings o WHERE NOT EXISTS (SELECT FROM organization.agency_closure c WHERE c.descendant_id = o.agency_id AND c.depth = 0 AND c.valid_from <= o.valid_from
		AND (c.valid_to IS NULL OR c.valid_to > o.valid_from)) OR EXISTS (SELECT FROM organization.agency_versions v WHERE v.agency_id = o.agency_id AND v.valid_to IS NOT NULL
		AND NOT EXISTS (SELECT FROM organization.agency_versions n WHERE n.agency_id = v.agency_id AND n.valid_from >= v.valid_to) AND (o.valid_to IS NULL OR o.valid_to > v.valid_to))`,
	"units that hide their strength show nobody": `SELECT count(*) FROM organization.postings o JOIN organization.agency_versions v ON v.agency_id = o.agency_id WHERE NOT v.publishes_strength`,
	"facts carry the agency of their moment": `SELECT count(*) FROM learning.completions c JOIN organization.persons p ON p.id = c.person_id AND p.kind = 'officer' WHERE c.agency_id IS DISTINCT FROM
		(SELECT agency_id FROM organization.postings o WHERE o.person_id = c.person_id AND counts AND valid_from <= c.completed_on AND (valid_to IS NULL OR valid_to > c.completed_on))`,
	"enrollments carry the agency of their moment": `SELECT count(*) FROM learning.enrollments e JOIN organization.persons p ON p.id = e.person_id AND p.kind = 'officer' WHERE e.agency_id IS DISTINCT FROM
		(SELECT agency_id FROM organization.postings o WHERE o.person_id = e.person_id AND counts AND valid_from <= (enrolled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
		AND (valid_to IS NULL OR valid_to > (enrolled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date))`,
	"a requirement names whom it enrolled": `SELECT count(*) FROM learning.enrollments e JOIN learning.requirements r ON r.id = e.requirement_id JOIN learning.requirement_rules u ON u.requirement_id = r.id
		CROSS JOIN LATERAL (SELECT (e.enrolled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day) d
		WHERE d.day < r.starts_on OR d.day >= r.ends_on OR e.due_on <> r.due_on
		OR NOT EXISTS (SELECT FROM learning.requirement_courses q WHERE q.requirement_id = r.id AND q.course_id = e.course_id)
		OR NOT EXISTS (SELECT FROM organization.agency_closure c WHERE c.ancestor_id = u.agency_id AND c.descendant_id = e.agency_id AND c.valid_from <= d.day AND (c.valid_to IS NULL OR c.valid_to > d.day))
		OR NOT EXISTS (SELECT FROM organization.postings o WHERE o.person_id = e.person_id AND o.counts AND o.agency_id = e.agency_id AND (u.position_groups = '{}' OR o.position_group = ANY (u.position_groups)))`,
	"nobody from Kon Tum learned before the merger": `SELECT count(*) FROM learning.enrollments e JOIN organization.agency_closure c ON c.descendant_id = e.agency_id
		JOIN organization.agency_versions v ON v.agency_id = c.ancestor_id AND v.code = '62' WHERE e.enrolled_at < '2025-06-30T17:00:00Z'`,
	"a student is in one class of the school": `SELECT count(*) FROM organization.persons p WHERE kind = 'student' AND 1 <> (SELECT count(*) FROM organization.class_members m WHERE m.person_id = p.id AND m.agency_id = p.agency_id AND m.valid_to IS NULL)`,
	"each word of a name finds the person":    `SELECT count(*) FROM organization.persons p WHERE (SELECT count(*) FROM organization.person_tokens t WHERE t.person_id = p.id AND t.agency_id = p.agency_id) < 2`,
	"deltas sum to the facts": `WITH facts AS (` + factCells + `), summed AS (
		SELECT agency_id, course_id, day, what, sum(amount) AS amount FROM (SELECT agency_id, course_id, day, what, amount FROM learning.delta_facts
		UNION ALL SELECT agency_id, course_id, day, what, amount FROM certificate.delta_facts) d GROUP BY 1, 2, 3, 4)
		SELECT count(*) FROM facts f FULL JOIN summed s USING (agency_id, course_id, day, what) WHERE f.amount IS DISTINCT FROM s.amount`,
	"an attempt waits while a script of it does": `SELECT count(*) FROM assessment.attempts a WHERE (state = 'graded') = EXISTS (SELECT FROM assessment.scripts s WHERE s.attempt_id = a.id AND s.state <> 'final')`,
	"two marks that agree are final": `SELECT count(*) FROM assessment.scripts s LEFT JOIN LATERAL (SELECT count(*) AS n, max(points) - min(points) AS apart, (sum(points) + 1) / 2 AS mean
		FROM assessment.marks m WHERE m.script_id = s.id) m ON true
		WHERE s.state <> CASE WHEN m.n < 2 THEN 'waiting' WHEN m.apart > s.moderation_over THEN 'moderation' ELSE 'final' END OR s.points <> m.mean`,
	"only the cast has accounts": `SELECT count(*) FROM identity.accounts WHERE username <> ALL (?1)`,
}

// factCells are the figures' cells computed from the facts alone.
const factCells = `
	SELECT agency_id, course_id, (enrolled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, 'enrolled' AS what, count(*) AS amount FROM learning.enrollment_facts GROUP BY 1, 2, 3
	UNION ALL SELECT agency_id, course_id, (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'started', count(*) FROM learning.enrollment_facts WHERE started_at IS NOT NULL GROUP BY 1, 2, 3
	UNION ALL SELECT agency_id, course_id, completed_on, 'completed', count(*) FROM learning.completion_facts GROUP BY 1, 2, 3
	UNION ALL SELECT agency_id, course_id, completed_on, 'periods', sum(periods) FROM learning.completion_facts GROUP BY 1, 2, 3
	UNION ALL SELECT agency_id, course_id, issued_on, 'issued', count(*) FROM certificate.certificate_facts GROUP BY 1, 2, 3`

func TestProvinceKeepsTheRules(t *testing.T) {
	t.Parallel()
	url := taught.URL(t)
	began := time.Now()
	err := Load(context.Background(), url, Options{Today: testDay, Secret: testSecret, Done: func(s Step) { t.Logf("%-36s %8d rows %6.2f s", s.Name, s.Rows, s.Took.Seconds()) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("loaded in %.2f s", time.Since(began).Seconds())
	owner := asOwner(t, url)
	checkRules(t, owner, testDay)
	t.Run("numbers", func(t *testing.T) { checkNumbers(t, owner) })
	t.Run("merger", func(t *testing.T) { checkMerger(t, owner) })
	t.Run("domains agree", func(t *testing.T) { checkDomains(t, url, owner) })
}

// The rules hold on whatever day and from whatever seed the province is made.
func TestRulesHoldOnOtherDays(t *testing.T) {
	t.Parallel()
	for day, seed := range map[string]uint64{"2026-01-02": 1, "2026-10-31": 2, "2026-12-15": 4, "2027-07-15": 3} {
		t.Run(day, func(t *testing.T) {
			t.Parallel()
			today, err := time.Parse(time.DateOnly, day)
			if err != nil {
				t.Fatal(err)
			}
			url := taught.URL(t)
			if err := Load(context.Background(), url, Options{People: 1000, Seed: seed, Today: today}); err != nil {
				t.Fatal(err)
			}
			checkRules(t, asOwner(t, url), today)
		})
	}
}

func checkRules(t *testing.T, owner bun.IDB, today time.Time) {
	t.Helper()
	for name, query := range rules {
		t.Run(name, func(t *testing.T) {
			if n := number(t, owner, query, today, usernames()); n != 0 {
				t.Errorf("%d rows break the rule", n)
			}
		})
	}
}

// usernames are those of the cast, as an argument of the rules.
func usernames() any {
	var list []string
	for _, a := range Accounts() {
		list = append(list, a.Username)
	}
	return pgdialect.Array(list)
}

// checkNumbers says how lively the province is.
func checkNumbers(t *testing.T, db bun.IDB) {
	for _, c := range []struct {
		name, query string
		low, high   int
	}{
		{"people", "SELECT count(*) FROM organization.persons", 3000, 3000},
		{"students", "SELECT count(*) FROM organization.persons WHERE kind = 'student'", 600, 600},
		{"communes of today", "SELECT count(*) FROM organization.agency_versions WHERE kind IN ('commune', 'ward', 'special_zone') AND valid_to IS NULL", 96, 96},
		{"districts of before", "SELECT count(*) FROM organization.agency_versions WHERE kind = 'district' AND valid_to = '2025-07-01'", 23, 23},
		{"agencies", "SELECT count(*) FROM organization.agencies", 900, 1500},
		{"moved by the merger", "SELECT count(*) FROM organization.postings WHERE valid_to = '2025-07-01'", 700, 2000},
		{"completions", "SELECT count(*) FROM learning.completions", 1500, 3500},
		{"completions of the year before", "SELECT count(*) FROM learning.completions WHERE completed_on BETWEEN '2024-11-01' AND '2025-10-31'", 400, 2000},
		{"overdue", "SELECT count(*) FROM learning.enrollments WHERE completed_at IS NULL AND due_on < '2026-11-23'", 30, 600},
		{"leavers", "SELECT count(*) FROM organization.persons p WHERE kind = 'officer' AND NOT EXISTS (SELECT FROM organization.postings o WHERE o.person_id = p.id AND o.counts AND o.valid_to IS NULL)", 30, 200},
		{"dual postings", "SELECT count(*) FROM organization.postings WHERE NOT counts", 30, 300},
		{"accounts", "SELECT count(*) FROM identity.accounts", len(cast), len(cast)},
		{"percent of first finals passed", "SELECT 100 * count(*) FILTER (WHERE passed) / count(*) FROM assessment.attempts WHERE kind = 'final' AND number = 1", 60, 95},
		{"percent of pre-tests passed", "SELECT 100 * count(*) FILTER (WHERE passed) / count(*) FROM assessment.attempts WHERE kind = 'pre_test'", 2, 25},
	} {
		n := number(t, db, c.query)
		t.Logf("%s: %d", c.name, n)
		if n < c.low || n > c.high {
			t.Errorf("%s: %d, want %d to %d", c.name, n, c.low, c.high)
		}
	}
}
