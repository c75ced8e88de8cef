package demo

import (
	"context"
	"testing"
)

// breaks hold for each rule a change that breaks it: a rule that nothing breaks would check nothing.
var breaks = map[string]string{
	"a campaign ended so lately that its late learners are reminded": `UPDATE learning.requirements SET starts_on = starts_on - 100, due_on = due_on - 100`,
	"completion is the enrollment's":                                 `UPDATE learning.completions SET completed_at = completed_at + interval '1 second'`,
	"completed_on is the day in Viet Nam":                            `UPDATE learning.completions SET completed_on = completed_on + 1`,
	"complete means final passed and lessons done or exempt":         `DELETE FROM learning.lesson_progress WHERE state = 'done'`,
	"the completion's score is the final pass":                       `UPDATE learning.completions SET score = score - 1`,
	"a pass is a passed attempt":                                     `ALTER TABLE assessment.attempts DISABLE TRIGGER keep_order; UPDATE assessment.attempts SET passed = false`,
	"attempts are numbered, in time and few":                         `UPDATE assessment.attempts SET submitted_at = deadline_at + interval '1 second'`,
	"nobody tries again after a pass or while cooling off":           `UPDATE assessment.attempts SET submitted_at = submitted_at + interval '90 days'`,
	"an attempt's score is the sum of its answers":                   `UPDATE assessment.answers SET points = points + 1`,
	"steps follow each other":                                        `UPDATE learning.enrollments SET started_at = enrolled_at`,
	"a step starts the enrollment":                                   `UPDATE learning.enrollments SET started_at = enrolled_at WHERE started_at IS NULL`,
	"nothing happens later than now":                                 `UPDATE learning.enrollments SET enrolled_at = '2030-01-01'`,
	"one certificate per completion":                                 `UPDATE certificate.certificates SET issued_on = issued_on + 1`,
	"the register has no gap and runs with the days":                 `UPDATE certificate.certificates SET number = number + 1000000 WHERE number = 5`,
	"the register's row is its last number":                          `UPDATE certificate.registers SET last_number = last_number + 1`,
	"each certificate has a commitment":                              `DELETE FROM audit.commitments`,
	"no signer has a name":                                           `UPDATE certificate.certificates SET facts = facts || '{"signer_name": "Nguyễn Văn Mẫu"}'`,
	"an officer's agency is the last posting's":                      `UPDATE organization.persons SET agency_id = (SELECT agency_id FROM organization.agency_versions WHERE code = '51')`,
	"postings that count do not overlap":                             `UPDATE organization.postings SET valid_to = valid_to + 1`,
	"nobody works where there is no agency":                          `UPDATE organization.postings SET valid_from = '2019-01-01'`,
	"units that hide their strength show nobody":                     `UPDATE organization.agency_versions SET publishes_strength = false`,
	"facts carry the agency of their moment":                         `UPDATE learning.completions SET agency_id = (SELECT agency_id FROM organization.agency_versions WHERE code = '51')`,
	"enrollments carry the agency of their moment":                   `UPDATE learning.enrollments SET agency_id = (SELECT agency_id FROM organization.agency_versions WHERE code = '51')`,
	"a requirement names whom it enrolled":                           `UPDATE learning.requirement_rules SET position_groups = '{student}'`,
	"nobody from Kon Tum learned before the merger":                  `UPDATE learning.enrollments SET enrolled_at = '2025-01-01'`,
	"a student is in one class of the school":                        `UPDATE organization.class_members SET valid_to = '2026-12-31'`,
	"each word of a name finds the person":                           `DELETE FROM organization.person_tokens`,
	"deltas sum to the facts":                                        `UPDATE learning.deltas SET amount = amount + 1`,
	"an attempt waits while a script of it does":                     `UPDATE assessment.attempts SET state = 'graded', scaled = 0, passed = false WHERE state IN ('submitted', 'under_review')`,
	"two marks that agree are final":                                 `UPDATE assessment.scripts SET points = points + 1 WHERE points IS NOT NULL`,
	"only the cast has accounts":                                     `UPDATE identity.accounts SET username = username || '1'`,
}

func TestEachRuleCanBeBroken(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	url := loaded.URL(t)
	owner := asOwner(t, url)
	for name, query := range rules {
		tx, err := owner.BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(ctx, breaks[name]); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if number(t, tx, query, testDay, usernames()) == 0 {
			t.Errorf("%q does not notice: %s", name, breaks[name])
		}
		_ = tx.Rollback()
	}
}
