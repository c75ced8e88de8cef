package reporting

import (
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"

	"taphuan/internal/fault"
	"taphuan/internal/organization"
)

// fields are the plan's fields of training, in the order of the report.
var fields = []string{"it", "cybersecurity", "pedagogy", "psychology"}

// audiences are the groups of people, students last: they have a line of their own.
var audiences = append(organization.PositionGroups(), "student")

var partNames = map[string]fault.Text{
	"it":            {VI: "Công nghệ thông tin", EN: "Information technology"},
	"cybersecurity": {VI: "An ninh mạng", EN: "Cybersecurity"},
	"pedagogy":      {VI: "Giáo dục, sư phạm", EN: "Education and pedagogy"},
	"psychology":    {VI: "Tâm lý", EN: "Psychology"},
	"student":       {VI: "Học sinh, sinh viên (tính riêng)", EN: "Students (counted apart)"},
}

// Name is the field or audience as people read it.
func (p Part) Name() fault.Text {
	if name, field := partNames[p.Part]; field {
		return name
	}
	return organization.PositionGroupName(p.Part)
}

// Position is the position group as people read it.
func (d PersonDuty) Position() fault.Text { return organization.PositionGroupName(d.PositionGroup) }

// shortDay writes a date as running text does: 01/7/2025; the months 1 and 2 carry a zero.
func shortDay(day time.Time) string {
	month := fmt.Sprint(int(day.Month()))
	if day.Month() <= time.February {
		month = "0" + month
	}
	return fmt.Sprintf("%02d/%s/%d", day.Day(), month, day.Year())
}

func lowerFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[size:]
}
