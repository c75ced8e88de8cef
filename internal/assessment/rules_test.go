package assessment

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/question"
)

func TestScale(t *testing.T) {
	t.Parallel()
	cases := []struct{ score, most, want int }{
		{0, 1000, 0}, {1000, 1000, 1000}, {699, 1000, 699}, {1, 3, 333}, {2, 3, 667}, {1, 2000, 1}, {1, 2001, 0}, {1450, 2000, 725}, {5, 0, 0},
	}
	for _, c := range cases {
		if got := scale(c.score, c.most); got != c.want {
			t.Errorf("%d of %d is %d, want %d", c.score, c.most, got, c.want)
		}
	}
}

// Choices are places on the screen; grading follows the paper's order of the options.
func TestGradePaper(t *testing.T) {
	t.Parallel()
	bank := sampleBank()
	single, both := uuid.New(), uuid.New()
	bodies := map[uuid.UUID]question.Body{single: bank[0].Body, both: bank[6].Body}
	paper := Paper{Items: []PaperItem{{VersionID: single, Layout: question.Layout{Order: []int{3, 2, 1, 0}}}, {VersionID: both, Layout: question.Layout{Order: []int{1, 0, 3, 2}}}}}
	answer := func(position int, late bool, choices ...int) StoredAnswer {
		return StoredAnswer{Position: position, Late: late, Payload: question.Answer{Choices: choices}}
	}
	cases := map[string]struct {
		answers []StoredAnswer
		score   int
		passed  bool
	}{
		"nothing":             {nil, 0, false},
		"right place":         {[]StoredAnswer{answer(1, false, 3)}, 100, true},
		"stored index":        {[]StoredAnswer{answer(1, false, 0)}, 0, false},
		"late":                {[]StoredAnswer{answer(1, true, 3)}, 0, false},
		"half of two":         {[]StoredAnswer{answer(2, false, 1)}, 50, false},
		"both":                {[]StoredAnswer{answer(1, false, 3), answer(2, false, 1, 3)}, 200, true},
		"a position too many": {[]StoredAnswer{answer(3, false, 1)}, 0, false},
	}
	for name, c := range cases {
		g, err := gradePaper(paper, bodies, evidence{answers: c.answers}, 500)
		if err != nil || g.score != c.score || g.passed != c.passed {
			t.Errorf("%s: %+v, %v", name, g, err)
		}
	}
}

func TestStandings(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	yes, no, low, high := true, false, 400, 900
	graded := func(kind Kind, passed *bool, scaled *int, ago time.Duration) taken {
		at := now.Add(-ago)
		return taken{ID: uuid.New(), Kind: kind, State: Graded, SubmittedAt: &at, Scaled: scaled, Passed: passed, ReadAt: now}
	}
	running := func(kind Kind) taken { return taken{ID: uuid.New(), Kind: kind, State: Started, ReadAt: now} }
	final := Test{Kind: FinalTest, Attempts: 2, CoolingOffMinutes: 30}
	endless := Test{Kind: FinalTest}
	pre := Test{Kind: PreTest, Attempts: 0}
	cases := map[string]struct {
		test     Test
		attempts []taken
		want     TestState
		used     int
	}{
		"new":                       {final, nil, TestOpen, 0},
		"running":                   {final, []taken{running(FinalTest)}, TestRunning, 1},
		"the other kind runs":       {final, []taken{running(PreTest)}, TestOpen, 0},
		"too early":                 {final, []taken{graded(FinalTest, &no, &low, 29*time.Minute)}, TestCoolingOff, 1},
		"at the very moment":        {final, []taken{graded(FinalTest, &no, &low, 30*time.Minute)}, TestOpen, 1},
		"used up, also when early":  {final, []taken{graded(FinalTest, &no, &low, time.Hour), graded(FinalTest, &no, &low, time.Minute)}, TestExhausted, 2},
		"passed before all else":    {final, []taken{graded(FinalTest, &no, &low, time.Hour), graded(FinalTest, &yes, &high, time.Minute)}, TestPassed, 2},
		"without limit":             {endless, []taken{graded(FinalTest, &no, &low, 0), graded(FinalTest, &no, &low, 0), graded(FinalTest, &no, &low, 0)}, TestOpen, 3},
		"pre-test once":             {pre, []taken{graded(PreTest, &no, &low, time.Hour)}, TestExhausted, 1},
		"pre-test passed":           {pre, []taken{graded(PreTest, &yes, &high, time.Hour), running(FinalTest)}, TestPassed, 1},
		"pre-test after the final":  {pre, []taken{running(FinalTest)}, TestLocked, 0},
		"a running pre-test may go": {pre, []taken{running(PreTest), running(FinalTest)}, TestRunning, 1},
	}
	for name, c := range cases {
		st := standingOf(c.test, c.attempts)
		if st.State != c.want || st.AttemptsUsed != c.used {
			t.Errorf("%s: %s after %d, want %s after %d", name, st.State, st.AttemptsUsed, c.want, c.used)
		}
		if (st.OpensAt != nil) != (c.want == TestCoolingOff) || (st.AttemptID != uuid.Nil) != (c.want == TestRunning) {
			t.Errorf("%s: opens at %v, attempt %s", name, st.OpensAt, st.AttemptID)
		}
		if refused := st.refusal() != nil; refused == (c.want == TestOpen || c.want == TestRunning) {
			t.Errorf("%s: refused %t", name, refused)
		}
	}
	best := standingOf(endless, []taken{graded(FinalTest, &no, &low, 0), graded(FinalTest, &no, &high, 0), graded(FinalTest, &no, &low, 0)})
	if *best.BestScore != high {
		t.Errorf("best score %d", *best.BestScore)
	}
}
