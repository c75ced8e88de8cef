package reporting

import (
	"fmt"
	"strings"

	"taphuan/internal/reporting/document"
	"taphuan/internal/vietnamese"
)

// fill is a place that the agency fills by hand: what the platform cannot know is never invented.
const fill = "…………"

// Document writes the results as "Phần kết quả tập huấn, bồi dưỡng" of the agency's report, in the form
// of Nghị định 30/2020/NĐ-CP. Every figure in it is one of r's lines; parts that the platform does not
// know are labelled blanks; number, date and signature are left to the agency's document system.
func (s *Service) Document(r Results) document.Document {
	period := lowerFirst(r.Period.Label().VI)
	d := document.Document{
		Header:     r.header(),
		Kind:       "Báo cáo",
		Summary:    fmt.Sprintf("Kết quả thực hiện Kế hoạch số %s %s\n(Phần kết quả tập huấn, bồi dưỡng)", r.Period.Plan.Number, period),
		Blocks:     r.body(period),
		Closing:    fmt.Sprintf("Trên đây là báo cáo kết quả tập huấn, bồi dưỡng %s, %s báo cáo %s theo dõi, tổng hợp", period, r.sender(), r.receiver()),
		Recipients: []string{"Như trên", "Lưu: VT"},
		Signature:  document.Signature{Lines: r.signLines()},
		Annexes:    r.annexes(),
		Demo:       s.demo,
		MadeAt:     s.now(),
	}
	if r.issuer.Kind != "province" {
		d.Addressees = []string{r.Period.Plan.Receiver}
	} else {
		d.Recipients = []string{"Lưu: VT"}
	}
	return d
}

// FileName names the files of the report by the unit's code, because document symbols are not unique:
// BC_21040_2026_6T; the ending is the caller's.
func (r Results) FileName() string {
	kind := map[string]string{"half_year": "6T", "year": "NAM", "interim_review": "SOKET", "final_review": "TONGKET"}[string(r.Period.Kind)]
	code := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' {
			return c
		}
		return -1
	}, r.Agency.Code)
	return fmt.Sprintf("BC_%s_%d_%s", code, r.Period.Year, kind)
}

// header fills the first lines by the form of the issuer.
func (r Results) header() document.Header {
	h := document.Header{Kind: document.HeaderKind(r.issuer.HeaderKind), Issuer: r.issuer.Name, Parent: r.superior(), FullName: r.sender(),
		Symbol: r.symbol(), Place: r.place(), Year: r.AsOf.Year()}
	switch {
	case r.issuer.Kind == "province":
		h.Kind, h.Issuer = document.SteeringCommittee, "Ban Chỉ đạo 138"
	case h.Kind == document.Police && r.issuer.Kind == "police":
		h.Parent = "" // the ministry's form
	}
	return h
}

// superior is the line above the issuer's name.
func (r Results) superior() string {
	above := r.above
	if above.Name == "" {
		above = r.issuer
	}
	switch above.Kind {
	case "province", "commune", "ward", "special_zone", "district":
		return "UBND " + lowerFirst(above.Name)
	}
	return above.Name
}

// sender is the issuer in a sentence.
func (r Results) sender() string {
	switch r.issuer.Kind {
	case "province":
		return "Ban Chỉ đạo 138 " + lowerFirst(r.issuer.Name)
	case "commune", "ward", "special_zone":
		return "Ủy ban nhân dân " + lowerFirst(r.issuer.Name)
	}
	return r.issuer.Name
}

// receiver is who reads the report, in a sentence.
func (r Results) receiver() string {
	if r.issuer.Kind == "province" {
		return "cấp trên"
	}
	return r.Period.Plan.Issuer
}

func (r Results) symbol() string {
	switch {
	case r.issuer.Kind == "province":
		return "BC-BCĐ138"
	case r.issuer.HeaderKind == "commune":
		return "BC-UBND"
	case r.issuer.ShortName != "":
		return "BC-" + r.issuer.ShortName
	}
	return "BC-" + fill
}

// place stands before the date: a commune's own name, in full where the form asks for it; else the province's.
func (r Results) place() string {
	switch r.issuer.Kind {
	case "commune", "ward", "special_zone":
		if r.issuer.FullPlaceName {
			return r.issuer.Name
		}
		return vietnamese.PlaceName(r.issuer.Name)
	}
	return vietnamese.PlaceName(r.home.Name)
}

// signLines are the usual authority and post; the signer's name is the agency's to write.
func (r Results) signLines() []string {
	switch {
	case r.issuer.Kind == "province":
		return []string{"KT. Trưởng ban", "Phó Trưởng ban Thường trực"}
	case r.issuer.HeaderKind == "commune":
		return []string{"TM. Ủy ban nhân dân", "Chủ tịch"}
	case r.issuer.HeaderKind == "police", strings.HasPrefix(r.issuer.Name, "Sở "):
		return []string{"Giám đốc"}
	case r.issuer.Kind == "school" || r.issuer.Kind == "university":
		return []string{"Hiệu trưởng"}
	}
	return []string{"Thủ trưởng cơ quan"}
}
