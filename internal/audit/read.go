package audit

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// RecordReadsTx notes that reader opened the rows of the given people ("Ai đã xem dữ liệu của tôi").
// Opening the same page again within the hour is one reading. People are those whom the rows are about. Whoever
// acted in office on a row (proposed, decided, entered, taught) is named as the author of the act and not read by
// it: the name says nothing of what they learnt, and the act stands in the log under it.
func RecordReadsTx(ctx context.Context, tx bun.IDB, reader, agency uuid.UUID, what string, people []uuid.UUID) error {
	if len(people) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(people))
	for i := range ids {
		ids[i] = NewID()
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO audit.person_reads (id, person_id, reader_id, agency_id, what)
		SELECT n.id, n.person_id, ?, ?, ? FROM unnest(ARRAY[?]::uuid[], ARRAY[?]::uuid[]) AS n(id, person_id)
		WHERE n.person_id <> ? AND NOT EXISTS (SELECT FROM audit.person_reads r
			WHERE r.person_id = n.person_id AND r.reader_id = ? AND r.what = ? AND r.at > now() - interval '1 hour')`,
		reader, agency, what, bun.List(ids), bun.List(people), reader, reader, what)
	return err
}

// ListReads returns who opened the rows of a person, known by one or more ids, at most limit of them, newest first, and how many there are in all.
func ListReads(ctx context.Context, tx bun.IDB, entries []uuid.UUID, limit, offset int64) ([]Read, int, error) {
	var reads []Read
	total, err := tx.NewSelect().Table("audit.person_reads").Column("id", "at", "person_id", "reader_id", "agency_id", "what").
		Where("person_id IN (?)", bun.List(entries)).Order("at DESC").Limit(limit).Offset(offset).ScanAndCount(ctx, &reads)
	return reads, int(total), err
}
