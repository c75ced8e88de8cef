package measure

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"taphuan/internal/organization"
)

// agencies is how many the world has below one province: ten with a tenth of the others below each.
const agencies = 2000

// worldSQL makes a province with its agencies, people with a posting each, and the words by which they
// are found. Names are drawn as they are spread: four in ten people are called Nguyễn.
var worldSQL = []string{
	`CREATE TEMP TABLE unit AS SELECT gen_random_uuid() AS id, n FROM generate_series(0, ?0) n`,
	`INSERT INTO organization.agencies (id) SELECT id FROM unit`,
	`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, parent_id, name_key)
		SELECT gen_random_uuid(), id, '2022-01-01', 'Cơ quan ' || n, CASE WHEN n = 0 THEN 'province' ELSE 'department' END, 'B' || n,
		CASE WHEN n > 0 THEN (SELECT id FROM unit WHERE n = CASE WHEN u.n > 10 THEN 1 + u.n % 10 ELSE 0 END) END, 'co quan ' || n FROM unit u`,
	`SET session_replication_role = replica`, // foreign keys are not asked a million times for what is drawn from their own table
	`CREATE TEMP TABLE one AS SELECT gen_random_uuid() AS id, 1 + i % ?0 AS n, i, hashint4(i) & 1023 AS f, hashint4(i + 7) & 1023 AS m, hashint4(i + 13) & 1023 AS g FROM generate_series(1, ?1) i`,
	`CREATE TEMP TABLE named AS SELECT o.id, u.id AS agency_id, o.i,
		CASE WHEN f < 390 THEN 'Nguyễn' ELSE (ARRAY['Trần','Lê','Phạm','Huỳnh','Võ','Đặng','Bùi','Đỗ','Hồ','Ngô','Dương','Lý','Đinh','Phan','Vũ'])[1 + f % 15] END AS family,
		(ARRAY['Văn','Thị','Đức','Minh','Thanh','Hồng','Ngọc','Quốc','Gia','Thị Kim','Hoài','Xuân'])[1 + m % 12] AS middle,
		(ARRAY['An','Anh','Bình','Chi','Cường','Dung','Dũng','Đào','Đường','Đức','Em','Giang','Hà','Hải','Hằng','Hoa','Hòa','Hùng','Hương','Khánh','Lan','Linh','Long','Mai','Nam','Nga','Ngân','Nhung','Phúc','Quân','Rớt','Sơn','Tâm','Thảo','Thủy','Trang','Tuấn','Uyên','Vân','Yến'])[1 + g % 40] AS given
		FROM one o JOIN unit u USING (n)`,
	`INSERT INTO organization.persons (id, agency_id, kind, full_name, family_name, middle_name, given_name, code)
		SELECT id, agency_id, 'officer', family || ' ' || middle || ' ' || given, family, middle, given, 'CB' || lpad(i::text, 7, '0') FROM named`,
	`INSERT INTO organization.postings (id, person_id, agency_id, position, position_group, valid_from)
		SELECT gen_random_uuid(), id, agency_id, 'Chuyên viên', (ARRAY['leader','officer','teacher','commune_staff','clerk'])[1 + i % 5], '2024-01-01' FROM named`,
	`INSERT INTO organization.person_tokens (agency_id, token, person_id)
		WITH names AS (SELECT agency_id, id, string_to_array(name_key || ' ' || lower(code), ' ') AS folded, string_to_array(lower(full_name COLLATE "vi-x-icu") || ' ' || lower(code), ' ') AS written FROM organization.persons),
			turned AS (SELECT agency_id, id, folded[i:] || folded[:i - 1] AS folded, written[i:] || written[:i - 1] AS written FROM names, generate_subscripts(folded, 1) AS i)
		SELECT agency_id, array_to_string(folded, ' ') COLLATE "C", id FROM turned
		UNION ALL SELECT agency_id, array_to_string(ARRAY[folded[i], folded[j]] || folded[i + 1:j - 1] || folded[j + 1:] || folded[:i - 1], ' ') COLLATE "C", id
			FROM names, generate_subscripts(folded, 1) AS i, generate_series(i + 2, cardinality(folded) - 1) AS j
		UNION ALL SELECT agency_id, '~' || array_to_string(written || folded[2:], ' ') COLLATE "C", id FROM turned WHERE written[1] COLLATE "C" <> folded[1]
		ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING`,
	`SET session_replication_role = origin`,
}

// plainIndexes tells how the indexes that hold no rule are made; dropPlainIndexes drops them.
const (
	plainIndexes = `SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE NOT indisunique
		AND indrelid IN ('organization.persons'::regclass, 'organization.person_tokens'::regclass, 'organization.postings'::regclass)`
	dropPlainIndexes = `DO $$ DECLARE name regclass; BEGIN
		FOR name IN SELECT indexrelid FROM pg_index WHERE NOT indisunique AND indrelid IN ('organization.persons'::regclass, 'organization.person_tokens'::regclass, 'organization.postings'::regclass)
		LOOP EXECUTE 'DROP INDEX ' || name; END LOOP; END $$`
)

// buildWorld fills an empty database as its owner.
func buildWorld(ctx context.Context, owner *bun.DB, people int) error {
	conn, err := owner.Conn(ctx) // temporary tables are the connection's
	if err != nil {
		return err
	}
	defer conn.Close()
	var indexes []string // are built again at the end, as that is much quicker for many rows
	if err := conn.NewRaw(plainIndexes).Scan(ctx, &indexes); err != nil {
		return err
	}
	statements := slices.Concat([]string{`SET work_mem = '256MB'`, `SET maintenance_work_mem = '256MB'`, dropPlainIndexes}, worldSQL, indexes)
	for i, statement := range statements {
		if _, err := conn.ExecContext(ctx, statement, agencies, people); err != nil {
			return fmt.Errorf("step %d of the world: %w", i+1, err)
		}
	}
	if err := organization.RebuildClosureTx(ctx, owner); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM ANALYZE")
	return err
}
