package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	noon  = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	rules = Rules{Attempts: 2, Grace: 5 * time.Second, Points: 100}
)

// scene is a history with what is stored after it.
type scene struct {
	History
	Stored
}

// rightScene is one attempt, from its start to its grade: position 1 was answered twice, position 2 once, rightly;
// one answer was refused, and of one nothing was heard.
func rightScene() *scene {
	s := &scene{History: History{}, Stored: Stored{Attempts: map[string]Attempt{}, Answers: map[Place]Answer{},
		Completions: map[string]int{"e1": 1}, Certificates: map[string]int{"e1": 1}}}
	s.Attempts["a1"] = Attempt{ID: "a1", Enrollment: "e1", Graded: true, DeadlineAt: noon.Add(time.Hour), SubmittedAt: noon.Add(time.Minute), Score: 100}
	s.made(Start, 0, 0, "", Mark{Outcome: OK, Attempt: "a1"}, Mark{Outcome: OK, Attempt: "a1"})
	s.made(Save, 1, 1, "7,11", Mark{Outcome: OK})
	s.made(Save, 1, 2, "7,12", Mark{Outcome: Unknown}, Mark{Outcome: OK})
	s.made(Save, 2, 3, "1,23", Mark{Outcome: OK})
	s.made(Save, 3, 4, "1,34", Mark{Outcome: Fail})
	s.made(Save, 4, 5, "7,45", Mark{Outcome: Unknown})
	s.made(Submit, 0, 6, "", Mark{Outcome: OK, Score: 100, SubmittedAt: noon.Add(time.Minute)})
	s.stand(1, 2, "7,12", 0)
	s.stand(2, 3, "1,23", 100)
	return s
}

func key(kind Kind, revision int64) string { return fmt.Sprintf("%s-%d", kind, revision) }

func (s *scene) made(kind Kind, position int, revision int64, text string, marks ...Mark) {
	w := Write{Key: key(kind, revision), Kind: kind, Person: "p1", Enrollment: "e1", Position: position, Revision: revision, Text: text, NotedAt: noon}
	if kind != Start {
		w.Attempt = "a1"
	}
	s.History[w.Key] = &Made{Write: w, Marks: marks}
}

func (s *scene) stand(position int, revision int64, text string, points int) {
	place := Place{"a1", position}
	s.Answers[place] = Answer{Place: place, Revision: revision, Text: text, SavedAt: noon, Points: &points}
}

// change changes what stands at a position.
func (s *scene) change(position int, change func(*Answer)) {
	a := s.Answers[Place{"a1", position}]
	change(&a)
	s.Answers[a.Place] = a
}

func (s *scene) changeAttempt(change func(*Attempt)) {
	a := s.Attempts["a1"]
	change(&a)
	s.Attempts["a1"] = a
}

