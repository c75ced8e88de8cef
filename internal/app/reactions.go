package app

import (
	"context"
	"time"

	"taphuan/internal/certificate"
	"taphuan/internal/learning"
	"taphuan/internal/media"
	"taphuan/internal/notify"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
)

// reactions is the table of what follows what. Services are looked up when an event arrives, so
// the table can be handed to the outbox before they are built.
func (a *App) reactions() []outbox.Reaction {
	return []outbox.Reaction{
		outbox.On("issue_certificate", func(ctx context.Context, e learning.CourseCompleted) error { return a.parts.certificate.Issue(ctx, e) }),
		outbox.On("write_roster", func(ctx context.Context, e organization.RosterOrdered) error {
			return a.parts.organization.WorkRoster(ctx, e)
		}),
		longer(outbox.On("finish_upload", func(ctx context.Context, e media.UploadArrived) error { return a.parts.uploads.FinishUpload(ctx, e) })),
		outbox.On("make_document", func(ctx context.Context, e certificate.Issued) error { return a.parts.certificate.MakeDocument(ctx, e) }),
		outbox.On("make_copy", func(ctx context.Context, e certificate.Reissued) error {
			return a.parts.certificate.MakeDocument(ctx, certificate.Issued(e))
		}),
		outbox.On("tell_holder", a.tellHolder),
		outbox.On("tell_revoked", a.tellRevoked),
		outbox.On("tell_recognition", a.tellRecognition),
		outbox.On("tell_exemption", a.tellExemption),
		outbox.On("tell_result", a.tellResult),
		outbox.On("tell_appeal", a.tellAppeal),
		outbox.On("tell_account_change", a.tellAccountChange),
		outbox.On("tell_slips", a.tellSlips),
		outbox.On("send_digest", func(ctx context.Context, e notify.MailQueued) error { return a.parts.notify.SendMail(ctx, e) }),
		outbox.On("record_attendance", a.recordAttendance),
		outbox.On("tell_places", a.tellPlaces),
		outbox.On("tell_class_changed", a.tellClassChanged),
		outbox.On("tell_class_staff", a.tellClassStaff),
		outbox.OnLong("encode_video", func(ctx context.Context, e media.EncodingOffered) error { return a.parts.encoder.EncodeVideo(ctx, e) }),
	}
}

// longer gives a reaction ten minutes: it moves a file of gigabytes.
func longer(r outbox.Reaction) outbox.Reaction {
	r.Within = 10 * time.Minute
	return r
}

// duties is the table of what comes back by the clock.
func (a *App) duties() []outbox.Duty {
	return append(a.parts.identity.Duties(),
		outbox.Duty{Name: "work_corrections", Every: 5 * time.Second, Run: a.parts.assessment.WorkCorrections},
		outbox.Duty{Name: "fold_figures", Every: 5 * time.Second, Run: a.parts.reporting.Fold},
		outbox.Duty{Name: "offer_encodings", Every: 2 * time.Second, Run: a.parts.encoder.OfferEncodings},
		outbox.Duty{Name: "turn_postings", Every: 15 * time.Minute, Run: a.parts.organization.TurnPostings},
		outbox.Duty{Name: "tend_rosters", Every: 10 * time.Second, Run: a.parts.organization.TendRosters},
		outbox.Duty{Name: "forget_watching", Every: 24 * time.Hour, Run: a.parts.learning.ForgetWatching},
		outbox.Duty{Name: "find_similarities", Every: 24 * time.Hour, Run: a.parts.assessment.FindSimilarities},
		outbox.Duty{Name: "forget_observations", Every: 24 * time.Hour, Run: a.parts.assessment.ForgetObservations},
		outbox.Duty{Name: "forget_uploads", Every: 24 * time.Hour, Run: a.parts.assessment.ForgetUploads},
		outbox.Duty{Name: "collect_media", Every: time.Hour, Run: media.NewCollector(a.parts.media, a.log, time.Now).Collect},
		outbox.Duty{Name: "remind", Every: 15 * time.Minute, Run: a.parts.notify.Remind},
		outbox.Duty{Name: "remind_holders", Every: 24 * time.Hour, Run: a.remindHolders},
		outbox.Duty{Name: "queue_digests", Every: 5 * time.Minute, Run: a.parts.notify.QueueDigests},
		outbox.Duty{Name: "queue_urgent_mails", Every: time.Minute, Run: a.parts.notify.QueueUrgentMails},
		outbox.Duty{Name: "prune_learning_deltas", Every: 24 * time.Hour, Run: a.parts.learning.PruneDeltas},
		outbox.Duty{Name: "prune_certificate_deltas", Every: 24 * time.Hour, Run: a.parts.certificate.PruneDeltas},
		outbox.Duty{Name: "follow_agency_events", Every: time.Hour, Run: a.parts.events.FollowAgencyEvents},
		outbox.Duty{Name: "rebuild_figures", Every: 24 * time.Hour, Run: a.parts.reporting.Rebuild},
	)
}
