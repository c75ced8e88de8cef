package main

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// ExamCommand measures a final test that many take at once, with sign-in, row-level security, audit and fsync on.
type ExamCommand struct {
	Binary string        `default:"bin/taphuan" type:"existingfile" help:"The built program."`
	Time   time.Duration `default:"10s" help:"How long each round lasts."`
	Starts int           `default:"10000" help:"How many start within ten seconds."`
	Whole  int           `default:"2000" help:"How many learners there are for whole attempts in one round."`
	Log    string        `help:"File for what the server tells of its errors; without one they go to the standard error."`
	Parts  []string      `default:"answers,starts,submissions,whole" enum:"answers,starts,submissions,whole" help:"What to measure."`
}

// submitRate is the rate of submissions, a second, at which their time has a goal.
const submitRate = 500

// crowds are how many learners act at once.
var crowds = []int{64, 512}

// Run seats everybody in a demonstration and measures part after part.
func (c *ExamCommand) Run(ctx context.Context) error {
	if c.Log != "" {
		closeLog, err := logTo(c.Log)
		if err != nil {
			return err
		}
		defer closeLog()
	}
	h, err := openHall(ctx, c.Binary)
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.seat(ctx, "an1", c.learners()); err != nil {
		return err
	}
	if c.has("answers") {
		for _, crowd := range crowds {
			if err := c.answers(ctx, h, crowd); err != nil {
				return fmt.Errorf("answers of %d: %w", crowd, err)
			}
		}
	}
	if c.has("starts") || c.has("submissions") {
		if err := c.startAndSubmit(ctx, h); err != nil {
			return err
		}
	}
	if c.has("whole") {
		for _, crowd := range []int{16, 64} {
			if err := c.whole(ctx, h, crowd); err != nil {
				return fmt.Errorf("whole attempts of %d: %w", crowd, err)
			}
		}
	}
	return nil
}

func (c *ExamCommand) has(part string) bool { return slices.Contains(c.Parts, part) }

// learners is how many the parts need.
func (c *ExamCommand) learners() (n int) {
	if c.has("answers") {
		n += crowds[0] + crowds[1]
	}
	if c.has("starts") || c.has("submissions") {
		n += c.Starts + len(crowds)*c.closedStarts()
	}
	if c.has("whole") {
		n += 2 * c.Whole
	}
	return n
}

// closedStarts is how many start in the round of each crowd.
func (c *ExamCommand) closedStarts() int { return max(c.Starts/4, crowds[1]) }

// answers has everybody of a crowd save one answer after another, beside the same upserts without a server.
func (c *ExamCommand) answers(ctx context.Context, h *hall, crowd int) error {
	all, err := h.admit(ctx, crowd)
	if err != nil {
		return err
	}
	if err := each(all, func(who *candidate) error { return who.start(ctx) }); err != nil {
		return err
	}
	connections := min(crowd, mostConnections)
	database, err := openRaw(ctx, h.database.URL, connections)
	if err != nil {
		return fmt.Errorf("raw upserts: %w", err)
	}
	defer database.close()
	pids, err := h.processes()
	if err != nil {
		return err
	}
	var raw, saved tally
	var used [2]float64
	for turn := range turnsOfRaw {
		raw.join(database.upserts(ctx, c.Time/turnsOfRaw/2))
		cpu, err := secondsOfCPU(pids, func() {
			saved.join(inTurns(crowd, c.Time/turnsOfRaw, func(line, n int) error {
				who := all[line]
				return who.save(ctx, 1+(turn*7+n)%len(who.attempt.Items), 1)
			}))
		})
		if err != nil {
			return err
		}
		used[0], used[1] = used[0]+cpu[0], used[1]+cpu[1]
	}
	if err := raw.err(); err != nil {
		return fmt.Errorf("raw upserts: %w", err)
	}
	figure(fmt.Sprintf("exam_raw_upserts_on_%d_connections", connections), raw.perSecond(), "1/s", "-")
	name := fmt.Sprintf("exam_answers_of_%d_learners", crowd)
	saved.figures(name, "-", "-")
	figure(name+"_to_raw", saved.perSecond()/raw.perSecond(), "of 1", ">=0.6")
	n := float64(len(saved.took)) / 1000
	figure(name+"_cpu_server", used[0]/n, "ms", "-")
	figure(name+"_cpu_database", used[1]/n, "ms", "-")
	return nil
}

// turnsOfRaw is how often the raw upserts and the answers take turns: what else runs on the machine meets both.
const turnsOfRaw = 4

