package certificate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/pades"
	"taphuan/internal/postgres"
)

// MostSignedFile bounds a signed file, in bytes.
const MostSignedFile = 8 << 20

// Faults of signed files.
var (
	ErrNotSigned = fault.New(fault.Conflict, "signed_file.not_signed",
		fault.Text{VI: "Tệp chưa có chữ ký số nào ngoài chữ ký của nền tảng. Hãy tải tệp gốc về, ký số rồi tải lên.", EN: "The file carries no signature beside the platform's. Download the original, sign it and bring it back."})
	ErrSignatureBroken = fault.New(fault.Conflict, "signed_file.broken",
		fault.Text{VI: "Chữ ký số trong tệp không khớp với nội dung, hoặc tệp bị sửa sau khi ký. Hãy ký lại từ tệp gốc.", EN: "A signature does not fit the content, or the file was changed after it was signed. Sign the original again."})
	ErrSignedUnreadable = fault.New(fault.Conflict, "signed_file.unreadable",
		fault.Text{VI: "Không đọc được tệp này. Hãy tải lên tệp PDF đã ký, tối đa 8 MB.", EN: "This file cannot be read. Bring the signed PDF, of at most 8 MB."})
	ErrSignedDiffers = fault.New(fault.Conflict, "signed_file.differs",
		fault.Text{VI: "Nội dung tệp khác giấy trong sổ. Hãy xem từng điểm khác rồi quyết định giữ hay không.", EN: "The file says something else than the register. Look at each difference, then decide."})
	ErrSignedState = fault.New(fault.Conflict, "signed_file.state",
		fault.Text{VI: "Giấy này đã thu hồi hoặc đã được thay; không nhận tệp ký số nữa.", EN: "This certificate was revoked or replaced; it takes no signed file."})
)

// SignerSeen is a signature of a file as it is shown and kept. It is stored as JSON.
type SignerSeen struct {
	Name      string     `json:"name"`
	Issuer    string     `json:"issuer"` // who vouches for the name; whether rightly, is not asked here
	ClaimedAt *time.Time `json:"claimed_at,omitempty"`
	StampedAt *time.Time `json:"stamped_at,omitempty"`
	Platform  bool       `json:"platform"` // it is this platform's own
}

// Difference is a fact of the certificate that the file does not say, or what it says beside. It is stored as JSON.
type Difference struct {
	Fact  string `json:"fact,omitempty"` // as the certificate prints it
	Added string `json:"added,omitempty"`
}

// SignedFile (bản ký số của cơ quan) is what an office signed outside.
type SignedFile struct {
	bun.BaseModel `bun:"table:certificate.signed_files"`
	ID            uuid.UUID    `bun:"id"`
	CertificateID uuid.UUID    `bun:"certificate_id"`
	Copy          int          `bun:"copy"`
	PersonID      uuid.UUID    `bun:"person_id"`
	AgencyID      uuid.UUID    `bun:"agency_id"`
	PDF           []byte       `bun:"pdf"`
	Hash          []byte       `bun:"pdf_sha256"`
	Continues     bool         `bun:"continues"` // it begins with our bytes
	Differences   []Difference `bun:"differences,type:jsonb"`
	Signatures    []SignerSeen `bun:"signatures,type:jsonb"`
	BroughtBy     uuid.UUID    `bun:"brought_by"`
	BroughtAt     time.Time    `bun:"brought_at,nullzero,default:now()"`
}

// readSigned checks a file against the certificate and the document that the platform made of it: signatures first, then whether
// it begins with our bytes, then what its pages say. Errors: ErrSignedUnreadable, ErrSignatureBroken, ErrNotSigned.
func (s *Service) readSigned(ctx context.Context, c Certificate, ours, file []byte) (SignedFile, error) {
	if len(file) > MostSignedFile || !bytes.HasPrefix(file, []byte("%PDF-")) {
		return SignedFile{}, ErrSignedUnreadable
	}
	own, err := s.SigningCertificates(ctx)
	if err != nil {
		return SignedFile{}, err
	}
	sum := sha256.Sum256(file)
	f := SignedFile{CertificateID: c.ID, Copy: c.Copy, PersonID: c.PersonID, AgencyID: c.AgencyID, PDF: file, Hash: sum[:], Continues: bytes.HasPrefix(file, ours)}
	signatures, err := pades.Signatures(file)
	if err != nil {
		return f, ErrSignedUnreadable.Because(err)
	}
	for i, sign := range signatures {
		if sign.Broken != nil || i == len(signatures)-1 && !sign.Whole {
			return f, ErrSignatureBroken.Because(sign.Broken)
		}
		platform := slices.ContainsFunc(own, sign.Signer.Equal)
		f.Signatures = append(f.Signatures, SignerSeen{Name: sign.Signer.Subject.CommonName, Issuer: sign.Signer.Issuer.CommonName, ClaimedAt: moment(sign.ClaimedAt), StampedAt: moment(sign.StampedAt), Platform: platform})
	}
	if !slices.ContainsFunc(f.Signatures, func(seen SignerSeen) bool { return !seen.Platform }) {
		return f, ErrNotSigned
	}
	text, err := fileText(ctx, file)
	if err != nil {
		return f, ErrSignedUnreadable.Because(err)
	}
	before, err := fileText(ctx, ours)
	f.Differences = differences(s.printed(c).Sayings(), before, text)
	return f, err
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

const mostAdded = 500 // characters of what a file says beside

// differences compares words without their spacing, which every program writes in its own way.
func differences(facts []string, ours, theirs string) (found []Difference) {
	whole := dense(theirs)
	for _, fact := range facts {
		if !strings.Contains(whole, dense(fact)) {
			found = append(found, Difference{Fact: fact})
		}
	}
	known := map[string]int{}
	for _, word := range strings.Fields(ours) {
		known[word]++
	}
	var added []string
	for _, word := range strings.Fields(theirs) {
		if known[word]--; known[word] < 0 {
			added = append(added, word)
		}
	}
	if text := []rune(strings.Join(added, " ")); len(text) > 0 {
		found = append(found, Difference{Added: string(text[:min(len(text), mostAdded)])})
	}
	return found
}

func dense(text string) string { return strings.Join(strings.Fields(norm.NFC.String(text)), "") }

// findSigned returns the last file brought for the copy in force; nil when there is none. Without its bytes it is light.
func findSigned(ctx context.Context, tx bun.IDB, c Certificate, withBytes bool) (*SignedFile, error) {
	var f SignedFile
	q := tx.NewSelect().Model(&f).Where("certificate_id = ? AND copy = ?", c.ID, c.Copy).Order("brought_at DESC", "id DESC").Limit(1)
	if !withBytes {
		q.ExcludeColumn("pdf")
	}
	err := q.Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &f, err
}

// keptCertificate is one in force of an issuer whose register the caller keeps.
func (s *Service) keptCertificate(ctx context.Context, who access.Principal, id uuid.UUID) (c Certificate, by issuer, err error) {
	if err := who.Require(access.ManageRegister); err != nil {
		return c, by, err
	}
	err = s.db.Read(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&c).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		by, err = issuerByID(ctx, tx, c.IssuerID)
		return err
	})
	if err != nil {
		return Certificate{}, by, err
	}
	if err := who.RequireAt(access.ManageRegister, by.AgencyID); err != nil {
		return Certificate{}, by, err
	}
	if !c.inForce() {
		return Certificate{}, by, ErrSignedState
	}
	return c, by, nil
}
