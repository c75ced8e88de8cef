package coursepackage

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
)

// ChangeTests sets other rules for the tests of a course. Version is the number of the course's version that was seen.
type ChangeTests struct {
	CourseKey string
	Version   int
	Tests     []assessment.TestRules
}

// ChangeTests publishes a new version of a course whose tests go by other rules, and draw from the newest reviewed version
// of each question in use. Whoever has begun the course stays on the version they began with. It returns the number of
// the new version. It needs course.manage at whose course it is. Errors: fault.ErrNotFound, ErrCourseMoved when Version
// is not today's, and fault.ErrInvalid as assessment.CheckRulesTx: then nothing was stored.
func (ed *Editor) ChangeTests(ctx context.Context, who access.Principal, cmd ChangeTests) (int, error) {
	number := 0
	err := ed.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManageCourses)...), func(ctx context.Context, tx bun.Tx) error {
		d, err := catalog.FindDraft(ctx, tx, cmd.CourseKey)
		if err != nil {
			return err
		}
		owner, err := ownOrHidden(ctx, tx, who, d.Course)
		if err != nil {
			return err
		}
		if d.Number != cmd.Version {
			return ErrCourseMoved
		}
		if err := assessment.CheckRulesTx(ctx, tx, d.ID, d.VersionID, cmd.Tests); err != nil {
			return err
		}
		before := d.VersionID
		rules, err := json.Marshal(cmd.Tests)
		if err != nil {
			return err
		}
		edit{tx: tx, files: ed.files, draft: &d}.finish(rules)
		for _, t := range cmd.Tests {
			if t.Kind == assessment.FinalTest {
				d.PassMark = t.PassMark
			}
		}
		if err := catalog.PublishEditTx(ctx, tx, &d, ed.now()); err != nil {
			return err
		}
		number = d.Number
		if err := assessment.ChangeTestsTx(ctx, tx, d.ID, before, d.VersionID, cmd.Tests); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageCourses, owner)), AgencyID: owner,
			Action: "change_tests", ObjectType: "course", ObjectID: d.ID,
			After: map[string]any{"key": d.Key, "version": d.Number, "tests": summaryOf(cmd.Tests)}})
	})
	return number, err
}

// summaryOf is what the audit log keeps of the rules of tests.
func summaryOf(tests []assessment.TestRules) map[string]any {
	summary := map[string]any{}
	for _, t := range tests {
		questions := len(t.Fixed)
		for _, cell := range t.Cells {
			questions += cell.Count
		}
		summary[string(t.Kind)] = map[string]any{"minutes": t.Minutes, "passMark": t.PassMark, "attempts": t.Attempts, "questions": questions}
	}
	return summary
}
