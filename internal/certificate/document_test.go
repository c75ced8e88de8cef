package certificate

import (
	"bytes"
	"crypto/sha256"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/certificate/render"
	"taphuan/internal/fault"
)

// TestDocumentIsMadeOnce: a delivery again leaves the kept document, and the same facts give the
// same bytes should it be lost.
func TestDocumentIsMadeOnce(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	for range 2 {
		if err := w.MakeDocument(t.Context(), Issued{CertificateID: c.ID}); err != nil {
			t.Fatal(err)
		}
	}
	found, pdf, err := w.FindDocument(t.Context(), who, c.ID)
	if err != nil || found.ID != c.ID || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("%d bytes, %v", len(pdf), err)
	}
	sum := sha256.Sum256(pdf)
	if n := w.count(t, `SELECT count(*) FROM certificate.certificates WHERE pdf_sha256 = ?`, sum[:]); n != 1 {
		t.Error("the register does not name the document's hash")
	}
	w.exec(t, `DELETE FROM certificate.documents`)
	if _, again, err := w.FindDocument(t.Context(), who, c.ID); err != nil || !bytes.Equal(again, pdf) {
		t.Errorf("made again, the document differs (%v)", err)
	}
}

// TestDocumentOnDemand: the holder never waits for the reaction.
func TestDocumentOnDemand(t *testing.T) {
	w := setup(t, true)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	if _, pdf, err := w.FindDocument(t.Context(), who, c.ID); err != nil || len(pdf) == 0 {
		t.Errorf("%d bytes, %v", len(pdf), err)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.documents`); n != 1 {
		t.Errorf("%d documents are kept", n)
	}
}

// TestForeignCertificate: another person's certificate does not exist for the caller.
func TestForeignCertificate(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	stranger, _ := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	if _, pdf, err := w.FindDocument(t.Context(), stranger, c.ID); fault.KindOf(err) != fault.NotFound || pdf != nil {
		t.Errorf("document: %v", err)
	}
	if found, err := w.FindByEnrollment(t.Context(), stranger, event.EnrollmentID); found != nil || err != nil {
		t.Errorf("by enrollment: %v, %v", found, err)
	}
	if list, total, err := w.ListOwn(t.Context(), stranger, 10, 0); len(list) != 0 || total != 0 || err != nil {
		t.Errorf("list: %d of %d, %v", len(list), total, err)
	}
	if list, total, err := w.ListOwn(t.Context(), who, 10, 0); len(list) != 1 || total != 1 || err != nil {
		t.Errorf("own list: %d of %d, %v", len(list), total, err)
	}
	if err := w.MakeDocument(t.Context(), Issued{CertificateID: uuid.New()}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("document of nothing: %v", err)
	}
}

// TestPrinted: what is printed is the snapshot.
func TestPrinted(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.police, 712)
	c := w.issue(t, who, event)
	p := w.printed(c)
	if p.CertifiedBy != "TRƯỞNG BAN CHỈ ĐẠO 138" || p.BasisDocument != "Kế hoạch số 12/KH-BCĐ138" || p.Salutation != render.SalutationOfficer ||
		p.Periods != 8 || *p.Score != 712 || p.Classification != "Khá" || p.BirthDate != nil || p.VerifyURL != "https://taphuan.example/xac-minh/"+c.Code ||
		!p.From.Equal(time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", p)
	}
}

// TestFormerCopyIsNotKept: a document that was drawn before a reissue and comes to be kept behind it is not the copy in force.
func TestFormerCopyIsNotKept(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	before := w.issue(t, who, event)
	by, err := w.signer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.act(t, proposal(before.ID, Reissue))
	if err := w.keepDocument(t.Context(), before, []byte("%PDF of the first copy"), by); err != nil {
		t.Fatal(err)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.documents`); n != 0 {
		t.Fatal("the first copy was kept as the second")
	}
	_, pdf, err := w.FindDocument(t.Context(), who, before.ID)
	if err != nil || len(pdf) < 10_000 {
		t.Fatalf("the second copy: %d bytes, %v", len(pdf), err)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.certificates WHERE pdf_sha256 = sha256(?)`, pdf); n != 1 {
		t.Error("the hash is not the second copy's")
	}
}
