package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"taphuan/internal/postgres"
)

// Worker runs reactions and duties in the background of a server.
type Worker struct {
	client   *river.Client[pgx.Tx]
	stopping context.Context // long reactions end with it
	stop     context.CancelFunc
}

// LongAtOnce is how many long reactions run at the same time in a process; see OnLong.
const LongAtOnce = 2

// longQueue is where they wait.
const longQueue = "long"

// NewWorker returns a worker for the given reactions and duties. At most parallel jobs run at
// once; each failure goes to the log.
func NewWorker(db *postgres.DB, log *slog.Logger, reactions []Reaction, duties []Duty, parallel int) (*Worker, error) {
	w := &Worker{}
	w.stopping, w.stop = context.WithCancel(context.Background())
	workers := river.NewWorkers()
	for _, r := range reactions {
		river.AddWorkerArgs(workers, delivery{kind: r.kind()}, &reactor{reaction: r, stopping: w.stopping})
	}
	var periodic []*river.PeriodicJob
	for _, d := range duties {
		river.AddWorkerArgs(workers, delivery{kind: "duty/" + d.Name}, river.WorkFunc(takeTurn(db, d)))
		periodic = append(periodic, schedule(d))
	}
	client, err := river.NewClient(riverpgxv5.New(db.Pool), &river.Config{
		Schema:            postgres.RiverSchema,
		Logger:            quiet(log),
		ErrorHandler:      failures{log},
		Workers:           workers,
		PeriodicJobs:      periodic,
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: parallel}, longQueue: {MaxWorkers: LongAtOnce}},
		JobTimeout:        2 * time.Minute,
		MaxAttempts:       25,
		ReindexerSchedule: river.NeverSchedule(), // the application's role does not own the tables
		// A job that a killed server was at is given to another one soon after its time is over.
		RescueStuckJobsAfter: 150 * time.Second,
	})
	if err != nil {
		return nil, err
	}
	w.client = client
	return w, nil
}

// quiet keeps the queue's own chatter out of the log: only what an operator must act on stays.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(atLeast{log.Handler(), slog.LevelWarn}) }

type atLeast struct {
	slog.Handler
	level slog.Level
}

func (h atLeast) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= h.level && h.Handler.Enabled(ctx, l)
}

// failures tells the log what failed: a warning while it will be tried again, an error when it
// will not.
type failures struct{ log *slog.Logger }

// HandleError logs an error that a reaction or a duty returned.
func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	level := slog.LevelWarn
	if job.Attempt >= job.MaxAttempts {
		level = slog.LevelError
	}
	f.log.Log(ctx, level, "job failed", "job", job.Kind, "id", job.ID, "attempt", job.Attempt, "of", job.MaxAttempts, "error", err.Error())
	return nil
}

// HandlePanic logs a panic in a reaction or a duty; it is tried again as after an error.
func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "job", job.Kind, "id", job.ID, "attempt", job.Attempt, "of", job.MaxAttempts, "panic", fmt.Sprint(value), "stack", trace)
	return nil
}

// reactor runs a reaction.
type reactor struct {
	river.WorkerDefaults[delivery]
	reaction Reaction
	stopping context.Context
}

// Work runs it once; a long one until the worker is about to stop.
func (r *reactor) Work(ctx context.Context, job *river.Job[delivery]) error {
	if r.reaction.Long {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(r.stopping, cancel)()
	}
	return r.reaction.Run(ctx, job.Args.Payload)
}

// Timeout is how long it may take.
func (r *reactor) Timeout(*river.Job[delivery]) time.Duration { return r.reaction.Within }

// takeTurn runs a duty unless another node is at it. Who is at it holds a lock of its connection, which ends with the
// process: a killed node holds up nothing.
func takeTurn(db *postgres.DB, d Duty) func(context.Context, *river.Job[delivery]) error {
	return func(ctx context.Context, _ *river.Job[delivery]) error {
		conn, err := db.Pool.Acquire(ctx)
		if err != nil {
			return err
		}
		defer conn.Release()
		var free bool
		if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", "duty/"+d.Name).Scan(&free); err != nil || !free {
			return err
		}
		defer func() {
			if _, err := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock_all()"); err != nil {
				_ = conn.Conn().Close(context.WithoutCancel(ctx)) // the lock goes with it
			}
		}()
		return d.Run(ctx)
	}
}

// schedule makes a duty's turns. A turn that fails is not repeated: the next one comes anyway.
func schedule(d Duty) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(d.Every), func() (river.JobArgs, *river.InsertOpts) {
		return delivery{kind: "duty/" + d.Name}, &river.InsertOpts{
			MaxAttempts: 1,
			// A turn that a killed node was at stays running for minutes; by its period it stands in the way of none but itself.
			UniqueOpts: river.UniqueOpts{ByState: waiting, ByPeriod: d.Every},
		}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// waiting are the states in which a turn stands in the way of another one of its period.
var waiting = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
	rivertype.JobStateRetryable, rivertype.JobStateScheduled}

// Start begins to work until Stop.
func (w *Worker) Start(ctx context.Context) error { return w.client.Start(ctx) }

// Stop lets running jobs finish until ctx ends, then cancels them; they are run again later. Long ones are cancelled
// at once.
func (w *Worker) Stop(ctx context.Context) error {
	w.stop()
	if err := w.client.Stop(ctx); err != nil {
		hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		return w.client.StopAndCancel(hard)
	}
	return nil
}