// startAndSubmit has two crowds and then everybody start, and all of them submit what they have started.
func (c *ExamCommand) startAndSubmit(ctx context.Context, h *hall) error {
	database, err := openRaw(ctx, h.database.URL, mostConnections)
	if err != nil {
		return fmt.Errorf("raw upserts: %w", err)
	}
	defer database.close()
	for _, crowd := range crowds {
		all, err := h.admit(ctx, c.closedStarts())
		if err != nil {
			return err
		}
		started := allInTurns(crowd, all, func(who *candidate) error { return who.start(ctx) })
		started.figures(fmt.Sprintf("exam_starts_of_%d_learners", crowd), "-", "-")
		all = begun(all)
		if err := each(all, func(who *candidate) error { return who.save(ctx, 1, len(who.attempt.Items)) }); err != nil {
			return err
		}
		raw := database.upserts(ctx, c.Time/4)
		submitted := allInTurns(crowd, all, func(who *candidate) error { return who.submit(ctx) })
		name := fmt.Sprintf("exam_submissions_of_%d_learners", crowd)
		raw.join(database.upserts(ctx, c.Time/4))
		if err := raw.err(); err != nil {
			return fmt.Errorf("raw upserts: %w", err)
		}
		submitted.figures(name, "-", "-")
		figure(name+"_to_raw", submitted.perSecond()/raw.perSecond(), "of 1", ">=0.5")
	}
	return c.rush(ctx, h)
}

// rush lets everybody start within ten seconds, and those of ten seconds submit at the rate that has a goal.
func (c *ExamCommand) rush(ctx context.Context, h *hall) error {
	all, err := h.admit(ctx, c.Starts)
	if err != nil {
		return err
	}
	rate := max(c.Starts/10, 1)
	started := atRate(rate, c.Starts, func(i int) error { return all[i].start(ctx) })
	name := fmt.Sprintf("exam_starts_at_%d_a_second", rate)
	started.figures(name, "-", "<=2000")
	figure(name+"_until_the_last", started.elapsed.Seconds(), "s", "<=12")
	all = begun(all)
	if err := each(all, func(who *candidate) error { return who.save(ctx, 1, len(who.attempt.Items)) }); err != nil {
		return err
	}
	submitted := atRate(submitRate, min(10*submitRate, len(all)), func(i int) error { return all[i].submit(ctx) })
	submitted.figures(fmt.Sprintf("exam_submissions_at_%d_a_second", submitRate), "-", "<=1000")
	return nil
}

// begun leaves out those whose start has failed.
func begun(all []*candidate) []*candidate {
	return slices.DeleteFunc(all, func(who *candidate) bool { return who.attempt.ID == "" })
}

// whole has a crowd take attempts from the page of the course to the result: 20 questions in 4 saves. It prints
// what one costs the server and the database.
func (c *ExamCommand) whole(ctx context.Context, h *hall, crowd int) error {
	all, err := h.admit(ctx, c.Whole)
	if err != nil {
		return err
	}
	pids, err := h.processes()
	if err != nil {
		return err
	}
	saves := make([]tally, crowd)
	var next atomic.Int64
	var done tally
	used, err := secondsOfCPU(pids, func() {
		done = inTurns(crowd, 2*c.Time, func(line, _ int) error {
			i := int(next.Add(1)) - 1
			if i >= len(all) {
				return errNoMore
			}
			return all[i].takeWhole(ctx, &saves[line])
		})
	})
	if err != nil {
		return err
	}
	name := fmt.Sprintf("exam_whole_attempts_at_%d", crowd)
	done.figures(name, ">=320", "-")
	n := float64(len(done.took))
	figure(name+"_cpu", (used[0]+used[1])/n, "s", "<=0.005")
	figure(name+"_cpu_server", used[0]/n, "s", "-")
	figure(name+"_cpu_database", used[1]/n, "s", "-")
	var saved tally
	for _, s := range saves {
		saved.join(s)
	}
	figure(name+"_save_p95", saved.quantile(0.95), "ms", map[int]string{16: "<=20", 64: "<=80"}[crowd])
	return nil
}

// takeWhole is one whole attempt; how long its saves take is added up.
func (c *candidate) takeWhole(ctx context.Context, saves *tally) error {
	if err := c.look(ctx); err != nil {
		return err
	}
	if err := c.start(ctx); err != nil {
		return err
	}
	const pages = 4
	for page := range pages {
		n := len(c.attempt.Items) / pages
		begin := time.Now()
		if err := c.save(ctx, 1+page*n, n); err != nil {
			return err
		}
		saves.took = append(saves.took, time.Since(begin))
	}
	if err := c.submit(ctx); err != nil {
		return err
	}
	return c.review(ctx)
}
