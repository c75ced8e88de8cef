package certificate

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate/render"
	"taphuan/internal/fault"
)

// registrar keeps the register of an agency.
func registrar(agency uuid.UUID) access.Principal {
	return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Registrar, AgencyID: agency, Agencies: []uuid.UUID{agency}}}}
}

// school is a design unlike the usual one.
func school() Design {
	return Design{ValidFrom: today, Form: render.Arcs, Palette: "terracotta", Background: render.Rays, NumberMark: "GCN-TH", HeaderLines: []string{" CÔNG AN TỈNH ", "", "TRƯỜNG NGHIỆP VỤ"},
		Place: "Bình Sơn", SignLines: []string{"HIỆU TRƯỞNG"}, SignerName: "Y Bhăm Niê Kdăm"}
}

// TestDesignHoldsFromItsDay: certificates of its day carry the lines and the look of a design, those issued before keep theirs
// to the byte, should they have to be made again.
func TestDesignHoldsFromItsDay(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	old := w.issue(t, who, event)
	_, before, err := w.FindDocument(t.Context(), who, old.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SaveDesign(t.Context(), registrar(w.police), w.issuer, school()); err != nil {
		t.Fatal(err)
	}
	next, event := w.complete(t, w.department, 700)
	c := w.issue(t, next, event)
	if c.RegisterNumber != "0002/2026/GCN-TH" || c.Facts.Place != "Bình Sơn" || c.Facts.SignerName != "Y Bhăm Niê Kdăm" ||
		!slices.Equal(c.Facts.IssuerLines, []string{"CÔNG AN TỈNH", "TRƯỜNG NGHIỆP VỤ"}) || c.Facts.CertifiedBy != "" {
		t.Errorf("%s %+v", c.RegisterNumber, c.Facts)
	}
	_, after, err := w.FindDocument(t.Context(), next, c.ID)
	if err != nil || !bytes.Contains(after, []byte("BeVietnamPro")) || bytes.Contains(before, []byte("BeVietnamPro")) {
		t.Errorf("the new look: %v", err)
	}
	w.exec(t, `DELETE FROM certificate.documents`)
	if _, again, err := w.FindDocument(t.Context(), who, old.ID); err != nil || !bytes.Equal(again, before) {
		t.Errorf("made again after the change, the older document differs (%v)", err)
	}
}

// TestDesignOfTheFuture waits for its day, and the last word about a day holds.
func TestDesignOfTheFuture(t *testing.T) {
	w := setup(t, false)
	keeper := registrar(w.police)
	for _, d := range []Design{
		{ValidFrom: today.AddDate(0, 1, 0), Form: render.State, Palette: "ink", Background: render.Plain, NumberMark: "GCN-1", HeaderLines: []string{"A"}, Place: "X", SignLines: []string{"B"}},
		{ValidFrom: today, Form: render.State, Palette: "ink", Background: render.Plain, NumberMark: "GCN-2", HeaderLines: []string{"A"}, Place: "X", SignLines: []string{"B"}},
		{ValidFrom: today, Form: render.State, Palette: "leaf", Background: render.Plain, NumberMark: "GCN-3", HeaderLines: []string{"A"}, Place: "X", SignLines: []string{"B"}},
	} {
		if err := w.SaveDesign(t.Context(), keeper, w.issuer, d); err != nil {
			t.Fatal(err)
		}
	}
	list, err := w.ListDesigns(t.Context(), keeper)
	if err != nil || len(list) != 1 || list[0].Current.NumberMark != "GCN-3" || len(list[0].Chosen) != 3 || list[0].Issuer != "A" {
		t.Fatalf("%+v, %v", list, err)
	}
	who, event := w.complete(t, w.department, 845)
	if c := w.issue(t, who, event); c.RegisterNumber != "0001/2026/GCN-3" {
		t.Errorf("issued as %s", c.RegisterNumber)
	}
	if n := w.count(t, `SELECT count(*) FROM audit.entries WHERE action = 'save_certificate_design' AND object_id = ?`, w.issuer); n != 3 {
		t.Errorf("%d entries in the log", n)
	}
}

// TestPreview: what is looked at is not stored.
func TestPreview(t *testing.T) {
	w := setup(t, false)
	for begin, picture := range map[string]bool{"%PDF-": false, "<svg ": true} {
		page, err := w.PreviewDesign(t.Context(), registrar(w.police), w.issuer, school(), true, picture)
		if err != nil || !bytes.HasPrefix(page, []byte(begin)) {
			t.Errorf("%s: %v", begin, err)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.designs`); n != 0 {
		t.Errorf("%d designs were stored", n)
	}
}

func TestDesignRefused(t *testing.T) {
	w := setup(t, false)
	keeper := registrar(w.police)
	for name, spoil := range map[string]func(*Design){
		"validFrom":   func(d *Design) { d.ValidFrom = today.AddDate(0, 0, -1) },
		"form":        func(d *Design) { d.Palette = "pink" },
		"numberMark":  func(d *Design) { d.NumberMark = "gcn cat" },
		"place":       func(d *Design) { d.Place = " " },
		"headerLines": func(d *Design) { d.HeaderLines = []string{" "} },
		"signLines":   func(d *Design) { d.SignLines = []string{"A", "B", "C", "D", "E"} },
		"logo":        func(d *Design) { d.Logo = []byte("<svg onload='alert(1)'/>") },
	} {
		d := school()
		spoil(&d)
		err := w.SaveDesign(t.Context(), keeper, w.issuer, d)
		if f := fault.From(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Path != "body."+name {
			t.Errorf("%s: %v %+v", name, err, fault.From(err).Fields)
		}
	}
	long := school()
	long.HeaderLines = []string{strings.Repeat("ỦY BAN NHÂN DÂN ", 12)}
	if err := w.SaveDesign(t.Context(), keeper, w.issuer, long); !errors.Is(err, ErrDesignTooLong) {
		t.Errorf("lines that do not fit: %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.designs`); n != 0 {
		t.Errorf("%d designs were stored", n)
	}
}

// TestDesignOfOthers: another agency's registrar, a focal point of the agency itself and a stranger change and see nothing.
func TestDesignOfOthers(t *testing.T) {
	w := setup(t, false)
	focal := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: w.police, Agencies: []uuid.UUID{w.police}}}}
	for name, who := range map[string]struct {
		access.Principal
		kind fault.Kind
	}{"another agency": {registrar(w.department), fault.NotFound}, "another role": {focal, fault.Forbidden}, "nobody": {access.Principal{}, fault.Unauthenticated}} {
		if err := w.SaveDesign(t.Context(), who.Principal, w.issuer, school()); fault.KindOf(err) != who.kind {
			t.Errorf("%s saves: %v", name, err)
		}
		if pdf, err := w.PreviewDesign(t.Context(), who.Principal, w.issuer, school(), false, true); fault.KindOf(err) != who.kind || pdf != nil {
			t.Errorf("%s looks: %v", name, err)
		}
		if list, _ := w.ListDesigns(t.Context(), who.Principal); len(list) != 0 {
			t.Errorf("%s lists %d issuers", name, len(list))
		}
	}
}

