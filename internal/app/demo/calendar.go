package demo

import "time"

// calendar holds the days of the story, all counted from today: the campaigns end with the plan's
// years, on 31 October.
type calendar struct {
	now       time.Time // the instant: nothing happens later
	today     time.Time
	due       time.Time // the last 31 October: the campaign of this year
	dueBefore time.Time // the one before
	dueSoon   time.Time // a campaign that is running
}

func newCalendar(now, today time.Time) calendar {
	due := date(today.Year(), 10, 31)
	if due.After(today) {
		due = due.AddDate(-1, 0, 0)
	}
	return calendar{now: now, today: today, due: due, dueBefore: due.AddDate(-1, 0, 0), dueSoon: today.AddDate(0, 0, 22)}
}

// schoolYear is the school year of a day ("2026-2027") and its first day.
func schoolYear(day time.Time) (string, time.Time) {
	year := day.Year()
	if day.Month() < time.August {
		year--
	}
	from := date(year, 8, 1)
	return from.Format("2006") + "-" + from.AddDate(1, 0, 0).Format("2006"), from
}
