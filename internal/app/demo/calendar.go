package demo

import "time"

// calendar holds the days of the story, all counted from today.
type calendar struct {
	now       time.Time // the instant: nothing happens later
	today     time.Time
	due       time.Time // the campaign of this year: it ended lately
	dueBefore time.Time // the one a year before
	dueSoon   time.Time // a campaign that is running
}

func newCalendar(now, today time.Time) calendar {
	due := lastDue(today)
	return calendar{now: now, today: today, due: due, dueBefore: due.AddDate(-1, 0, 0), dueSoon: today.AddDate(0, 0, 22)}
}

// lastDue is the last 31 October, the end of the plan's year; where that is long past the end of the last month, so that the
// campaign's reminders and late learners are there on whatever day the demonstration is made.
func lastDue(today time.Time) time.Time {
	yearEnd := date(today.Year(), 10, 31)
	if !yearEnd.Before(today) {
		yearEnd = yearEnd.AddDate(-1, 0, 0)
	}
	if today.Before(yearEnd.AddDate(0, 0, 45)) {
		return yearEnd
	}
	return date(today.Year(), int(today.Month()), 0)
}

// campaignStart is the first day of the ten months of a campaign: 6 January where it ends with the plan's year.
func campaignStart(due time.Time) time.Time { return due.AddDate(0, -10, 6) }

// schoolYear is the school year of a day ("2026-2027") and its first day.
func schoolYear(day time.Time) (string, time.Time) {
	year := day.Year()
	if day.Month() < time.August {
		year--
	}
	from := date(year, 8, 1)
	return from.Format("2006") + "-" + from.AddDate(1, 0, 0).Format("2006"), from
}
