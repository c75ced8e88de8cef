package notify

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

const (
	// urgentWithin: the digest may come a day and a night after the news. What has to be known within two days would
	// reach many people too late in it, so it is mailed by itself.
	urgentWithin = 48 * time.Hour
	// headStart is how long before the instant an urgent mail has to be there: people come from far, and some set out
	// hours before. When the quiet hours end later than that (a session at 7:30 that is cancelled at 21:30, quiet until
	// 7:00), the mail goes out in them: a mail rings nobody out of bed, a journey for nothing costs half a day.
	headStart = 4 * time.Hour
	// urgentADay bounds the urgent mails to one person on one day; the news after them comes with the digest.
	urgentADay = 5
)

// alarms are what somebody did to another person's way to sign in: with the second factors reset, whoever has the password
// gets in; a slip printed for an account in use lets in whoever holds it. Its owner has to hear of it before it is used,
// so such a notice is needed by the head start: it is mailed at once, at night too, and also when it was read, for the
// reader may be the stranger. Hearing sooner of the rest would help nobody, so it waits for the digest or is only shown:
// a role given or taken away opens the account to no one; an account that was disabled or whose sessions were ended is
// shut and says so at the next sign-in; a national number that was opened cannot be closed again, and stands at once
// under "Ai đã xem dữ liệu của tôi".
var alarms = []Kind{FactorsReset, SlipPrinted}

// urgent is the condition of a notice that has to be known soon; soon are its arguments.
const urgent = "needed_by > ? AND needed_by <= ? AND (read_at IS NULL OR kind IN (?))"

func (s *Service) soon() []any {
	return []any{s.Now(), s.Now().Add(urgentWithin), bun.List(alarms)}
}

// QueueUrgentMails decides who gets an urgent mail now: people with a proved address and notices that are needed
// within two days and that no mail carries. What changes again before the next turn goes out in the same mail.
func (s *Service) QueueUrgentMails(ctx context.Context) error {
	return s.queueMails(ctx, s.listUrgent, func(ctx context.Context, person uuid.UUID) error {
		return s.queueMail(ctx, person, urgentMail, urgent, s.soon()...)
	})
}

// listUrgent returns people after one who have urgent notices to mail and did not get too many such mails today.
func (s *Service) listUrgent(ctx context.Context, after uuid.UUID) ([]waiting, error) {
	var people []waiting
	err := s.DB.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT p.person_id, p.quiet_from, p.quiet_to, min(n.needed_by) AS needed_by
			FROM notify.notices n JOIN notify.preferences p USING (person_id)
			WHERE n.mail_id IS NULL AND `+urgent+` AND n.kind <> ALL (p.muted) AND p.email IS NOT NULL AND p.person_id > ?
			AND (SELECT count(*) FROM notify.mails m WHERE m.person_id = p.person_id AND m.kind = 'urgent' AND m.day = ?) < ?
			GROUP BY p.person_id ORDER BY p.person_id LIMIT ?`,
			append(s.soon(), after, organization.Day(s.Now()), urgentADay, mailPeople)...).Scan(ctx, &people)
	})
	return people, err
}

// mustWait reports whether a mail waits for the end of the person's quiet hours: the digest always, an urgent mail
// when that leaves the head start before the person has to know.
func (p Preferences) mustWait(now time.Time, neededBy *time.Time) bool {
	return p.isQuiet(now) && (neededBy == nil || !p.quietEnd(now).Add(headStart).After(*neededBy))
}

// quietEnd is the end of the quiet hours that an instant lies in.
func (p Preferences) quietEnd(at time.Time) time.Time {
	year, month, day := at.In(organization.HoChiMinh).Date()
	end := time.Date(year, month, day, 0, p.QuietTo, 0, 0, organization.HoChiMinh)
	if !end.After(at) {
		end = end.AddDate(0, 0, 1)
	}
	return end
}

// neededBy is when the first of the notices in an urgent mail has to be known; nil for another mail.
func (m Mail) neededBy(notices []Notice) *time.Time {
	var first *time.Time
	if m.Kind != urgentMail {
		return nil
	}
	for _, n := range notices {
		if n.NeededBy != nil && (first == nil || n.NeededBy.Before(*first)) {
			first = n.NeededBy
		}
	}
	return first
}
