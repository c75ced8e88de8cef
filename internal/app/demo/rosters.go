package demo

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
)

// shownRosters are lists that were uploaded before: each says what the demonstration holds about the
// people whom it names.
var shownRosters = []struct{ kind, place, username, file string }{
	{"officers", "21040", "daumoi", "Danh sách cán bộ, công chức xã Bình Sơn.xlsx"},
	{"students", "THPT-BS", "nhatruong", "Danh sách lớp năm học.xlsx"},
}

// addRosters writes the history of lists that two focal points find, as of a month ago: everybody on
// them was known, so nothing was changed.
func addRosters(ctx context.Context, tx bun.Tx, g *generator, actors []uuid.UUID) error {
	at := g.cal.today.AddDate(0, -1, 0)
	for _, shown := range shownRosters {
		roster, agency := audit.NewID(), g.tree.byCode[shown.place]
		rows := officerRows
		if shown.kind == "students" {
			rows = studentRows
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO organization.roster_imports (id, agency_id, kind, school_year, file_name, file_hash, state, counts, created_by, created_at, committed_at)
			VALUES (?0, ?1, ?2, '', ?4, sha256(convert_to(?4, 'UTF8')), 'committed', '{}', ?5, ?3, ?3)`,
			roster, agency, shown.kind, at, shown.file, actors[castOf(shown.username)])
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, rows, roster, agency, g.cal.today); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE organization.roster_imports i SET counts = jsonb_build_object('total', n, 'new', 0, 'existing', n, 'moved', 0, 'changed', 0, 'refused', 0),
			school_year = COALESCE((SELECT c.school_year FROM organization.school_classes c WHERE c.agency_id = i.agency_id AND i.kind = 'students' ORDER BY c.school_year DESC LIMIT 1), '')
			FROM (SELECT count(*) AS n FROM organization.roster_rows WHERE roster_id = ?0) c WHERE i.id = ?0`, roster)
		if err != nil {
			return err
		}
	}
	return nil
}

func castOf(username string) int {
	for i, a := range cast {
		if a.username == username {
			return i
		}
	}
	return 0
}

const officerRows = `INSERT INTO organization.roster_rows (roster_id, agency_id, number, full_name, code, position, position_group, staffing, unit, unit_id, person_id, verdict)
	SELECT ?0, ?1, 5 + row_number() OVER (ORDER BY v.code, p.given_name COLLATE "vi-x-icu", p.id), p.full_name, p.code, o.position, o.position_group, o.staffing, v.name, v.agency_id, p.id, 'existing'
	FROM organization.persons p JOIN organization.postings o ON o.person_id = p.id AND o.counts AND o.valid_to IS NULL
	JOIN organization.agency_versions v ON v.agency_id = o.agency_id AND v.valid_to IS NULL
	WHERE p.agency_id IN (SELECT descendant_id FROM organization.agency_closure WHERE ancestor_id = ?1 AND valid_from <= ?2 AND (valid_to IS NULL OR valid_to > ?2))
	AND p.kind = 'officer'`

const studentRows = `INSERT INTO organization.roster_rows (roster_id, agency_id, number, full_name, class_name, code, person_id, verdict)
	SELECT ?0, ?1, 1 + row_number() OVER (ORDER BY c.name, p.given_name COLLATE "vi-x-icu", p.id), p.full_name, c.name, p.code, p.id, 'existing'
	FROM organization.class_members m JOIN organization.persons p ON p.id = m.person_id JOIN organization.school_classes c ON c.id = m.school_class_id
	WHERE m.agency_id = ?1 AND m.valid_to IS NULL AND ?2::date IS NOT NULL`
