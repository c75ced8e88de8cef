package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Made is a write with what its sendings came to.
type Made struct {
	Write
	Marks []Mark
}

// Outcome is ok when any sending was, else unknown unless every one was refused. One that was noted and has no mark
// is unknown.
func (m Made) Outcome() Outcome {
	outcome := Fail
	for _, mark := range m.Marks {
		switch mark.Outcome {
		case OK:
			return OK
		case Unknown:
			outcome = Unknown
		}
	}
	if len(m.Marks) == 0 {
		return Unknown
	}
	return outcome
}

// History is the whole ledger, by key.
type History map[string]*Made

// ReadHistory reads every journal of a directory.
func ReadHistory(dir string) (History, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s holds no ledger", dir)
	}
	h := History{}
	for _, path := range files {
		if err := h.read(path); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return h, nil
}

// read adds one file; a last line that a crash cut short is left out.
func (h History) read(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	for decoder := json.NewDecoder(file); ; {
		var e entry
		err := decoder.Decode(&e)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := h.add(e); err != nil {
			return err
		}
	}
}

func (h History) add(e entry) error {
	switch {
	case e.Write != nil && h[e.Write.Key] != nil:
		return fmt.Errorf("key %s stands twice", e.Write.Key)
	case e.Write != nil:
		h[e.Write.Key] = &Made{Write: *e.Write}
	case e.Mark != nil && h[e.Mark.Key] == nil:
		return fmt.Errorf("a mark names the unknown key %s", e.Mark.Key)
	case e.Mark != nil:
		h[e.Mark.Key].Marks = append(h[e.Mark.Key].Marks, *e.Mark)
	}
	return nil
}

// of lists the writes of a kind, in the order of their keys.
func (h History) of(kind Kind) []*Made {
	var list []*Made
	for _, m := range h {
		if m.Kind == kind {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b *Made) int { return cmp.Compare(a.Key, b.Key) })
	return list
}

// enrollments lists whose attempts belong to the history.
func (h History) enrollments() []string {
	var ids []string
	for _, m := range h {
		ids = append(ids, m.Enrollment)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// count is how many writes have that outcome.
func (h History) count(outcome Outcome) (n int) {
	for _, m := range h {
		if m.Outcome() == outcome {
			n++
		}
	}
	return n
}

// longestGap is the longest time during which nobody was told that something is saved.
func (h History) longestGap() time.Duration {
	var heard []time.Time
	for _, m := range h {
		for _, mark := range m.Marks {
			if mark.Outcome == OK {
				heard = append(heard, mark.HeardAt)
			}
		}
	}
	slices.SortFunc(heard, time.Time.Compare)
	var longest time.Duration
	for i := 1; i < len(heard); i++ {
		longest = max(longest, heard[i].Sub(heard[i-1]))
	}
	return longest
}

// serverErrors is how many sendings were answered with a 5xx.
func (h History) serverErrors() (n int) {
	for _, m := range h {
		for _, mark := range m.Marks {
			if mark.Status >= 500 {
				n++
			}
		}
	}
	return n
}
