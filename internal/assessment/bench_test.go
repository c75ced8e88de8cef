package assessment

import "testing"

// BenchmarkStatistics counts the marks and the questions of a test over 5,000 people.
func BenchmarkStatistics(b *testing.B) {
	w := newWorld(b, usual)
	who, enrollment := w.sit(FinalTest, 5)
	const people = 5000
	w.exec(`INSERT INTO learning.enrollments SELECT (jsonb_populate_record(e, jsonb_build_object('id', md5('e' || n)::uuid, 'round', n))).*
		FROM learning.enrollments e, generate_series(2, ?) AS n WHERE e.id = ?`, people, enrollment)
	w.exec(`INSERT INTO assessment.attempts SELECT (jsonb_populate_record(a, jsonb_build_object('id', md5('a' || n)::uuid, 'person_id', md5('p' || n)::uuid,
		'enrollment_id', md5('e' || n)::uuid))).* FROM assessment.attempts a, generate_series(2, ?) AS n WHERE a.enrollment_id = ?`, people, enrollment)
	w.exec(`INSERT INTO assessment.answers SELECT (jsonb_populate_record(r, jsonb_build_object('attempt_id', md5('a' || n)::uuid, 'person_id', md5('p' || n)::uuid,
		'points', (hashtext(n::text || position) & 1) * 100))).* FROM assessment.answers r, generate_series(2, ?) AS n WHERE r.person_id = ?`, people, who.PersonID)
	w.exec(`ANALYZE assessment.attempts, assessment.answers`)
	b.Run("marks", func(b *testing.B) {
		for b.Loop() {
			if s := w.marks(finals).Summary; s == nil || s.People != people {
				b.Fatalf("%+v", s)
			}
		}
	})
	b.Run("questions", func(b *testing.B) {
		for b.Loop() {
			if item := w.item(finals, "q01"); item.Figures == nil || item.Figures.People != people {
				b.Fatalf("%+v", item)
			}
		}
	})
}
