package demo

import (
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/organization"
)

// dice is a source of chance for one subject. Each agency and each person has its own, so that
// what one draws never changes what another gets.
type dice struct{ *rand.Rand }

// newDice returns the dice of a subject ("person", 17) under a seed.
func newDice(seed uint64, subject string, number int) dice {
	h := fnv.New64a()
	h.Write([]byte(subject))
	return dice{rand.New(rand.NewPCG(seed, h.Sum64()+uint64(number)))}
}

// chance is true in percent of a hundred throws.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// between returns a number from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// id returns a UUID of version 7 for something that came to be at an instant.
func (d dice) id(at time.Time) uuid.UUID {
	var id uuid.UUID
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	high, low := d.Uint64(), d.Uint64()
	for i := range 8 {
		id[8+i] = byte(low >> (8 * i))
	}
	id[6], id[7] = 0x70|byte(high)&0x0f, byte(high>>8)
	id[8] = 0x80 | id[8]&0x3f
	return id
}

// day returns a day from the first (included) to the last (excluded).
func (d dice) day(from, to time.Time) time.Time {
	days := int(to.Sub(from).Hours() / 24)
	if days <= 0 {
		return from
	}
	return from.AddDate(0, 0, d.IntN(days))
}

// atWork returns an instant in office hours of a day, moved to Monday from a weekend.
func (d dice) atWork(day time.Time) time.Time {
	switch day.Weekday() {
	case time.Saturday:
		day = day.AddDate(0, 0, 2)
	case time.Sunday:
		day = day.AddDate(0, 0, 1)
	}
	return midnight(day).Add(7*time.Hour + time.Duration(d.IntN(8*60*60))*time.Second)
}

// midnight is the instant at which a day begins in Viet Nam.
func midnight(day time.Time) time.Time {
	y, m, dd := day.Date()
	return time.Date(y, m, dd, 0, 0, 0, 0, organization.HoChiMinh).UTC()
}

// pick returns one of a list.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// date is a day as DATE columns hold it.
func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
