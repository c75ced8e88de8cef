package learning

import (
	"context"

	"taphuan/internal/organization"
)

const ofEnrollments = "enrollment_id IN (SELECT id FROM learning.enrollments WHERE person_id = ?0)"

// PersonFacts are this domain's facts about people, for merging two entries of one person.
func PersonFacts() organization.PersonFacts {
	return organization.PersonFacts{Prepare: partRounds, Tables: []organization.PersonTable{
		{Name: "learning.watch_segments", Key: []string{"playback_id", "sequence"}, Where: "playback_id IN (SELECT id FROM learning.playbacks WHERE " + ofEnrollments + ")"},
		{Name: "learning.playbacks", Key: []string{"id"}, Where: ofEnrollments},
		{Name: "learning.lesson_progress", Key: []string{"enrollment_id", "lesson_id"}, Label: "lessons", Where: ofEnrollments},
		{Name: "learning.solved_questions", Key: []string{"enrollment_id", "lesson_id", "question_key"}, Where: ofEnrollments},
		{Name: "learning.class_parts", Key: []string{"enrollment_id", "class_id"}, Where: ofEnrollments},
		{Name: "learning.test_passes", Key: []string{"enrollment_id", "kind"}, Where: ofEnrollments},
		{Name: "learning.completions", Key: []string{"id"}, Label: "completions"},
		{Name: "learning.enrollments", Key: []string{"id"}, Label: "enrollments"},
		{Name: "learning.recognitions", Key: []string{"id"}},
		{Name: "learning.exemptions", Key: []string{"id"}, Unique: []string{"course_id", "from_on"}},
		{Name: "learning.absences", Key: []string{"id"}},
	}}
}

// shiftRounds lifts the rounds out of the way, so that they can be numbered anew one by one.
const shiftRounds = 10000

// partRounds numbers the rounds of a course anew that both entries of a person took: what is completed
// comes last, for the last round says where somebody stands. Nothing done is asked twice.
func partRounds(ctx context.Context, l *organization.Ledger) error {
	people := []any{l.Merged, l.Kept}
	const both = `t.person_id IN (?0, ?1) AND EXISTS (SELECT FROM learning.enrollments o
		WHERE o.course_id = t.course_id AND o.person_id IN (?0, ?1) AND o.person_id <> t.person_id)`
	const numbered = `, (SELECT e.id, row_number() OVER (PARTITION BY e.course_id ORDER BY e.completed_at IS NOT NULL, e.completed_at, e.started_at NULLS FIRST, e.id) AS round
		FROM learning.enrollments e WHERE e.person_id IN (?0, ?1)) n`
	key := []string{"id"}
	_, err := l.Change(ctx, organization.Update{Table: "learning.enrollments", Key: key, Where: both, Args: append(people, shiftRounds),
		Set: map[string]string{"round": "t.round + ?2"}})
	if err != nil {
		return err
	}
	_, err = l.Change(ctx, organization.Update{Table: "learning.enrollments", Key: key, From: numbered,
		Where: both + " AND n.id = t.id", Args: people, Set: map[string]string{"round": "n.round"}})
	if err != nil {
		return err
	}
	_, err = l.Change(ctx, organization.Update{Table: "learning.completions", Key: key, From: ", learning.enrollments n",
		Where: "t.person_id IN (?0, ?1) AND n.id = t.enrollment_id AND n.round <> t.round", Args: people, Set: map[string]string{"round": "n.round"}})
	return err
}
