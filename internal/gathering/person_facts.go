package gathering

import (
	"context"

	"taphuan/internal/fault"
	"taphuan/internal/organization"
)

// ErrMergeMarked: both entries stand in one class and the roll was called for the one that would go.
var ErrMergeMarked = fault.New(fault.Conflict, "merge.marked", fault.Text{
	VI: "Cả hai hồ sơ cùng có tên trong một lớp tập huấn đã điểm danh. Hãy giữ hồ sơ có điểm danh và gộp hồ sơ kia vào.",
	EN: "Both entries stand in one training class whose roll was called. Keep the entry that has the marks and merge the other into it."})

// ofParticipants finds marks by the index of their class.
const ofParticipants = "class_id IN (SELECT class_id FROM gathering.participants WHERE person_id = ?0) " +
	"AND t.participant_id IN (SELECT id FROM gathering.participants WHERE person_id = ?0)"

// PersonFacts are this domain's facts about people, for merging two entries of one person.
func PersonFacts() organization.PersonFacts {
	return organization.PersonFacts{Prepare: refuseMarkedTwice, Tables: []organization.PersonTable{
		{Name: "gathering.attendance_marks", Key: []string{"id"}, Where: ofParticipants},
		{Name: "gathering.participants", Key: []string{"id"}, Label: "training_classes", Unique: []string{"class_id"}},
		{Name: "gathering.class_staff", Key: []string{"class_id", "person_id"}, Unique: []string{"class_id"}},
	}}
}

// refuseMarkedTwice keeps marks from being lost: the place of the merged entry is taken out of a class
// in which the kept one stands too.
func refuseMarkedTwice(ctx context.Context, l *organization.Ledger) error {
	twice, err := l.Exists(ctx, `SELECT FROM gathering.attendance_marks m JOIN gathering.participants p ON p.id = m.participant_id
		JOIN gathering.participants k ON k.class_id = p.class_id AND k.person_id = ?1 WHERE p.person_id = ?0`, l.Merged, l.Kept)
	if err == nil && twice {
		err = ErrMergeMarked
	}
	return err
}