// TestLogo: a logo loses its transparency and its size, and comes out as a PNG.
func TestLogo(t *testing.T) {
	t.Parallel()
	picture := image.NewNRGBA(image.Rect(0, 0, 1200, 600))
	for x := range 600 {
		picture.Set(x, 300, color.NRGBA{200, 0, 0, 255})
	}
	var given bytes.Buffer
	if err := png.Encode(&given, picture); err != nil {
		t.Fatal(err)
	}
	made, err := makeLogo(given.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	out, err := png.Decode(bytes.NewReader(made))
	if err != nil || out.Bounds().Dx() != storedPixels || out.Bounds().Dy() != storedPixels/2 {
		t.Fatalf("%v, %v", out.Bounds(), err)
	}
	if r, g, b, a := out.At(0, 0).RGBA(); r != 0xffff || g != 0xffff || b != 0xffff || a != 0xffff {
		t.Error("what was transparent is not white")
	}
	look, err := render.NewDesign(render.State, "ink", render.Plain, made)
	if err != nil {
		t.Fatal(err)
	}
	w := Service{publicURL: "https://taphuan.example"}
	d := school()
	pdf, err := render.Certificate(w.sample(d, true), look)
	if err != nil || bytes.Contains(pdf, []byte("/SMask")) {
		t.Errorf("the page with the logo: %v", err)
	}
	if _, err := makeLogo(append(given.Bytes(), make([]byte, MostLogo)...)); !errors.Is(err, ErrLogo) {
		t.Errorf("too large: %v", err)
	}
}
