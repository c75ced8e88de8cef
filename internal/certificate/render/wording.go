package render

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// day prints a date as people write it in a text: 05/01/2026.
func day(t time.Time) string { return t.Format("02/01/2006") }

// placeAndDay prints the line above the signature. Days under 10 and the months 1 and 2 carry a zero,
// the other months do not.
func placeAndDay(place string, t time.Time) string {
	month := fmt.Sprintf("%d", int(t.Month()))
	if t.Month() <= time.February {
		month = "0" + month
	}
	return fmt.Sprintf("%s, ngày %02d tháng %s năm %d", place, t.Day(), month, t.Year())
}

// score prints hundredths with one decimal, rounded half up: 850 is "8,5", 1000 is "10".
// The classification rests on the same rounded value.
func score(hundredths int) string {
	tenths := (hundredths + 5) / 10
	if tenths%10 == 0 {
		return fmt.Sprintf("%d", tenths/10)
	}
	return fmt.Sprintf("%d,%d", tenths/10, tenths%10)
}

// certifies is the line before the name.
func (f Facts) certifies() string {
	switch {
	case f.CertifiedBy == "" && f.Salutation == "":
		return "Chứng nhận"
	case f.CertifiedBy == "":
		return "Chứng nhận " + f.Salutation
	case f.Salutation == "":
		return "chứng nhận"
	}
	return "chứng nhận " + f.Salutation
}

// Sayings are the facts as the page says them, those that are empty left out: what a copy of the page must say too.
func (f Facts) Sayings() []string {
	f = f.cleaned()
	all := append(slices.Clone(f.IssuerLines), strings.ToUpper(f.CertifiedBy), f.Name, f.birth(), f.unit(), f.CourseTitle, f.duration(), f.result(), f.basis(),
		placeAndDay(f.Place, f.IssuedOn), f.signer(), f.RegisterNumber, f.VerifyURL, f.Code)
	return slices.DeleteFunc(append(all, f.SignerLines...), func(text string) bool { return text == "" })
}

func (f Facts) birth() string {
	if f.BirthDate == nil {
		return ""
	}
	return "Sinh ngày: " + day(*f.BirthDate)
}

// unit names the place of work; a person without a salutation is a student or guest, whose unit is
// not a place of work.
func (f Facts) unit() string {
	switch {
	case f.Unit == "":
		return ""
	case f.Salutation == "":
		return "Đơn vị: " + f.Unit
	}
	return "Đơn vị công tác: " + f.Unit
}

// duration names the days, the periods (tiết) and the form of the course.
func (f Facts) duration() string {
	days := fmt.Sprintf("từ ngày %s đến ngày %s", day(f.From), day(f.To))
	if day(f.From) == day(f.To) {
		days = "ngày " + day(f.From)
	}
	extent := fmt.Sprintf("%d tiết", f.Periods)
	if f.Form != "" {
		extent += ", hình thức " + f.Form
	}
	return fmt.Sprintf("Thời gian: %s (%s)", days, extent)
}

func (f Facts) result() string {
	var parts []string
	if f.Score != nil {
		parts = append(parts, "Kết quả: "+score(*f.Score)+"/10 điểm")
	}
	if f.Classification != "" {
		parts = append(parts, "Xếp loại: "+f.Classification)
	}
	return strings.Join(parts, "  –  ")
}

// basis is what the certificate rests on and what its copy is.
func (f Facts) basis() string {
	var parts []string
	if f.BasisDocument != "" {
		parts = append(parts, "Căn cứ "+f.BasisDocument)
	}
	if f.Note != "" {
		parts = append(parts, f.Note)
	}
	return strings.Join(parts, ". ")
}

// signer is the printed name. A demonstration never shows one, so that no real person signs it.
func (f Facts) signer() string {
	if f.Demo {
		return "(Người ký minh họa)"
	}
	return f.SignerName
}
