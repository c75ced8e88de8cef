package gathering

import (
	"fmt"
	"strings"
	"time"
)

// Calendar writes the sessions of a class as an iCalendar file (RFC 5545). Its entries carry no link to
// sign in; the meeting address stands there only where the view shows it.
func Calendar(v View) []byte {
	var b strings.Builder
	line := func(text string) { fold(&b, text) }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//Tap Huan//VI")
	for _, s := range v.Sessions {
		line("BEGIN:VEVENT")
		line("UID:" + s.ID.String() + "@taphuan")
		line("DTSTAMP:" + stamp(s.StartsAt))
		line("DTSTART:" + stamp(s.StartsAt))
		line("DTEND:" + stamp(s.EndsAt))
		line("SUMMARY:" + escape(fmt.Sprintf("%s - buổi %d", v.Name, s.Number)))
		if where := strings.Join(nonEmpty(s.Room, v.Place), ", "); where != "" {
			line("LOCATION:" + escape(where))
		}
		if v.MeetingURL != "" {
			line("DESCRIPTION:" + escape("Phòng họp trực tuyến: "+v.MeetingURL))
		}
		if v.State == Cancelled {
			line("STATUS:CANCELLED")
		}
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	return []byte(b.String())
}

func stamp(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

func nonEmpty(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

var calendarEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r", "", "\n", `\n`)

func escape(text string) string { return calendarEscapes.Replace(text) }

// fold writes a content line in pieces of at most 75 bytes, never within a letter.
func fold(b *strings.Builder, text string) {
	room := 75
	for _, letter := range text {
		n := len(string(letter))
		if room < n {
			b.WriteString("\r\n ")
			room = 74
		}
		b.WriteRune(letter)
		room -= n
	}
	b.WriteString("\r\n")
}