func TestRightHistory(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*scene){
		"as it is":                    func(*scene) {},
		"the unknown write is there":  func(s *scene) { s.stand(4, 5, "7,45", 0) },
		"a later unknown one stands":  func(s *scene) { s.made(Save, 1, 7, "7,17"); s.stand(1, 7, "7,17", 0) },
		"a late one is kept ungraded": func(s *scene) { s.late(5, 8); s.change(5, func(a *Answer) { a.Late, a.Points = true, nil }) },
		"nothing is graded yet": func(s *scene) {
			delete(s.History, key(Submit, 6))
			s.changeAttempt(func(a *Attempt) { a.Graded = false })
			for position := range 2 {
				s.change(position+1, func(a *Answer) { a.Points = nil })
			}
		},
		"as many attempts as are allowed": func(s *scene) { s.Attempts["a2"] = Attempt{ID: "a2", Enrollment: "e1"} },
	} {
		s := rightScene()
		change(s)
		if found := Check(s.History, s.Stored, rules); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// late is an answer that was sent and saved after the deadline and the grace.
func (s *scene) late(position int, revision int64) {
	after := noon.Add(time.Hour + 7*time.Second)
	s.made(Save, position, revision, "7,99", Mark{Outcome: OK})
	s.History[key(Save, revision)].NotedAt = after
	s.stand(position, revision, "7,99", 0)
	s.change(position, func(a *Answer) { a.SavedAt = after })
}

// TestViolations breaks each promise once; exactly that one is found.
func TestViolations(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rule   byte
		name   string
		change func(*scene)
	}{
		"an acknowledged answer is gone": {'a', "lost", func(s *scene) { s.made(Save, 6, 9, "7,69", Mark{Outcome: OK}) }},
		"an older answer stands":         {'a', "lost", func(s *scene) { s.change(1, func(a *Answer) { a.Revision, a.Text = 1, "7,11" }) }},
		"another answer of the revision": {'a', "lost", func(s *scene) {
			s.made(Save, 4, 11, "7,41", Mark{Outcome: OK})
			s.History[key(Save, 5)].Revision = 11
			s.stand(4, 11, "7,45", 0)
		}},
		"an answer that nobody sent":     {'a', "never sent", func(s *scene) { s.stand(4, 10, "7,00", 0) }},
		"an answer at another place":     {'a', "displaced", func(s *scene) { s.stand(9, 5, "7,45", 0) }},
		"an attempt is gone":             {'a', "lost", func(s *scene) { s.made(Start, 0, 12, "", Mark{Outcome: OK, Attempt: "a9"}) }},
		"a refused answer stands":        {'b', "refused and written", func(s *scene) { s.stand(3, 4, "1,34", 100); s.score(200) }},
		"an unknown answer stands twice": {'c', "twice", func(s *scene) { s.stand(4, 5, "7,45", 0); s.again(4) }},
		"submitting again grades again":  {'d', "two grades", func(s *scene) { s.regrade() }},
		"another score for each replay": {'d', "two grades", func(s *scene) {
			s.History[key(Submit, 6)].Marks = append(s.History[key(Submit, 6)].Marks, Mark{Outcome: OK, Score: 200, SubmittedAt: noon.Add(time.Minute)})
		}},
		"two completions":  {'d', "two completions", func(s *scene) { s.Completions["e1"] = 2 }},
		"two certificates": {'d', "two certificates", func(s *scene) { s.Certificates["e1"] = 2 }},
		"an attempt too many": {'e', "too many attempts", func(s *scene) {
			s.Attempts["a2"], s.Attempts["a3"] = Attempt{ID: "a2", Enrollment: "e1"}, Attempt{ID: "a3", Enrollment: "e1"}
		}},
		"one start, two attempts":    {'e', "one start, two attempts", func(s *scene) { s.secondAttempt() }},
		"a late answer counts":       {'f', "late and counted", func(s *scene) { s.late(5, 8) }},
		"late by the ledger's clock": {'f', "late and counted", func(s *scene) { s.late(5, 8); s.change(5, func(a *Answer) { a.SavedAt = noon }) }},
		"a late answer is graded":    {'f', "late and graded", func(s *scene) { s.late(5, 8); s.change(5, func(a *Answer) { a.Late = true }) }},
		"an answer is not graded":    {'g', "not graded", func(s *scene) { s.change(1, func(a *Answer) { a.Points = nil }) }},
		"the grade is another": {'g', "wrong grade", func(s *scene) {
			s.changeAttempt(func(a *Attempt) { a.Score = 0 })
			s.History[key(Submit, 6)].Marks[0].Score = 0
		}},
	} {
		s := rightScene()
		c.change(s)
		found := Check(s.History, s.Stored, rules)
		if !slices.ContainsFunc(found, func(v Violation) bool { return v.Rule == c.rule && v.Name == c.name }) {
			t.Errorf("%s: %v, want (%c) %s", name, found, c.rule, c.name)
		}
		if slices.ContainsFunc(found, func(v Violation) bool { return v.Rule != c.rule && v.Name != "displaced" }) {
			t.Errorf("%s: %v, want (%c) %s alone", name, found, c.rule, c.name)
		}
	}
}

// score is what the attempt is worth, as it is stored and told.
func (s *scene) score(hundredths int) {
	s.changeAttempt(func(a *Attempt) { a.Score = hundredths })
	s.History[key(Submit, 6)].Marks[0].Score = hundredths
}

