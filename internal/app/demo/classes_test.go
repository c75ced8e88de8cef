package demo

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/gathering"
	"taphuan/internal/learning"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// checkClasses holds the classes to their invariants, and lets the reaction follow each of them: what the
// domain would write stands already.
func checkClasses(t *testing.T, db *postgres.DB, owner *bun.DB) {
	ctx := context.Background()
	for name, query := range map[string]string{
		"classes without people":         `SELECT count(*) FROM gathering.classes c WHERE c.state = 'finished' AND NOT EXISTS (SELECT FROM gathering.participants p WHERE p.class_id = c.id)`,
		"more people than seats":         `SELECT count(*) FROM gathering.classes c WHERE c.seats < (SELECT count(*) FROM gathering.participants p WHERE p.class_id = c.id AND p.state = 'confirmed')`,
		"overtaken":                      `SELECT count(*) FROM gathering.participants v JOIN gathering.participants c USING (class_id) WHERE v.state = 'waiting' AND c.state = 'confirmed' AND v.queue < c.queue`,
		"open roll calls of a past":      `SELECT count(*) FROM gathering.sessions s JOIN gathering.classes c ON c.id = s.class_id WHERE c.state = 'finished' AND s.roll_call_closed_at IS NULL`,
		"unmarked in a closed roll call": `SELECT count(*) FROM gathering.sessions s JOIN gathering.participants p USING (class_id) WHERE s.roll_call_closed_at IS NOT NULL AND p.state = 'confirmed' AND NOT EXISTS (SELECT FROM gathering.attendances a WHERE a.session_id = s.id AND a.participant_id = p.id)`,
		"sessions outside their class":   `SELECT count(*) FROM gathering.sessions s JOIN gathering.classes c ON c.id = s.class_id WHERE (s.starts_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date NOT BETWEEN c.starts_on AND c.ends_on`,
		"marks from the future":          `SELECT count(*) FROM gathering.attendance_marks WHERE marked_at > '2026-11-23T08:30:00Z'`,
	} {
		var n int
		if err := owner.NewRaw(query).Scan(ctx, &n); err != nil || n > 0 {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
	var classes []uuid.UUID
	if err := owner.NewRaw("SELECT id FROM gathering.classes ORDER BY starts_on").Scan(ctx, &classes); err != nil || len(classes) < 8 {
		t.Fatalf("%d classes, %v", len(classes), err)
	}
	clock := func() time.Time { return testDay }
	study := learning.New(db, &outbox.Outbox{}, clock)
	service := gathering.New(db, &outbox.Outbox{}, clock)
	before := learned(t, owner)
	for _, id := range classes {
		told, err := service.AttendanceOf(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if changed, err := study.RecordAttendance(ctx, told); err != nil || changed {
			t.Fatalf("class %s: changed %v, %v", id, changed, err)
		}
	}
	if after := learned(t, owner); after != before {
		t.Errorf("the reaction changes what learning knows: %v, now %v", before, after)
	}
}

// learned counts what the reaction could change.
func learned(t *testing.T, owner *bun.DB) [4]int {
	t.Helper()
	var n [4]int
	err := owner.NewRaw(`SELECT (SELECT count(*) FROM learning.enrollments), (SELECT count(*) FROM learning.completions),
		(SELECT count(*) FROM learning.class_parts WHERE attendance = 'met'), (SELECT count(*) FROM learning.class_parts)`).Scan(context.Background(), &n[0], &n[1], &n[2], &n[3])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
