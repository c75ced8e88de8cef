package certificate

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate/book"
	"taphuan/internal/organization"
)

// RegisterSheet is the print of the lines of a query, in the customary columns. The sex of people is not kept, and its
// column stays empty. Rights and errors as PrintRegister's.
func (s *Service) RegisterSheet(ctx context.Context, who access.Principal, q RegisterQuery) (book.Sheet, error) {
	entries, err := s.PrintRegister(ctx, who, q)
	if err != nil {
		return book.Sheet{}, err
	}
	sheet := book.Sheet{Title: "Sổ cấp giấy chứng nhận", About: aboutQuery(q), MadeAt: s.now(), Demo: s.demo, Rows: make([][]string, len(entries))}
	if q.IssuerID == uuid.Nil {
		sheet.Title = "Giấy chứng nhận đã cấp cho người của cơ quan, đơn vị"
	} else if len(entries) > 0 {
		sheet.Issuer = entries[0].Facts.IssuerLines
	}
	for i, e := range entries {
		sheet.Rows[i] = e.row(i + 1)
		if q.IssuerID != uuid.Nil {
			sheet.Rows[i][0] = strconv.Itoa(e.Number)
		}
	}
	return sheet, nil
}

// aboutQuery says which part of the register is printed.
func aboutQuery(q RegisterQuery) string {
	parts := []string{"Mọi năm"}
	if q.Year != 0 {
		parts[0] = fmt.Sprintf("Năm %d", q.Year)
	}
	if q.Course != "" {
		parts = append(parts, "khóa "+q.Course)
	}
	if q.State != "" {
		parts = append(parts, stateNames[q.State])
	}
	if q.Text != "" {
		parts = append(parts, "tìm “"+q.Text+"”")
	}
	return strings.Join(parts, ", ")
}

var stateNames = map[State]string{Valid: "còn hiệu lực", Expired: "đã hết hạn", Revoked: "đã thu hồi", Replaced: "đã được thay thế"}

// row is a line in the customary columns.
func (e Entry) row(number int) []string {
	f := e.Facts
	birth, score := "", ""
	if e.BirthYear != 0 {
		birth = strconv.Itoa(e.BirthYear)
	}
	if f.Score != nil {
		tenths := (*f.Score + 5) / 10
		score = fmt.Sprintf("%d,%d/10", tenths/10, tenths%10)
	}
	decision := e.Decision()
	if decision == "" {
		decision = f.BasisDocument
	}
	return []string{strconv.Itoa(number), e.RegisterNumber, f.Name, birth, "", f.Unit, f.CourseCode + " - " + f.CourseTitle, printedDay(f.From) + " - " + printedDay(f.To), score,
		f.Classification, decision, e.IssuedOn.Format("02/01/2006"), "", e.Note()}
}

func printedDay(s string) string {
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return day.Format("02/01/2006")
}

// Note is what the last column says of the line.
func (e Entry) Note() string {
	switch e.Kind {
	case Reissue:
		return e.noted("Cấp lại")
	case Correction:
		return e.noted("Đính chính, thay giấy số " + e.Facts.Replaces)
	case Revocation:
		return e.noted("Thu hồi")
	}
	switch e.State {
	case Revoked:
		return "Đã thu hồi"
	case Replaced:
		return "Đã được thay thế"
	}
	return ""
}

// noted adds why and when.
func (e Entry) noted(what string) string {
	text := what + " ngày " + e.EnteredAt.In(organization.HoChiMinh).Format("02/01/2006") + ": " + e.Cause.Words().VI + "."
	return strings.TrimSpace(text + " " + e.PublicNote)
}