// again puts what stands at a position at the next one too.
func (s *scene) again(position int) {
	a := s.Answers[Place{"a1", position}]
	s.stand(position+1, a.Revision, a.Text, *a.Points)
}

// regrade is a second grade, later than what was told first.
func (s *scene) regrade() {
	s.changeAttempt(func(a *Attempt) { a.SubmittedAt = noon.Add(2 * time.Minute) })
}

func (s *scene) secondAttempt() {
	s.Attempts["a2"] = Attempt{ID: "a2", Enrollment: "e1"}
	s.History[key(Start, 0)].Marks[1].Attempt = "a2"
}

// TestJournal reads back what was written, also when a crash has cut the last line short.
func TestJournal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	j, err := OpenJournal(filepath.Join(dir, "worker-000.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []Write{{Key: "k1", Kind: Save}, {Key: "k2", Kind: Save}, {Key: "k3", Kind: Save}, {Key: "k4", Kind: Save}} {
		if err := j.Note(w); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range []Mark{{Key: "k1", Outcome: Unknown, HeardAt: noon}, {Key: "k1", Outcome: OK, HeardAt: noon.Add(time.Second)}, {Key: "k2", Outcome: Fail},
		{Key: "k3", Outcome: Fail}, {Key: "k3", Outcome: Unknown, Status: 503}} {
		if err := j.Mark(m); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := j.file.WriteString(`{"mark":{"key":"k4","outco`); err != nil {
		t.Fatal(err)
	}
	h, err := ReadHistory(dir)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]Outcome{"k1": OK, "k2": Fail, "k3": Unknown, "k4": Unknown} {
		if got := h[key].Outcome(); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
	if h.serverErrors() != 1 || h.count(Unknown) != 2 {
		t.Errorf("%d server errors, %d unknown", h.serverErrors(), h.count(Unknown))
	}
}

func TestReadMark(t *testing.T) {
	t.Parallel()
	w := Write{Kind: Save, Position: 3, Revision: 5}
	for body, want := range map[string]Outcome{
		`{"saved":[{"position":3,"revision":5}]}`:                             OK,
		`{"saved":[{"position":2,"revision":5},{"position":3,"revision":9}]}`: OK,
		`{"saved":[{"position":3,"revision":4}]}`:                             Fail,
		`{"saved":[{"position":2,"revision":5}]}`:                             Unknown,
		`{"saved":[]}`: Unknown,
		`<html>`:       Unknown,
	} {
		m := Mark{Outcome: Unknown}
		if m.read(w, []byte(body)); m.Outcome != want {
			t.Errorf("%s is %s, want %s", body, m.Outcome, want)
		}
	}
}

// TestReadLearners: all of the file or an error, since the file is written again with who was read.
func TestReadLearners(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "learners")
	want := []Learner{{Person: "p1", RefreshToken: "t1"}, {Person: "p2", RefreshToken: strings.Repeat("t", 1<<17)}, {Person: "p3"}}
	if err := writeLearners(path, want); err != nil {
		t.Fatal(err)
	}
	if got, err := readLearners(path); err != nil || !slices.Equal(got, want) {
		t.Errorf("%d of %d learners (%v)", len(got), len(want), err)
	}
	for name, text := range map[string]string{"nobody": "", "cut short": `{"person":"p1"}` + "\n" + `{"person":`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := readLearners(path); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDisagreementsPersist(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ found, want []int }{
		"none":                {[]int{0}, []int{0, 1}},
		"ended in between":    {[]int{1, 0}, []int{0, 2}},
		"another one ended":   {[]int{1, 2, 0}, []int{0, 3}},
		"it does not go away": {[]int{2, 1, 1, 0}, []int{1, 3}},
	} {
		looked := 0
		told, err := persisting(func(again bool) ([]Violation, error) {
			if again != (looked > 0) {
				t.Errorf("%s: look %d is again: %t", name, looked, again)
			}
			looked++
			return make([]Violation, test.found[looked-1]), nil
		})
		if err != nil || len(told) != test.want[0] || looked != test.want[1] {
			t.Errorf("%s: %d are told after %d looks, %v", name, len(told), looked, err)
		}
	}
}
