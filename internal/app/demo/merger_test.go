package demo

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"
)

// names asks for a list of names.
func names(t *testing.T, db bun.IDB, query string, args ...any) []string {
	t.Helper()
	var list []string
	if err := db.NewRaw(query, args...).Scan(context.Background(), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// below lists the agencies of a kind in a subtree on a day.
const below = `SELECT DISTINCT v.name FROM organization.agency_closure c JOIN organization.agency_versions a ON a.agency_id = c.ancestor_id AND a.code = ?0
	JOIN organization.agency_versions v ON v.agency_id = c.descendant_id AND v.valid_from <= ?1 AND (v.valid_to IS NULL OR v.valid_to > ?1)
	WHERE c.valid_from <= ?1 AND (c.valid_to IS NULL OR c.valid_to > ?1) AND v.kind = ?2 ORDER BY 1`

const sourcesOf = `SELECT v.name FROM organization.agency_events e JOIN organization.agency_event_targets t ON t.event_id = e.id
	JOIN organization.agency_event_sources s ON s.event_id = e.id JOIN organization.agency_versions a ON a.agency_id = t.agency_id AND a.valid_to IS NULL
	JOIN organization.agency_versions v ON v.agency_id = s.agency_id WHERE a.code = ? AND e.kind = ? ORDER BY v.code`

// checkMerger walks the tree of before and after 1 July 2025.
func checkMerger(t *testing.T, db bun.IDB) {
	for day, want := range map[string]int{"2025-06-30": 13, "2025-07-01": 0} {
		if got := names(t, db, below, "51", day, "district"); len(got) != want {
			t.Errorf("%s: districts of Quảng Ngãi: %v", day, got)
		}
	}
	if got := names(t, db, below, "62", "2025-06-30", "district"); len(got) != 10 {
		t.Errorf("districts of Kon Tum: %v", got)
	}
	if got := names(t, db, below, "51", "2025-07-01", "commune"); len(got) != 86 {
		t.Errorf("%d communes on the day of the merger", len(got))
	}
	for _, c := range []struct {
		code, kind string
		want       []string
	}{
		{"21085", "merge", []string{"Xã Bình Khương", "Xã Bình An", "Xã Bình Minh"}},
		{"21136", "merge", []string{"Xã Trà Tân"}},
		{"21136", "split", []string{"Xã Trà Bùi"}},
		{"21157", "split", []string{"Xã Trà Bùi"}},
		{"21548", "merge", []string{"Huyện Lý Sơn"}},
		{"23368", "move_parent", []string{"Xã Đăk Long", "Xã Đăk Long"}},
		{"SKHCN", "transfer_function", []string{"Sở Thông tin và Truyền thông"}},
		{"SNNMT", "merge", []string{"Sở Nông nghiệp và Phát triển nông thôn", "Sở Tài nguyên và Môi trường"}},
	} {
		if diff := cmp.Diff(c.want, names(t, db, sourcesOf, c.code, c.kind)); diff != "" {
			t.Errorf("%s of %s: %s", c.kind, c.code, diff)
		}
	}
	full := names(t, db, `SELECT name FROM organization.agency_versions WHERE full_place_name AND valid_to IS NULL ORDER BY code`)
	if diff := cmp.Diff([]string{"Phường Trương Quang Trọng", "Xã Nguyễn Nghiêm", "Xã Đặng Thuỳ Trâm"}, full); diff != "" {
		t.Errorf("named after persons: %s", diff)
	}
	unchanged := names(t, db, `SELECT v.name FROM organization.agency_versions v JOIN organization.agency_versions b ON b.agency_id = v.agency_id AND b.valid_to = '2025-07-01'
		WHERE v.valid_from = '2025-07-01' AND v.kind = 'commune' ORDER BY v.code`)
	if diff := cmp.Diff([]string{"Xã Ba Xa", "Xã Đăk Long", "Xã Rờ Kơi", "Xã Ia Đal", "Xã Mô Rai"}, unchanged); diff != "" {
		t.Errorf("left as they were: %s", diff)
	}
}
