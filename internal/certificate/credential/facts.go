package credential

import (
	"time"
)

// Facts are what a certificate's verification page shows, and no more: no birth date, no identity number, and the unit
// only where it is public. They are signed as one CBOR array (RFC 8949, deterministic), so their order belongs to the
// version of the payload.
type Facts struct {
	_              struct{} `cbor:",toarray"`
	Code           string   // verification code, 26 letters and digits
	Number         string   // register number
	Name           string
	Unit           string // "": not public
	CourseCode     string
	CourseTitle    string
	From, To       Day
	Periods        int  // hundredths of a period
	Score          *int // hundredths of 10
	Classification string
	Issuer         []string // lines of the issuer's name
	IssuedOn       Day
	ValidUntil     Day // 0: without an end
	Demo           bool
}

// Day counts the days since 1 January 1970; 0 is none.
type Day int

// DayOf is the day on which a time falls, as its own clock says it.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Time is the beginning of the day in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String writes the day as Viet Nam does: "23/11/2026".
func (d Day) String() string { return d.Time().Format("02/01/2006") }

// List are the facts in the order in which they are signed, for whoever compares them one by one.
func (f Facts) List() []any {
	return []any{f.Code, f.Number, f.Name, f.Unit, f.CourseCode, f.CourseTitle, f.From, f.To, f.Periods, f.Score, f.Classification,
		f.Issuer, f.IssuedOn, f.ValidUntil, f.Demo}
}
