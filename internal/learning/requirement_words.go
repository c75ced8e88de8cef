package learning

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/organization"
)

// ruleNames are the names that rules speak of.
type ruleNames struct{ agencies, classes map[uuid.UUID]string }

func (s *Service) namesFor(ctx context.Context, tx bun.Tx, all []Requirement) (ruleNames, error) {
	var agencies, classes []uuid.UUID
	for _, r := range all {
		agencies = append(agencies, r.AgencyID)
		for _, rule := range r.Rules {
			agencies = append(append(agencies, rule.AgencyID), rule.Excluded...)
			if rule.SchoolClassID != nil {
				classes = append(classes, *rule.SchoolClassID)
			}
		}
	}
	var n ruleNames
	var err error
	if n.agencies, err = organization.AgencyNames(ctx, tx, agencies, s.today()); err != nil {
		return n, err
	}
	n.classes, err = organization.SchoolClassNames(ctx, tx, classes)
	return n, err
}

// who says in words whom a requirement names.
func (n ruleNames) who(r Requirement) fault.Text {
	vi, en := make([]string, len(r.Rules)), make([]string, len(r.Rules))
	for i, rule := range r.Rules {
		words := n.rule(rule)
		vi[i], en[i] = words.VI, words.EN
	}
	return fault.Text{VI: upperFirst(strings.Join(vi, "; hoặc ")), EN: upperFirst(strings.Join(en, "; or "))}
}

var staffingWords = map[string]fault.Text{
	"dedicated": {VI: " chuyên trách", EN: "dedicated "},
	"dual_role": {VI: " kiêm nhiệm", EN: "dual-role "},
}

func (n ruleNames) rule(rule Rule) fault.Text {
	agency := n.agencies[rule.AgencyID]
	if rule.SchoolClassID != nil {
		class := n.classes[*rule.SchoolClassID]
		return fault.Text{VI: fmt.Sprintf("học sinh, sinh viên lớp %s, %s", class, agency), EN: fmt.Sprintf("students of class %s, %s", class, agency)}
	}
	vi, en := "cán bộ, công chức, viên chức", "officers"
	if len(rule.PositionGroups) > 0 {
		vi, en = groupWords(rule.PositionGroups)
	}
	if rule.Staffing != nil {
		words := staffingWords[*rule.Staffing]
		vi, en = vi+words.VI, words.EN+en
	}
	vi += " của " + agency + " và các đơn vị trực thuộc"
	en += " of " + agency + " and the units below it"
	if len(rule.Excluded) > 0 {
		var names []string
		for _, id := range rule.Excluded {
			names = append(names, n.agencies[id])
		}
		vi += ", trừ " + strings.Join(names, ", ")
		en += ", except " + strings.Join(names, ", ")
	}
	return fault.Text{VI: vi, EN: en}
}

func groupWords(groups []string) (vi, en string) {
	var all, english []string
	for _, group := range groups {
		name := organization.PositionGroupName(group)
		all, english = append(all, lowerFirst(name.VI)), append(english, lowerFirst(name.EN))
	}
	return strings.Join(all, "; "), strings.Join(english, "; ")
}

// byWords says by when in words, and whether the courses follow each other.
func (r Requirement) byWords() fault.Text {
	words := r.dueWords()
	if r.InOrder && len(r.Slots) > 1 {
		words.VI += "; học lần lượt theo thứ tự, xong khóa trước mới mở khóa sau"
		words.EN += "; one course after the other, each opens when the one before is done"
	}
	return words
}

func (r Requirement) dueWords() fault.Text {
	switch r.DueKind {
	case DueOnDate:
		day := r.DueOn.Format("02/01/2006")
		return fault.Text{VI: "Hạn " + day, EN: "Due on " + day}
	case DueAfterJoining:
		return fault.Text{VI: fmt.Sprintf("Trong %d ngày kể từ khi vào diện phải học", *r.DueDays), EN: fmt.Sprintf("Within %s of joining those named", daysEN(*r.DueDays))}
	case DueYearly:
		return fault.Text{VI: fmt.Sprintf("Hằng năm, hạn %02d/%02d", *r.DueDay, *r.DueMonth), EN: fmt.Sprintf("Every year, due on %02d/%02d", *r.DueDay, *r.DueMonth)}
	case DueRolling:
		return fault.Text{VI: fmt.Sprintf("Học lại sau mỗi %d tháng, được học lại sớm trước %d ngày; lần đầu trong %d ngày", *r.ValidityMonths, *r.OpenDays, *r.DueDays),
			EN: fmt.Sprintf("Again every %s, up to %s early; the first time within %s", fault.Counted(*r.ValidityMonths, "month", "months"), daysEN(*r.OpenDays), daysEN(*r.DueDays))}
	}
	return fault.Text{}
}

func daysEN(n int) string { return fault.Counted(n, "day", "days") }

func lowerFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[size:]
}

func upperFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}
