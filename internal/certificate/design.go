package certificate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/certificate/render"
	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// Design (mẫu giấy chứng nhận) is how an issuer's certificates look from a day on, and the lines they carry. What was issued
// before keeps its own.
type Design struct {
	bun.BaseModel `bun:"table:certificate.designs"`
	ID            uuid.UUID         `bun:"id"` // uuid.Nil: the issuer has chosen none; its own lines in the usual look
	IssuerID      uuid.UUID         `bun:"issuer_id"`
	ValidFrom     time.Time         `bun:"valid_from,type:date"`
	Form          render.Form       `bun:"form"`
	Palette       string            `bun:"palette"`
	Background    render.Background `bun:"background"`
	Logo          []byte            `bun:"logo,nullzero"` // PNG
	NumberMark    string            `bun:"number_mark"`   // the end of register numbers: "GCN-CAT"
	HeaderLines   []string          `bun:"header_lines,array"`
	Place         string            `bun:"place"`
	CertifiedBy   string            `bun:"certified_by"`
	BasisDocument string            `bun:"basis_document"`
	SignLines     []string          `bun:"sign_lines,array"`
	SignerName    string            `bun:"signer_name"`
	MadeAt        time.Time         `bun:"made_at,nullzero,default:now()"`
}

// usualDesign is an issuer's own lines in the look of the platform.
func usualDesign(by issuer) Design {
	usual := render.TealGold()
	return Design{IssuerID: by.ID, Form: usual.Form, Palette: usual.Palette.Key, Background: usual.Background, NumberMark: by.NumberMark,
		HeaderLines: by.HeaderLines, Place: by.Place, CertifiedBy: by.CertifiedBy, BasisDocument: by.BasisDocument, SignLines: by.SignLines, SignerName: by.SignerName}
}

// designFor is what an issuer has chosen for a day, or its own lines in the usual look.
func designFor(ctx context.Context, tx bun.IDB, by issuer, day time.Time) (Design, error) {
	chosen, err := findDesign(ctx, tx, by.ID, day, nil)
	if chosen == nil || err != nil {
		return usualDesign(by), err
	}
	return *chosen, nil
}

// findDesign returns what an issuer has chosen for a day, as it was known at an instant, nil: that of the transaction; nil
// when it has chosen nothing.
func findDesign(ctx context.Context, tx bun.IDB, issuerID uuid.UUID, day time.Time, at *time.Time) (*Design, error) {
	var d Design
	err := tx.NewSelect().Model(&d).Where("issuer_id = ? AND valid_from <= ? AND made_at <= COALESCE(?, now())", issuerID, day, at).
		Order("valid_from DESC", "made_at DESC", "id DESC").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &d, err
}

// dress puts the lines of the design of a day in place of the issuer's own. The instant is the transaction's, which the
// certificate carries too: its document is drawn in the same design.
func (i *issuer) dress(ctx context.Context, tx bun.IDB, day time.Time) error {
	d, err := findDesign(ctx, tx, i.ID, day, nil)
	if err != nil || d == nil {
		return err
	}
	i.NumberMark, i.HeaderLines, i.Place, i.CertifiedBy, i.BasisDocument = d.NumberMark, d.HeaderLines, d.Place, d.CertifiedBy, d.BasisDocument
	i.SignLines, i.SignerName = d.SignLines, d.SignerName
	return nil
}

// drawn is the look of the design.
func (d *Design) drawn() (render.Design, error) {
	if d == nil {
		return render.TealGold(), nil
	}
	return render.NewDesign(d.Form, d.Palette, d.Background, d.Logo)
}

// normalize brings typed texts to their stored form; empty lines fall out.
func (d *Design) normalize() {
	for _, text := range []*string{&d.NumberMark, &d.Place, &d.CertifiedBy, &d.BasisDocument, &d.SignerName} {
		*text = vietnamese.Normalize(*text)
	}
	d.HeaderLines, d.SignLines = normalLines(d.HeaderLines), normalLines(d.SignLines)
}

func normalLines(lines []string) []string {
	kept := []string{}
	for _, line := range lines {
		if line = vietnamese.Normalize(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

var (
	numberMark = regexp.MustCompile(`^[\p{Lu}\d]+(-[\p{Lu}\d]+){0,4}$`)
	// ErrDesignTooLong says that the lines do not fit a page beside a long name and a long title.
	ErrDesignTooLong = fault.New(fault.Conflict, "certificate.design_too_long",
		fault.Text{VI: "Các dòng dài quá, không nằm gọn trên một trang khi họ tên và tên khóa học cũng dài. Hãy rút ngắn dòng dài nhất.", EN: "The lines do not fit a page when a name and a title are long too. Shorten the longest."})
)

// check says what is wrong with a normalized design: fault.ErrInvalid with the fields.
func (d Design) check(today time.Time) error {
	wrong := fault.ErrInvalid
	if d.ValidFrom.Before(today) {
		wrong = wrong.At("body.validFrom", "past", fault.Text{VI: "Mẫu chỉ dùng được từ hôm nay trở đi; giấy đã cấp giữ nguyên mẫu cũ.", EN: "A design holds from today on; what was issued keeps its own."})
	}
	if _, err := render.NewDesign(d.Form, d.Palette, d.Background, nil); err != nil {
		wrong = wrong.At("body.form", "unknown", fault.Text{VI: "Hãy chọn kiểu, màu và nền trong danh sách.", EN: "Choose form, colors and background from the lists."})
	}
	if !numberMark.MatchString(d.NumberMark) || len([]rune(d.NumberMark)) > 24 {
		wrong = wrong.At("body.numberMark", "form", fault.Text{VI: "Ký hiệu gồm chữ in hoa và số, nối bằng dấu gạch, tối đa 24 ký tự: GCN-CAT.", EN: "Capital letters and digits joined by hyphens, 24 at most: GCN-CAT."})
	}
	if d.Place == "" {
		wrong = wrong.At("body.place", "required", fault.TextRequired)
	}
	for path, lines := range map[string][]string{"body.headerLines": d.HeaderLines, "body.signLines": d.SignLines} {
		wrong = checkLines(wrong, path, lines)
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

func checkLines(wrong *fault.Error, path string, lines []string) *fault.Error {
	most := map[string]int{"body.headerLines": 3, "body.signLines": 4}[path]
	if len(lines) < 1 || len(lines) > most {
		return wrong.At(path, "count", fault.Text{VI: fmt.Sprintf("Cần từ 1 đến %d dòng.", most), EN: fmt.Sprintf("1 to %d lines.", most)})
	}
	return wrong
}
