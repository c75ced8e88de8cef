package demo

import (
	"errors"
	"fmt"
	"time"
)

const (
	usualPeople = 3000
	usualSeed   = 1905
	leastPeople = 500
	mostPeople  = 1_000_000
	// detailLimit is the number of people up to which papers and answers are kept.
	detailLimit = 20_000
)

// Options say which province to build. Zero values: 3,000 people, the present, the usual seed.
type Options struct {
	People int       // officers and students, 500 to 1,000,000; four fifths are officers
	Today  time.Time // the instant at which the story stops, from 2026 on
	Seed   uint64
	Secret []byte     // of the installation, under which the access code of the sitting is kept; nil: there is no sitting
	Done   func(Step) // told after each step; nil: nobody
}

// Step is a part of the loading that is done.
type Step struct {
	Name string
	Rows int64 // copied in this step
	Took time.Duration
}

// Errors of Load.
var (
	ErrNotEmpty   = errors.New("this database is not empty: use another one for the demonstration")
	ErrProduction = errors.New("this database is in production and never becomes a demonstration: use another one")
)

func (o *Options) complete() error {
	if o.People == 0 {
		o.People = usualPeople
	}
	if o.Seed == 0 {
		o.Seed = usualSeed
	}
	if o.Today.IsZero() {
		o.Today = time.Now()
	}
	if o.Done == nil {
		o.Done = func(Step) {}
	}
	if o.People < leastPeople || o.People > mostPeople {
		return fmt.Errorf("a demonstration has %d to %d people, not %d", leastPeople, mostPeople, o.People)
	}
	if o.Today.Before(midnight(date(2026, 1, 1))) {
		return errors.New("the demonstration tells of 2025, so its day is in 2026 or later")
	}
	return nil
}
