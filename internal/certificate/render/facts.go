package render

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrFacts is wrapped by every error about the content of a certificate; the text names the field.
var ErrFacts = errors.New("certificate facts")

// SalutationOfficer stands before the name of an officer or an employee. A student has no salutation.
const SalutationOfficer = "Ông/Bà"

// Facts (nội dung giấy chứng nhận) is the frozen content of one certificate. Dates are days; their
// clock part is ignored. Empty optional fields leave no trace on the page.
type Facts struct {
	CertifiedBy    string     // title of the one who certifies, "TRƯỞNG BAN CHỈ ĐẠO 138 TỈNH QUẢNG NGÃI"; optional
	Salutation     string     // SalutationOfficer, or empty for students and guests
	Name           string     // full name as in the person's papers
	BirthDate      *time.Time // optional
	Unit           string     // place of work or school at the moment of issue; optional
	CourseTitle    string     // without quotation marks
	From, To       time.Time  // first and last day of the course
	Periods        int        // tiết, 45 minutes each
	Form           string     // "trực tuyến", "trực tiếp", "kết hợp"; optional
	Score          *int       // hundredths on the scale of 10 (850 = 8,5); optional
	Classification string     // "Giỏi", "Khá", ...; optional
	BasisDocument  string     // "Quyết định số ... ngày ... của ..."; optional
	Note           string     // of a copy or a correction, behind the basis: "Cấp lại ngày ..."; optional
	IssuerLines    []string   // one to three lines, the last one is the issuer itself
	Place          string     // "Quảng Ngãi"
	IssuedOn       time.Time
	SignerLines    []string // authority and post, "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"; one to four lines
	SignerName     string   // optional: blank until the office signs
	RegisterNumber string   // số vào sổ, "0123/2026/GCN-CAT"
	Code           string   // verification code
	VerifyURL      string   // address of the verification page of this certificate
	Proof          string   // signed payload that the QR code carries behind the address; optional
	Demo           bool     // prints the demonstration mark and never a signer's name
}

// coded is the text of the QR code. Behind "#" no browser sends it on, so no log of a server has it.
func (f Facts) coded() string {
	if f.Proof == "" {
		return f.VerifyURL
	}
	return f.VerifyURL + "#" + f.Proof
}

// field is one text of the facts with the rule for it.
type field struct {
	name     string
	text     *string
	required bool
	most     int // characters
}

func (f *Facts) fields() []field {
	return []field{
		{"CertifiedBy", &f.CertifiedBy, false, 120},
		{"Salutation", &f.Salutation, false, 20},
		{"Name", &f.Name, true, 100},
		{"Unit", &f.Unit, false, 240},
		{"CourseTitle", &f.CourseTitle, true, 240},
		{"Form", &f.Form, false, 60},
		{"Classification", &f.Classification, false, 40},
		{"BasisDocument", &f.BasisDocument, false, 300},
		{"Note", &f.Note, false, 120},
		{"Place", &f.Place, true, 60},
		{"SignerName", &f.SignerName, false, 80},
		{"RegisterNumber", &f.RegisterNumber, true, 40},
		{"Code", &f.Code, true, 64},
		{"VerifyURL", &f.VerifyURL, true, 200},
	}
}

// cleaned returns the facts with every text normalized for printing.
func (f Facts) cleaned() Facts {
	for _, field := range f.fields() {
		*field.text = clean(*field.text)
	}
	f.IssuerLines = cleanLines(f.IssuerLines)
	f.SignerLines = cleanLines(f.SignerLines)
	f.CourseTitle = strings.Trim(f.CourseTitle, "«»\"“” ")
	return f
}

// fieldWith names the field that holds a character.
func (f Facts) fieldWith(r rune) string {
	for _, field := range f.fields() {
		if strings.ContainsRune(*field.text, r) {
			return field.name
		}
	}
	return "IssuerLines or SignerLines"
}

// printed is every text of the page that facts decide.
func (f Facts) printed() string {
	all := slices.Concat(f.IssuerLines, f.SignerLines)
	for _, field := range f.fields() {
		all = append(all, *field.text, strings.ToUpper(*field.text))
	}
	return strings.Join(all, "")
}

// issuer is the last line of the issuer's block.
func (f Facts) issuer() string { return f.IssuerLines[len(f.IssuerLines)-1] }

// check refuses facts that are incomplete or out of bounds.
func (f Facts) check() error {
	for _, field := range f.fields() {
		if err := checkText(field.name, *field.text, field.required, field.most); err != nil {
			return err
		}
	}
	return errors.Join(f.checkLines(), f.checkFigures())
}

func (f Facts) checkLines() error {
	if n := len(f.IssuerLines); n < 1 || n > 3 {
		return fmt.Errorf("%w: IssuerLines: %d lines, want 1 to 3", ErrFacts, n)
	}
	if n := len(f.SignerLines); n < 1 || n > 4 {
		return fmt.Errorf("%w: SignerLines: %d lines, want 1 to 4", ErrFacts, n)
	}
	for _, line := range slices.Concat(f.IssuerLines, f.SignerLines) {
		if err := checkText("IssuerLines or SignerLines", line, true, 80); err != nil {
			return err
		}
	}
	return nil
}

func (f Facts) checkFigures() error {
	switch {
	case f.From.IsZero() || f.To.IsZero() || f.IssuedOn.IsZero():
		return fmt.Errorf("%w: From, To and IssuedOn are needed", ErrFacts)
	case f.To.Before(f.From):
		return fmt.Errorf("%w: To: the last day stands before the first", ErrFacts)
	case f.Periods < 1 || f.Periods > 9999:
		return fmt.Errorf("%w: Periods: %d, want 1 to 9999", ErrFacts, f.Periods)
	case f.Score != nil && (*f.Score < 0 || *f.Score > 1000):
		return fmt.Errorf("%w: Score: %d hundredths, want 0 to 1000", ErrFacts, *f.Score)
	}
	return nil
}

func checkText(name, text string, required bool, most int) error {
	if required && text == "" {
		return fmt.Errorf("%w: %s is empty", ErrFacts, name)
	}
	if n := utf8.RuneCountInString(text); n > most {
		return fmt.Errorf("%w: %s has %d characters, at most %d fit", ErrFacts, name, n, most)
	}
	return nil
}
