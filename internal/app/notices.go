package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/certificate"
	"taphuan/internal/learning"
	"taphuan/internal/notify"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/reporting"
)

// newNotify builds the notices: what is due comes from the figures, mail goes out where a server is set.
func (a *App) newNotify(events *outbox.Outbox, now func() time.Time) (*notify.Service, error) {
	options := notify.Options{DB: a.db, Outbox: events, Now: now, Due: a.listDue, Meetings: a.listMeetings, Demo: a.demo}
	if server := a.cfg.SMTPURL.Reveal(); server != "" {
		mailer, err := notify.NewMailer(server, a.cfg.MailFrom)
		if err != nil {
			return nil, err
		}
		options.Mail = mailer
	}
	return notify.New(options), nil
}

// tellHolder tells the holder of a certificate that it stands in the register.
func (a *App) tellHolder(ctx context.Context, event certificate.Issued) error {
	c, err := a.parts.certificate.FindIssued(ctx, event.CertificateID)
	if err != nil {
		return err
	}
	return a.parts.notify.Tell(ctx, notify.Notice{PersonID: c.PersonID, Kind: notify.CertificateIssued, Event: "certificate/" + c.ID.String(),
		Facts: notify.Facts{CourseTitle: c.Facts.CourseTitle, CourseTitleEN: c.Facts.CourseTitleEN, Number: c.RegisterNumber}})
}

// tellRevoked tells the holder of a certificate that it was revoked; the reason stands where it is checked.
func (a *App) tellRevoked(ctx context.Context, event certificate.CertificateRevoked) error {
	c, err := a.parts.certificate.FindIssued(ctx, event.CertificateID)
	if err != nil {
		return err
	}
	return a.parts.notify.Tell(ctx, notify.Notice{PersonID: c.PersonID, Kind: notify.CertificateRevoked, Event: "certificate/" + c.ID.String(), Step: "revoked",
		Facts: notify.Facts{CourseTitle: c.Facts.CourseTitle, CourseTitleEN: c.Facts.CourseTitleEN, Number: c.RegisterNumber}})
}

// remindDays are the days before its end on which the holder of a certificate is told, the last first.
var remindDays = []int{14, 60}

// remindHolders tells those whose certificates end soon, once for each of the remindDays. It is a duty.
func (a *App) remindHolders(ctx context.Context) error {
	today := a.parts.certificate.Today()
	return a.parts.certificate.ListEnding(ctx, slices.Max(remindDays), func(ending []certificate.Certificate) error {
		notices := make([]notify.Notice, len(ending))
		for i, c := range ending {
			left := c.DaysLeft(today)
			step := remindDays[slices.IndexFunc(remindDays, func(days int) bool { return left <= days })]
			notices[i] = notify.Notice{PersonID: c.PersonID, Kind: notify.CertificateEnding, Event: "certificate/" + c.ID.String(), Step: fmt.Sprintf("d%d", step),
				Facts: notify.Facts{CourseTitle: c.Facts.CourseTitle, CourseTitleEN: c.Facts.CourseTitleEN, Number: c.RegisterNumber,
					DueOn: c.ValidUntil.Format(time.DateOnly), Days: left}}
		}
		return a.parts.notify.Tell(ctx, notices...)
	})
}

// tellRecognition tells an officer what was decided about a certificate from elsewhere.
func (a *App) tellRecognition(ctx context.Context, event learning.RecognitionDecided) error {
	r, err := a.parts.learning.FindRecognition(ctx, event.RecognitionID)
	if err != nil {
		return err
	}
	return a.tellDecided(ctx, notify.RecognitionDecided, "recognition/"+r.ID.String(), r.PersonID, r.CourseID, string(r.State))
}

// tellExemption tells a person what was decided about their exemption.
func (a *App) tellExemption(ctx context.Context, event learning.ExemptionDecided) error {
	e, err := a.parts.learning.FindExemption(ctx, event.ExemptionID)
	if err != nil {
		return err
	}
	return a.tellDecided(ctx, notify.ExemptionDecided, "exemption/"+e.ID.String(), e.PersonID, e.CourseID, e.State)
}

func (a *App) tellDecided(ctx context.Context, kind notify.Kind, event string, person, course uuid.UUID, outcome string) error {
	courses, err := a.parts.catalog.CoursesByID(ctx, []uuid.UUID{course})
	if err != nil {
		return err
	}
	c := courses[course]
	return a.parts.notify.Tell(ctx, notify.Notice{PersonID: person, Kind: kind, Event: event, Step: outcome,
		Facts: notify.Facts{CourseKey: c.Key, CourseTitle: c.Title.VI, CourseTitleEN: c.Title.EN, Outcome: outcome}})
}

// tellAccountChange tells a person that somebody changed their roles or reset their second factors.
func (a *App) tellAccountChange(ctx context.Context, event organization.AccountChanged) error {
	notice := notify.Notice{PersonID: event.PersonID, Kind: notify.Kind(event.Change), Event: "account/" + event.ID.String()}
	if event.Role != "" {
		names, err := a.parts.organization.NamesOf(ctx, nil, []uuid.UUID{event.AgencyID})
		if err != nil {
			return err
		}
		notice.Facts = notify.Facts{Role: string(event.Role), AgencyName: names[event.AgencyID]}
	}
	return a.parts.notify.Tell(ctx, notice)
}

// tellSlips tells people that somebody printed a slip for their account.
func (a *App) tellSlips(ctx context.Context, event organization.SlipsPrinted) error {
	notices := make([]notify.Notice, len(event.PersonIDs))
	for i, person := range event.PersonIDs {
		notices[i] = notify.Notice{PersonID: person, Kind: notify.SlipPrinted, Event: "slips/" + event.ID.String()}
	}
	return a.parts.notify.Tell(ctx, notices...)
}

// listDue hands the open duties of the figures to the notices.
func (a *App) listDue(ctx context.Context, q notify.DueQuery, take func([]notify.Due) error) error {
	return a.parts.reporting.ListDue(ctx, q.Day, q.From, q.To, func(open []reporting.OpenDuty) error {
		due := make([]notify.Due, len(open))
		for i, o := range open {
			due[i] = notify.Due(o)
		}
		return take(due)
	})
}
