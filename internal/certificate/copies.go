package certificate

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/certificate/render"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// ErrTooManyCopies asks for less at once, ErrNoCopies for another query.
var (
	ErrTooManyCopies = fault.New(fault.Conflict, "certificate.too_many_copies",
		fault.Text{VI: "Quá 1.000 giấy trong một lần. Hãy lọc theo năm, khóa học hoặc đơn vị rồi tải từng phần.", EN: "More than 1,000 certificates are too many at once. Filter by year, course or agency and take a part at a time."})
	ErrNoCopies = fault.New(fault.NotFound, "certificate.no_copies",
		fault.Text{VI: "Không có giấy nào còn giá trị trong phần đã lọc.", EN: "No certificate in force is among what was filtered."})
)

// Copies are the certificates of a query that are in force, in the order of their numbers, on their way to a printer or a disk.
type Copies struct {
	service      *Service
	reader       reader
	certificates []Certificate
}

// FindCopies returns the certificates in force behind the lines of a query, at most render.MostCopies. Who may read them is as
// for ListRegister; the taking is shown to the people whose they are. Errors beside: ErrTooManyCopies, ErrNoCopies.
func (s *Service) FindCopies(ctx context.Context, who access.Principal, q RegisterQuery) (*Copies, error) {
	r, err := s.open(ctx, who, q.IssuerID)
	if err != nil {
		return nil, err
	}
	found := &Copies{service: s, reader: r}
	err = s.db.RunInTx(ctx, r.scope, func(ctx context.Context, tx bun.Tx) error {
		lines, err := r.lines(ctx, tx, q, s.Today())
		if err != nil {
			return err
		}
		var ids []uuid.UUID
		err = lines.Where("c.state = ?", Valid).ColumnExpr("DISTINCT l.certificate_id").Limit(render.MostCopies+1).Scan(ctx, &ids)
		switch {
		case err != nil:
			return err
		case len(ids) > render.MostCopies:
			return ErrTooManyCopies
		case len(ids) == 0:
			return ErrNoCopies
		}
		err = tx.NewSelect().Model(&found.certificates).Where("id = ANY (?::uuid[])", pgdialect.Array(ids)).Order("issuer_id", "year", "number").Scan(ctx)
		if err != nil {
			return err
		}
		return r.recordEntries(ctx, tx, entriesOf(found.certificates), "certificate_copies")
	})
	return found, err
}

// entriesOf says whose certificates they are.
func entriesOf(list []Certificate) []Entry {
	entries := make([]Entry, len(list))
	for i, c := range list {
		entries[i] = Entry{PersonID: c.PersonID, AgencyID: c.AgencyID}
	}
	return entries
}

// Print draws all as one PDF for paper, a page each. It carries no signature: what is signed are the files.
func (l *Copies) Print(ctx context.Context) ([]byte, error) {
	issuer := l.certificates[0].Facts.IssuerLines
	title := fmt.Sprintf("Bản in %d giấy chứng nhận", len(l.certificates))
	return render.Copies(title, issuer[len(issuer)-1], l.service.Today(), l.sheets(ctx))
}

// sheets draws with the design of each certificate's time.
func (l *Copies) sheets(ctx context.Context) iter.Seq2[render.Sheet, error] {
	chosen := map[uuid.UUID][]Design{}
	return func(yield func(render.Sheet, error) bool) {
		for _, c := range l.certificates {
			if _, known := chosen[c.IssuerID]; !known {
				all, err := l.service.designsOf(ctx, c.IssuerID)
				if err != nil {
					yield(render.Sheet{}, err)
					return
				}
				chosen[c.IssuerID] = all
			}
			sheet, err := l.sheet(ctx, c, inForce(chosen[c.IssuerID], c.IssuedOn, c.IssuedAt))
			if !yield(sheet, err) || err != nil {
				return
			}
		}
	}
}

// sheet is the page of a certificate as its file shows it.
func (l *Copies) sheet(ctx context.Context, c Certificate, chosen *Design) (sheet render.Sheet, err error) {
	sheet.Facts = l.service.printed(c)
	if sheet.Facts.Proof, err = l.service.proof(ctx, c); err != nil {
		return sheet, err
	}
	sheet.Design, err = chosen.drawn()
	return sheet, err
}

// designsOf are all that an issuer has chosen, in the order in which they go before each other.
func (s *Service) designsOf(ctx context.Context, issuerID uuid.UUID) (all []Design, err error) {
	err = s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&all).Where("issuer_id = ?", issuerID).Order("valid_from DESC", "made_at DESC", "id DESC").Scan(ctx)
	})
	return all, err
}

// inForce is findDesign among those that were read.
func inForce(all []Design, day, at time.Time) *Design {
	for i, d := range all {
		if !d.ValidFrom.After(day) && !d.MadeAt.After(at) {
			return &all[i]
		}
	}
	return nil
}

// Archive writes the files themselves, signed, one by one as they are read. Their names are made of the register number and
// the person's name in plain letters.
func (l *Copies) Archive(ctx context.Context, w io.Writer) error {
	archive := zip.NewWriter(w)
	for _, c := range l.certificates {
		pdf, err := l.service.validDocument(ctx, l.reader.scope, c)
		if err != nil {
			return err
		}
		// Stored as they are: what is in a PDF is packed already.
		entry, err := archive.CreateHeader(&zip.FileHeader{Name: fileName(c), Method: zip.Store, Modified: c.IssuedAt})
		if err != nil {
			return err
		}
		if _, err := entry.Write(pdf); err != nil {
			return err
		}
	}
	return archive.Close()
}

// fileName is a name that every system takes: "0123-2026-GCN-CAT-dinh-thi-krech.pdf".
func fileName(c Certificate) string {
	name := strings.Join(strings.FieldsFunc(vietnamese.Fold(c.Facts.Name), notPlain), "-")
	number := strings.Join(strings.FieldsFunc(strings.ToUpper(vietnamese.Fold(c.RegisterNumber)), notPlain), "-")
	return strings.TrimSuffix(number+"-"+name, "-") + ".pdf"
}

func notPlain(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
}
