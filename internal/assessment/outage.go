package assessment

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// The rule of outages (quy tắc bù giờ khi hệ thống gián đoạn), the same for everybody:
//
//   - while any node works it beats the pulse every BeatEvery; when nothing beat it for MissedPulse, the platform
//     was out from the last beat to the next;
//   - every attempt that was running in that time gets as much longer as it was running in it;
//   - over all outages of an attempt at most MostTimeBack: who was away for longer has gone;
//   - each outage is logged with the number of attempts that it has touched (assessment.outages).
//
// What one learner's own line does is no outage: answers wait on the device, and time goes on.
const (
	BeatEvery    = 4 * time.Second
	MissedPulse  = 12 * time.Second
	MostTimeBack = 2 * time.Hour
)

// Pulse (nhịp hoạt động) knows when the platform worked.
type Pulse struct{ db *postgres.DB }

// NewPulse returns the pulse. The connection must be one for which nobody waits: an overloaded server works.
func NewPulse(db *postgres.DB) Pulse { return Pulse{db: db} }

// Beat notes that the platform works and, when it did not for a while, gives time back first. Programs that start
// call it before they serve.
func (p Pulse) Beat(ctx context.Context) error {
	return p.db.RunInTx(ctx, postgres.System(postgres.CloseAttempts), func(ctx context.Context, tx bun.Tx) error {
		var last, now time.Time
		err := tx.NewRaw(`SELECT at, now() FROM assessment.pulse FOR UPDATE`).Scan(ctx, &last, &now)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			_, err = tx.ExecContext(ctx, `INSERT INTO assessment.pulse (at) VALUES (now()) ON CONFLICT DO NOTHING`)
			return err
		case err != nil || now.Sub(last) < BeatEvery/2: // another node has beaten it
			return err
		case now.Sub(last) > MissedPulse:
			if err := giveTimeBack(ctx, tx, last, now); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE assessment.pulse SET at = GREATEST(at, now())`)
		return err
	})
}

// giveTimeBack makes the attempts that were running in an outage longer by what it has cost them, and logs it.
func giveTimeBack(ctx context.Context, tx bun.IDB, began, ended time.Time) error {
	res, err := tx.ExecContext(ctx, `UPDATE assessment.attempts a
		SET deadline_at = deadline_at + make_interval(secs => back.seconds), time_back_seconds = time_back_seconds + back.seconds
		FROM (SELECT id, LEAST(ceil(extract(epoch FROM ?1 - GREATEST(?0, started_at))), ?2 - time_back_seconds)::int AS seconds
			FROM assessment.attempts WHERE state = 'started' AND deadline_at > ?0 AND started_at < ?1 ORDER BY id FOR UPDATE) back
		WHERE a.id = back.id AND back.seconds > 0`, began, ended, int(MostTimeBack.Seconds()))
	if err != nil {
		return err
	}
	touched, err := res.RowsAffected()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO assessment.outages (id, began_at, ended_at, attempts) VALUES (?, ?, ?, ?)`, audit.NewID(), began, ended, touched)
	return err
}

// Keep beats the pulse until ctx ends.
func (p Pulse) Keep(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(BeatEvery)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		beat, cancel := context.WithTimeout(ctx, BeatEvery)
		err := p.Beat(beat)
		cancel()
		if err != nil && !failing && ctx.Err() == nil {
			log.Error("beat the pulse: time of running tests will be given back", "error", err)
		}
		failing = err != nil
	}
}
