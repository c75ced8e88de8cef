package certificate

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/pades"
)

// TestCopies: what is in force comes as pages for paper, which carry no signature, and as the signed files themselves.
func TestCopies(t *testing.T) {
	w := setup(t, false)
	var own []Certificate
	for range 3 {
		who, event := w.complete(t, w.department, 845)
		own = append(own, w.issue(t, who, event))
	}
	w.act(t, proposal(own[1].ID, Revocation))
	if err := w.SaveDesign(t.Context(), registrar(w.police), w.issuer, school()); err != nil {
		t.Fatal(err)
	}
	who, event := w.complete(t, w.department, 700)
	w.issue(t, who, event)
	copies, err := w.FindCopies(t.Context(), registrar(w.police), RegisterQuery{IssuerID: w.issuer})
	if err != nil {
		t.Fatal(err)
	}
	pages, err := copies.Print(t.Context())
	if err != nil || bytes.Count(pages, []byte("/Type /Page\n")) != 3 {
		t.Fatalf("%d pages, %v", bytes.Count(pages, []byte("/Type /Page\n")), err)
	}
	if !bytes.Contains(pages, []byte("LiberationSerif")) || !bytes.Contains(pages, []byte("BeVietnamPro")) {
		t.Error("the pages are not in the designs of their time")
	}
	if signed, err := pades.Signatures(pages); err != nil || len(signed) != 0 {
		t.Errorf("pages for paper carry %d signatures, %v", len(signed), err)
	}
	var disk bytes.Buffer
	if err := copies.Archive(t.Context(), &disk); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(disk.Bytes()), int64(disk.Len()))
	if err != nil || len(archive.File) != 3 {
		t.Fatalf("%v", err)
	}
	for i, name := range []string{"0001-2026-GCN-CAT-dinh-thi-hre-uom.pdf", "0003-2026-GCN-CAT-dinh-thi-hre-uom.pdf", "0004-2026-GCN-TH-dinh-thi-hre-uom.pdf"} {
		f := archive.File[i]
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		pdf, err := io.ReadAll(r)
		signed, _ := pades.Signatures(pdf)
		if f.Name != name || err != nil || len(signed) != 1 || signed[0].Broken != nil {
			t.Errorf("%s, want %s: %d signatures, %v", f.Name, name, len(signed), err)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM audit.person_reads WHERE what = 'certificate_copies'`); n != 3 {
		t.Errorf("the taking of %d is noted", n)
	}
}

// TestCopiesOfOthers: only who reads the lines takes the files, and only those of the own people.
func TestCopiesOfOthers(t *testing.T) {
	w := setup(t, false)
	a, first := w.complete(t, w.department, 845)
	b, second := w.complete(t, w.room, 700)
	w.issue(t, a, first)
	w.issue(t, b, second)
	for name, c := range map[string]struct {
		who    access.Principal
		issuer uuid.UUID
		want   error
	}{
		"another's registrar":                {registrar(w.department), w.issuer, fault.ErrNotFound},
		"a focal point, the whole book":      {holding(access.FocalPoint, w.department), w.issuer, fault.ErrNotFound},
		"a focal point without certificates": {holding(access.FocalPoint, uuid.New()), uuid.Nil, ErrNoCopies},
		"the province":                       {holding(access.ProvinceManager, w.police), uuid.Nil, fault.ErrForbidden},
		"the holder":                         {a, w.issuer, fault.ErrForbidden},
		"nobody":                             {access.Principal{}, w.issuer, fault.ErrSignInRequired},
	} {
		if _, err := w.FindCopies(t.Context(), c.who, RegisterQuery{IssuerID: c.issuer}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	copies, err := w.FindCopies(t.Context(), holding(access.FocalPoint, w.department), RegisterQuery{})
	if err != nil || len(copies.certificates) != 1 || copies.certificates[0].PersonID != a.PersonID {
		t.Fatalf("a focal point takes %+v, %v", copies, err)
	}
	var disk bytes.Buffer
	if err := copies.Archive(t.Context(), &disk); err != nil || !strings.Contains(disk.String(), "%PDF-") {
		t.Errorf("the own people's files: %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM audit.person_reads WHERE what = 'certificate_copies'`); n != 1 {
		t.Errorf("the taking of %d is noted", n)
	}
}

func TestFileNames(t *testing.T) {
	t.Parallel()
	for number, c := range map[string]string{
		"0001/2026/GCN-CAT":      "0001-2026-GCN-CAT-h-hen-nie.pdf",
		"../../2026/GCN-BCĐ138":  "2026-GCN-BCD138-h-hen-nie.pdf",
		"DEMO-0001/2026/GCN\x00": "DEMO-0001-2026-GCN-h-hen-nie.pdf",
	} {
		if name := fileName(Certificate{RegisterNumber: number, Facts: Facts{Name: "H'Hen Niê/../"}}); name != c {
			t.Errorf("%q: %s, want %s", number, name, c)
		}
	}
}

// TestArchiveEnds: a reader who leaves ends the making.
func TestArchiveEnds(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	w.issue(t, who, event)
	copies, err := w.FindCopies(t.Context(), registrar(w.police), RegisterQuery{IssuerID: w.issuer})
	if err != nil {
		t.Fatal(err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if err := copies.Archive(gone, io.Discard); err == nil {
		t.Error("an archive for nobody was made")
	}
	failing := writer(func([]byte) (int, error) { return 0, fmt.Errorf("the line is down") })
	if err := copies.Archive(t.Context(), failing); err == nil {
		t.Error("a failing line was not noticed")
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
