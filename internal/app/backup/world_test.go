package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"taphuan/internal/media"
)

// taken is the moment of every backup in these tests.
var taken = time.Date(2026, 11, 23, 11, 15, 0, 0, time.UTC)

// world is a small demonstration with something in every kind of column: a circle of foreign keys,
// bytes, JSON, arrays, and texts that COPY must escape.
type world struct {
	url  string
	home string
	file string // key of its media file
}

func newWorld(t *testing.T, url string) world {
	t.Helper()
	w := world{url: url, home: t.TempDir()}
	content := bytes.Repeat([]byte("video \x00\xff"), 100_000)
	sum := sha256.Sum256(content)
	w.file = hex.EncodeToString(sum[:])
	if err := (media.Disk{Dir: w.media()}).Put(t.Context(), w.file, bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.secret(), []byte(strings.Repeat("0a", 32)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	id := make([]any, 12)
	for i := range id {
		id[i] = uuid.New().String()
	}
	run(t, url, fmt.Sprintf(worldSQL, append(id, w.file)...))
	return w
}

func (w world) media() string  { return filepath.Join(w.home, "media") }
func (w world) secret() string { return filepath.Join(w.home, "secret.key") }

func (w world) source() Source {
	return Source{Database: w.url, Media: media.Disk{Dir: w.media()}, SecretKeyFile: w.secret(), Version: "test", Now: func() time.Time { return taken }}
}

// write backs the world up.
func (w world) write(t *testing.T) (string, Manifest) {
	t.Helper()
	file := filepath.Join(w.home, Name(taken))
	m, err := Write(t.Context(), file, w.source())
	if err != nil {
		t.Fatal(err)
	}
	return file, m
}

// worldSQL: 1 agency, 2 and 3 persons, 4 course, 5 version, 6 enrollment, 7 issuer, 8 certificate,
// 9 account's session, 10 audit entry, 11 posting, 12 media file, 13 its hash.
const worldSQL = `
INSERT INTO instance.settings (mode) VALUES ('demonstration');
INSERT INTO organization.agencies (id) VALUES ('%[1]s');
INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name, code) VALUES
	('%[2]s', '%[1]s', 'officer', 'Đặng Thị Hường', 'Hường', E'dòng một\ndòng\thai\\N "\\." \\'),
	('%[3]s', '%[1]s', 'student', 'Hồ Văn Tuấn', 'Tuấn', NULL);
INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES ('%[11]s', '%[2]s', '%[1]s', '2025-07-01');
INSERT INTO identity.accounts (person_id, username, username_key, one_time_hash) VALUES ('%[2]s', 'huong', 'huong', '\x00ff5c0a');
INSERT INTO identity.sessions (id, person_id, made_by, expires_at) VALUES ('%[9]s', '%[2]s', 'password', '2026-12-01 00:00:00.123456+07');
INSERT INTO audit.entries (id, actor_id, actor_role, action, object_type, before, after) VALUES ('%[10]s', '%[2]s', 'operator', 'test', 'person', NULL, '{"tên": "a\\b\n\"c\""}');
INSERT INTO media.files (id, sha256, size, mime) VALUES ('%[12]s', '\x%[13]s', 800000, 'video/mp4');
INSERT INTO catalog.courses (id, key, code) VALUES ('%[4]s', 'an1', 'AN1');
INSERT INTO catalog.course_versions (id, course_id, number, state, title_vi, field, audience, level, periods, pass_mark, updated_on, content_hash)
	VALUES ('%[5]s', '%[4]s', 1, 'published', 'Nhận diện lừa đảo', 'cybersecurity', '{CB,"a b",NULL,"{"}', 'basic', 400, 700, '2026-11-01', '\x01');
UPDATE catalog.courses SET current_version_id = '%[5]s';
INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source) VALUES ('%[6]s', '%[2]s', '%[1]s', '%[4]s', '%[5]s', 'self');
INSERT INTO certificate.issuers (id, agency_id, number_mark, header_lines, place, sign_lines, valid_from) VALUES ('%[7]s', '%[1]s', 'DEMO', '{A,B}', 'Quảng Ngãi', '{C}', '2025-01-01');
INSERT INTO certificate.certificates (id, code, enrollment_id, person_id, agency_id, course_id, issuer_id, year, number, register_number, facts, issued_on)
	VALUES ('%[8]s', '00000000000000000000000001', '%[6]s', '%[2]s', '%[1]s', '%[4]s', '%[7]s', 2026, 1, 'DEMO-1', '{}', '2026-11-20');
INSERT INTO certificate.documents (certificate_id, person_id, agency_id, pdf)
	SELECT '%[8]s', '%[2]s', '%[1]s', string_agg(sha256((i %% 50)::text::bytea), '') FROM generate_series(1, 90000) i;
INSERT INTO learning.deltas (xact, agency_id, course_id, day, what, amount)
	SELECT x::xid8, '%[1]s', '%[4]s', '2026-11-20', 'enrolled', 1 FROM unnest('{5000000000,5000000009,5000000010,5000000011}'::text[]) x;
INSERT INTO certificate.deltas (xact, agency_id, course_id, day, what, amount)
	SELECT x::xid8, '%[1]s', '%[4]s', '2026-11-20', 'issued', 1 FROM unnest('{5000000004,5000000005,5000000020}'::text[]) x;
INSERT INTO reporting.fold_cursors (source, folded_below) VALUES ('learning', '5000000010'), ('certificate', '5000000005');
INSERT INTO reporting.cells (agency_id, course_id, day, what, amount) VALUES ('%[1]s', '%[4]s', '2026-11-20', 'enrolled', 2);
INSERT INTO river.river_job (args, kind, max_attempts, queue, state) VALUES ('{"id": 1}', 'issue_certificate', 25, 'default', 'available');
`

// withConn runs do on a connection of its own, as the URL's user.
func withConn(t *testing.T, url string, do func(conn *pgx.Conn)) {
	t.Helper()
	err := withOwner(t.Context(), url, func(conn *pgx.Conn) error {
		do(conn)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// run executes statements.
func run(t *testing.T, url, statements string) {
	t.Helper()
	withConn(t, url, func(conn *pgx.Conn) {
		if _, err := conn.PgConn().Exec(t.Context(), statements).ReadAll(); err != nil {
			t.Fatal(err)
		}
	})
}

// tableHashes tells rows and hash of the ordered rows of every table. Transaction ids change on
// purpose and are compared by TestRestoreKeepsFoldingExact.
func tableHashes(t *testing.T, url string) map[string]string {
	t.Helper()
	hashes := map[string]string{}
	withConn(t, url, func(conn *pgx.Conn) {
		found, err := readLayout(t.Context(), conn)
		if err != nil {
			t.Fatal(err)
		}
		for name, columns := range found.tables {
			columns = without(columns, "xact", "folded_below")
			var rows int
			var hash string
			err := conn.QueryRow(t.Context(), fmt.Sprintf(`SELECT count(*), COALESCE(md5(string_agg(r, E'\n' ORDER BY r COLLATE "C")), '')
				FROM (SELECT ROW(%s)::text AS r FROM %s) AS t`, quoteAll(columns), quote(name))).Scan(&rows, &hash)
			if err != nil {
				t.Fatal(name, err)
			}
			hashes[name] = fmt.Sprint(rows, " rows ", hash)
		}
	})
	return hashes
}

func without(list []string, names ...string) []string {
	var kept []string
	for _, l := range list {
		if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+l+" ") {
			kept = append(kept, l)
		}
	}
	return kept
}

// texts runs a query of one text column.
func texts(t *testing.T, url, query string) []string {
	t.Helper()
	var found []string
	withConn(t, url, func(conn *pgx.Conn) {
		rows, err := conn.Query(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		if found, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			t.Fatal(err)
		}
	})
	return found
}
