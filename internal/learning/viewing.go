package learning

import (
	"time"

	"taphuan/internal/catalog"
)

const (
	// watchSlack forgives clocks and buffering, once for a lesson.
	watchSlack = 2 * time.Second
	// edgeMs is how far a segment may reach beyond the video: players round its end differently.
	edgeMs = 1000
)

// film is a lesson's video with what its course asks of watching it.
type film struct {
	DurationMs int
	Rules      catalog.WatchingRules
}

// viewing is all that decides what of a message of the player counts: the film, what has counted so far, and the
// time for which the person's playbacks of this lesson were open by the server's clock.
type viewing struct {
	film
	OpenMs     int
	CreditedMs int        // by whichever playback, what was watched again included
	Watched    []Interval // the union of what counts
}

// credit returns the segments that count, each cut to the time that is left: credit never exceeds the time for which
// playbacks were open, times the fastest speed of the course. A segment outside the video, one that was played faster
// than that, and one that arrived before do not count. known tells which sequence numbers of the playback arrived.
func (v *viewing) credit(segments []Segment, known map[int]bool) []Segment {
	left := (v.OpenMs+int(watchSlack.Milliseconds()))*v.Rules.MaxSpeed/100 - v.CreditedMs
	var counting []Segment
	for _, g := range segments {
		length := min(g.To-g.From, left)
		if known[g.Sequence] || g.Sequence < 1 || g.From < 0 || length <= 0 || g.To > v.DurationMs+edgeMs || g.Speed > v.Rules.MaxSpeed {
			continue
		}
		known[g.Sequence] = true
		left -= length
		v.CreditedMs += length
		g.To = g.From + length
		counting = append(counting, g)
		v.Watched = append(v.Watched, Interval{g.From, min(g.To, v.DurationMs)})
	}
	if counting != nil {
		v.Watched = Union(v.Watched)
	}
	return counting
}

// enough reports whether the share that the course asks for was watched.
func (v *viewing) enough() bool {
	return v.DurationMs > 0 && Length(v.Watched)*100 >= v.DurationMs*v.Rules.Share
}
