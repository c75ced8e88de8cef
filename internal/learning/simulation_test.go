package learning

import (
	"math/rand/v2"
	"testing"

	"taphuan/internal/catalog"
)

// The simulation plays honest people's evenings against the rule of credit, in milliseconds of its own clock: poor
// lines, seeks, speeds, sleeping devices, closed and crashed browsers, second devices. The player is a twin of
// WatchTracker and Reporter of the front end.
const (
	sessions   = 10_000
	mostLostMs = 5_000

	tickMs      = 250 // players tell their position about four times a second
	keepEveryMs = 2_000
	sendEveryMs = 10_000
)

// simServer is what the server keeps of a person's viewing.
type simServer struct {
	viewing
	playbacks []simPlayback
}

type simPlayback struct {
	openedAt, endedAt int // endedAt 0: open
	known             map[int]bool
}

func (s *simServer) open(now int) int {
	if n := len(s.playbacks); n > 0 && s.playbacks[n-1].endedAt == 0 {
		s.playbacks[n-1].endedAt = now
	}
	s.playbacks = append(s.playbacks, simPlayback{openedAt: now, known: map[int]bool{}})
	return len(s.playbacks) - 1
}

func (s *simServer) receive(now, playback int, segments []Segment) {
	s.OpenMs = 0
	for _, p := range s.playbacks {
		end := now
		if p.endedAt > 0 {
			end = p.endedAt
		}
		s.OpenMs += min(end-p.openedAt, playbackHours*3_600_000)
	}
	s.credit(segments, s.playbacks[playback].known)
}

// simPlayer is one page with a player: what it tracks, and what its device keeps of it.
type simPlayer struct {
	playback int // -1: not opened yet
	sequence int
	open     *Segment
	done     []Segment
	kept     []Segment
}

func (p *simPlayer) advance(position, speed int) {
	if p.open == nil {
		p.open = &Segment{Interval: Interval{position, position}, Speed: speed}
	}
	p.open.To = position
}

func (p *simPlayer) stop() {
	if p.open != nil && p.open.To-p.open.From >= 200 {
		p.sequence++
		p.open.Sequence = p.sequence
		p.done = append(p.done, *p.open)
	}
	p.open = nil
}

func (p *simPlayer) keep() {
	p.kept = append([]Segment{}, p.done...)
	if p.open != nil && p.open.To-p.open.From >= 200 {
		grown := *p.open
		grown.Sequence = p.sequence + 1
		p.kept = append(p.kept, grown)
	}
}

// simEvening is one person before one video.
type simEvening struct {
	*rand.Rand
	now      int
	position int // ms of the video
	speed    int // hundredths
	lineUp   int // the line is down until then
	played   int
	awake    int // paused until then
	restless int // pauses once in so many seconds
	crashed  bool
	truth    []Interval
	server   simServer
	player   *simPlayer
	left     []*simPlayer // pages that are gone, with what their devices keep
}

func newEvening(seed uint64) *simEvening {
	r := rand.New(rand.NewPCG(seed, 4))
	rules := catalog.WatchingRules{Share: 95, MaxSpeed: []int{100, 150, 200}[r.IntN(3)]}
	e := &simEvening{Rand: r, speed: 100, restless: 60 + r.IntN(3600)}
	e.server.film = film{DurationMs: (2 + r.IntN(19)) * 60_000, Rules: rules}
	e.turnUp()
	return e
}

// chance is true about once in so many seconds.
func (e *simEvening) chance(seconds int) bool { return e.IntN(seconds) == 0 }

// between is a length in milliseconds.
func (e *simEvening) between(low, high int) int { return low + e.IntN(high-low) }

// turnUp opens the page: pressing play asks for a playback, and the first picture comes no sooner than its answer,
// since the film comes over the same line.
func (e *simEvening) turnUp() {
	e.player = &simPlayer{playback: -1}
	e.now = max(e.now, e.lineUp) + e.between(100, 8_000)
	e.player.playback = e.server.open(e.now)
	e.now += e.between(0, 4_000)
	e.sendLeft()
}

// send delivers what a page has, when there is a line.
func (e *simEvening) send(p *simPlayer) {
	p.stop()
	if e.now < e.lineUp || len(p.done) == 0 {
		return
	}
	e.server.receive(e.now, p.playback, p.done)
	if e.IntN(20) > 0 { // else the answer is lost, and the same comes again
		p.done = nil
	}
}

