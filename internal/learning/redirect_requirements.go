package learning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/audit"
	"taphuan/internal/organization"
)

// FollowAgencies is what required learning does when agencies end: a requirement that names one goes on
// at its successor from the day of the event, as the next version, and comes back when the event is
// reversed.
func FollowAgencies() organization.Follower {
	return organization.Follower{Name: "requirements", Count: countRedirected, Apply: redirectRequirements, Reverse: restoreRequirements}
}

// namedSQL finds the versions that hold on the day of an event or later and name an ended agency.
const namedSQL = `SELECT r.id FROM learning.requirements r WHERE (r.ends_on IS NULL OR r.ends_on > GREATEST(?0::date, r.starts_on))
	AND (r.agency_id = ANY (?1::uuid[]) OR EXISTS (SELECT FROM learning.requirement_rules u WHERE u.requirement_id = r.id
		AND (u.agency_id = ANY (?1::uuid[]) OR u.excluded && ?1::uuid[]))) ORDER BY r.id`

func listRedirected(ctx context.Context, tx bun.Tx, s organization.Succession) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	if len(s.Ended) == 0 {
		return nil, nil
	}
	err := tx.NewRaw(namedSQL, s.OccurredOn.Format(time.DateOnly), pgdialect.Array(s.Ended)).Scan(ctx, &ids)
	return ids, err
}

func countRedirected(ctx context.Context, tx bun.Tx, s organization.Succession) (int, error) {
	ids, err := listRedirected(ctx, tx, s)
	return len(ids), err
}

// redirectRequirements closes the versions that name ended agencies and opens the next ones.
func redirectRequirements(ctx context.Context, tx bun.Tx, s organization.Succession) error {
	ids, err := listRedirected(ctx, tx, s)
	if err != nil {
		return err
	}
	found, err := loadRequirements(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := redirectRequirement(ctx, tx, *found[id], s); err != nil {
			return err
		}
	}
	return nil
}

func redirectRequirement(ctx context.Context, tx bun.Tx, old Requirement, s organization.Succession) error {
	from := s.OccurredOn
	if old.StartsOn.After(from) {
		from = old.StartsOn
	}
	if _, err := tx.ExecContext(ctx, `UPDATE learning.requirements SET ends_on = ? WHERE id = ?`, from.Format(time.DateOnly), old.ID); err != nil {
		return err
	}
	next := redirected(old, s, from)
	var successor *uuid.UUID
	if len(next.Rules) > 0 {
		err := tx.NewRaw(`SELECT max(version) + 1 FROM learning.requirements WHERE series_id = ?`, old.Series()).Scan(ctx, &next.Version)
		if err != nil {
			return err
		}
		if err := insertRequirement(ctx, tx, &next); err != nil {
			return err
		}
		successor = &next.ID
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO learning.requirement_successions (event_id, requirement_id, successor_id, ended_before) VALUES (?, ?, ?, ?)`,
		s.EventID, old.ID, successor, old.EndsOn)
	return err
}

// redirected is the next version of a requirement, which names successors instead of ended agencies. What
// was due before the event is due on its day. Without rules nobody is named any more.
func redirected(old Requirement, s organization.Succession, from time.Time) Requirement {
	next := old
	series := old.Series()
	next.ID, next.FirstID, next.StartsOn = audit.NewID(), &series, from
	next.CreatedAt, next.Rules = time.Time{}, nil
	next.ChangeReason = "Cơ quan được tổ chức lại theo " + s.Document
	if old.DueOn != nil && old.DueOn.Before(from) {
		next.DueOn = &from
	}
	if slices.Contains(s.Ended, old.AgencyID) && s.Receiver != uuid.Nil {
		next.AgencyID = s.Receiver
	}
	for _, rule := range old.Rules {
		rule.Excluded = successors(rule.Excluded, s)
		if !slices.Contains(s.Ended, rule.AgencyID) {
			next.Rules = append(next.Rules, rule)
			continue
		}
		for _, target := range s.Targets {
			if moved, ok := redirectedRule(rule, target, s); ok && !slices.ContainsFunc(next.Rules, func(r Rule) bool { return sameRule(r, moved) }) {
				next.Rules = append(next.Rules, moved)
			}
		}
	}
	return next
}

// redirectedRule is the rule at one target; a rule about a class goes where the class goes.
func redirectedRule(rule Rule, target uuid.UUID, s organization.Succession) (Rule, bool) {
	rule.AgencyID = target
	if rule.SchoolClassID == nil {
		return rule, true
	}
	class, moved := s.Classes[*rule.SchoolClassID]
	rule.SchoolClassID = &class
	return rule, moved && target == s.Receiver
}

// successors puts the targets in place of ended agencies.
func successors(agencies []uuid.UUID, s organization.Succession) []uuid.UUID {
	var kept []uuid.UUID
	for _, id := range agencies {
		if slices.Contains(s.Ended, id) {
			kept = append(kept, s.Targets...)
		} else {
			kept = append(kept, id)
		}
	}
	return kept
}

func sameRule(a, b Rule) bool {
	same := func(x, y *uuid.UUID) bool { return x == nil && y == nil || x != nil && y != nil && *x == *y }
	return a.AgencyID == b.AgencyID && slices.Equal(a.Excluded, b.Excluded) && slices.Equal(a.PositionGroups, b.PositionGroups) &&
		same(a.SchoolClassID, b.SchoolClassID) && (a.Staffing == nil) == (b.Staffing == nil) && (a.Staffing == nil || *a.Staffing == *b.Staffing)
}

// restoreRequirements takes back what an event did to requirements. organization.ErrEventBuiltUpon when
// one of them has been changed since.
func restoreRequirements(ctx context.Context, tx bun.Tx, event uuid.UUID) error {
	var later int
	err := tx.NewRaw(`SELECT count(*) FROM learning.requirement_successions c
		JOIN learning.requirements o ON o.id = c.requirement_id LEFT JOIN learning.requirements n ON n.id = c.successor_id
		WHERE c.event_id = ? AND (n.ends_on IS DISTINCT FROM c.ended_before AND n.id IS NOT NULL
			OR EXISTS (SELECT FROM learning.requirements l WHERE l.series_id = o.series_id AND l.version > COALESCE(n.version, o.version)))`, event).Scan(ctx, &later)
	if err != nil {
		return err
	}
	if later > 0 {
		return organization.ErrEventBuiltUpon
	}
	for _, statement := range []string{
		`DELETE FROM learning.requirement_courses WHERE requirement_id IN (SELECT successor_id FROM learning.requirement_successions WHERE event_id = ?)`,
		`DELETE FROM learning.requirement_rules WHERE requirement_id IN (SELECT successor_id FROM learning.requirement_successions WHERE event_id = ?)`,
		`UPDATE learning.requirements r SET ends_on = c.ended_before FROM learning.requirement_successions c WHERE c.event_id = ? AND r.id = c.requirement_id`,
		`WITH gone AS (DELETE FROM learning.requirement_successions WHERE event_id = ? RETURNING successor_id)
			DELETE FROM learning.requirements WHERE id IN (SELECT successor_id FROM gone)`,
	} {
		if _, err := tx.ExecContext(ctx, statement, event); err != nil {
			return err
		}
	}
	return nil
}
