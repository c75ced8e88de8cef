package caption

import (
	"math"
	"time"
)

// What alignment weighs. The figures were tried on speech of uneven speed and on the narrated videos of the course
// packages, both of which have known times (TestTimeFollowsAPersonsVoice, TestTimingOfTheShippedVideos).
const (
	reach        = 6 // units that may pass from one pause to the next
	farSeconds   = 12.0
	farShare     = 0.04 // of what is heard: how far from the even share a unit may end
	spread       = 0.2  // of the expected time, and slack in seconds: a usual deviation
	slack        = 0.3
	missClose    = 0.6 // cost of a sentence that ends at no pause
	missComma    = 0.2 // cost of a part of a sentence that ends at none
	closeReward  = 4.0 // for each second of the pause at which a sentence ends, up to one second
	commaReward  = 2.0 // the same within a sentence, up to 0.4 s
	leastStretch = 0.35
	mostStretch  = 3.0
)

// ends returns how much is heard up to the end of each unit. Units take time by their weight; of all ways to let
// some of them end at pauses, the one that stretches them least wins.
func ends(units []unit, voice timeline) []time.Duration {
	a := newAlignment(units, voice)
	a.run()
	return a.ends()
}

// alignment finds the cheapest path over (unit, pause): by place[i][j] unit i ends at pause j.
type alignment struct {
	units  []unit
	voice  timeline
	weight []float64 // of all units before
	total  float64   // seconds heard
	place  []map[int]step
}

// step is the cheapest way to a place: from which one, at what cost.
type step struct {
	cost       float64
	unit, from int
}

func newAlignment(units []unit, voice timeline) *alignment {
	a := &alignment{units: units, voice: voice, weight: make([]float64, len(units)+1), total: voice.length().Seconds(), place: make([]map[int]step, len(units)+1)}
	for i, u := range units {
		a.weight[i+1] = a.weight[i] + u.weight
	}
	return a
}

// expected is how many seconds the units from one to another take.
func (a *alignment) expected(from, to int) float64 {
	return a.total * (a.weight[to] - a.weight[from]) / a.weight[len(a.units)]
}

// heard is how many seconds are heard before pause j; pause -1 is the beginning.
func (a *alignment) heard(j int) float64 {
	if j < 0 {
		return 0
	}
	return a.voice.until[j].Seconds()
}

// run fills the places near where each unit is expected to end.
func (a *alignment) run() {
	a.place[0] = map[int]step{-1: {}}
	far := max(farSeconds, farShare*a.total)
	first, last := 0, len(a.voice.spans)-1
	for i := 1; i <= len(a.units); i++ {
		a.place[i] = map[int]step{}
		expected := a.expected(0, i)
		for first < last && a.heard(first) < expected-far {
			first++
		}
		for j := first; j <= last && a.heard(j) <= expected+far; j++ {
			if (j == last) != (i == len(a.units)) {
				continue
			}
			if best, found := a.best(i, j); found {
				a.place[i][j] = best
			}
		}
	}
}

// best returns the cheapest way to let unit i end at pause j.
func (a *alignment) best(i, j int) (step, bool) {
	cheapest, found := step{cost: math.Inf(1)}, false
	missed := -a.reward(i, j)
	for from := i - 1; from >= max(0, i-reach); from-- {
		expected := a.expected(from, i)
		for k := j - 1; k >= -1; k-- {
			took := a.heard(j) - a.heard(k)
			if took > expected*mostStretch {
				break
			}
			before, has := a.place[from][k]
			if !has || took < expected*leastStretch {
				continue
			}
			off := (took - expected) / (spread*expected + slack)
			if cost := before.cost + off*off + missed; cost < cheapest.cost {
				cheapest, found = step{cost, from, k}, true
			}
		}
		missed += a.missing(from)
	}
	return cheapest, found
}

// reward is what it is worth that unit i ends at pause j: a long pause is the end of a sentence.
func (a *alignment) reward(i, j int) float64 {
	pause := a.voice.pause(j).Seconds()
	if a.units[i-1].closes {
		return closeReward * min(1, pause)
	}
	return commaReward * min(0.4, pause)
}

// missing is the cost of letting unit i end at no pause, when the next also belongs to the step.
func (a *alignment) missing(i int) float64 {
	if i > 0 && !a.units[i-1].closes {
		return missComma
	}
	return missClose
}

// ends reads the path backwards; units between two pauses share the time by weight. Without a path all do.
func (a *alignment) ends() []time.Duration {
	out := make([]time.Duration, len(a.units))
	i, j := len(a.units), len(a.voice.spans)-1
	if _, found := a.place[i][j]; !found {
		a.share(out, 0, i, 0, a.voice.length())
		return out
	}
	for i > 0 {
		s := a.place[i][j]
		start := time.Duration(0)
		if s.from >= 0 {
			start = a.voice.until[s.from]
		}
		a.share(out, s.unit, i, start, a.voice.until[j])
		i, j = s.unit, s.from
	}
	return out
}

// share gives the units from one to another their ends between two times.
func (a *alignment) share(out []time.Duration, from, to int, start, end time.Duration) {
	whole := a.weight[to] - a.weight[from]
	for i := from; i < to; i++ {
		out[i] = start + time.Duration(float64(end-start)*(a.weight[i+1]-a.weight[from])/whole)
	}
	out[to-1] = end
}