func (e *simEvening) sendLeft() {
	if e.now < e.lineUp {
		return
	}
	for _, p := range e.left {
		e.server.receive(e.now, p.playback, p.kept)
	}
	e.left = nil
}

// leave ends the page, for another on this device or elsewhere. One that is closed or refreshed keeps what it has; one that crashed what it kept last.
func (e *simEvening) leave(crash bool) {
	if !crash {
		e.player.stop()
		e.player.keep()
	}
	e.left = append(e.left, e.player)
	e.now += e.between(500, 120_000)
	e.turnUp()
}

// live is a quarter of a second of the evening.
func (e *simEvening) live() {
	e.now += tickMs
	if e.now >= e.awake {
		e.play()
	}
	if e.now%1000 < tickMs {
		e.happen()
	}
	if e.now/keepEveryMs != (e.now-tickMs)/keepEveryMs {
		e.player.keep()
	}
	if e.now/sendEveryMs != (e.now-tickMs)/sendEveryMs {
		e.send(e.player)
		e.sendLeft()
	}
}

// happen is what a second may bring.
func (e *simEvening) happen() {
	switch {
	case e.chance(60):
		e.lineUp = e.now + e.between(1_000, 90_000)
	case e.chance(90):
		e.player.stop()
		e.position = e.IntN(e.server.DurationMs)
	case e.chance(e.restless):
		e.send(e.player)
		e.awake = e.now + e.between(1_000, 2*3_600_000)
	case e.chance(200):
		e.player.stop()
		e.speed = min([]int{75, 100, 125, 150, 200}[e.IntN(5)], e.server.Rules.MaxSpeed)
	case e.chance(300):
		e.leave(false)
	case !e.crashed && e.chance(600):
		e.crashed = true
		e.leave(true)
	}
}

// play shows the next pictures. A film that cannot be loaded stands still; at its end people go back somewhere.
func (e *simEvening) play() {
	if e.now < e.lineUp-30_000 { // what was loaded ahead is played up to half a minute
		e.player.stop()
		return
	}
	from := e.position
	e.position = min(e.position+tickMs*e.speed/100, e.server.DurationMs)
	if from == e.position {
		e.player.stop()
		e.position = e.IntN(e.server.DurationMs)
		return
	}
	if e.player.open == nil {
		e.player.advance(from, e.speed)
	}
	e.player.advance(e.position, e.speed)
	e.played += tickMs
	if n := len(e.truth); n > 0 && e.truth[n-1].To == from {
		e.truth[n-1].To = e.position
		return
	}
	e.truth = append(e.truth, Interval{from, e.position})
}

// finish lets the line come back and everything arrive.
func (e *simEvening) finish() {
	e.lineUp = 0
	for len(e.player.done) > 0 || e.player.open != nil {
		e.send(e.player)
	}
	e.sendLeft()
}

// lost returns how much of what was truly watched did not count, and how much counted that was not watched.
func (e *simEvening) lost() (lost, forged int) {
	truth := Union(e.truth)
	both := Length(Union(append(append([]Interval{}, truth...), e.server.Watched...)))
	return both - Length(e.server.Watched), both - Length(truth)
}

// TestHonestEvenings: ten thousand honest people lose no more than five seconds each, whatever their line and their
// device do, and nobody is credited with what was not shown.
func TestHonestEvenings(t *testing.T) {
	t.Parallel()
	worst, total, watched := 0, 0, 0
	for seed := range uint64(sessions) {
		e := newEvening(seed)
		for last := e.between(1, 12) * 60_000; e.played < last; {
			e.live()
		}
		e.finish()
		lost, forged := e.lost()
		if lost > mostLostMs || forged > 0 {
			t.Fatalf("session %d: %d ms lost of %d, %d ms credited that were not watched", seed, lost, Length(Union(e.truth)), forged)
		}
		worst, total, watched = max(worst, lost), total+lost, watched+Length(Union(e.truth))
	}
	t.Logf("%d sessions watched %d hours, lost %d ms at most and %d ms on average", sessions, watched/3_600_000, worst, total/sessions)
}
