package backup

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"taphuan/internal/pgtest"
)

// TestDamage: a byte that changed anywhere, a file that was cut off or that goes on is refused
// before the database is touched.
func TestDamage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	file, _ := w.write(t)
	if _, err := Verify(file); err != nil {
		t.Fatalf("the backup itself: %v", err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := map[string][]byte{"empty": {}, "cut": whole[:len(whole)-1], "half": whole[:len(whole)/2], "goes on": append(append([]byte{}, whole...), 'x'), "other file": []byte("PK\x03\x04")}
	for i := range 30 {
		at := i * (len(whole) - 1) / 29
		flipped := append([]byte{}, whole...)
		flipped[at] ^= 0xff
		spoiled["byte "+string(rune('0'+i/10))+string(rune('0'+i%10))] = flipped
	}
	for name, content := range spoiled {
		path := filepath.Join(t.TempDir(), "spoiled.tar.gz")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		var damaged DamagedError
		if _, err := Verify(path); !errors.As(err, &damaged) {
			t.Errorf("%s: %v, want a DamagedError", name, err)
		}
	}
}

// TestManifestIsChecked: a file whose gzip is sound but whose content is not what the manifest says.
func TestManifestIsChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		table, said string
		want        string
	}{
		"wrong hash":  {"a\n", "b\n", "is damaged"},
		"missing":     {"", "b\n", "is missing"},
		"not in list": {"a\n", "", "does not stand in the manifest"},
	} {
		path := filepath.Join(t.TempDir(), "made.tar.gz")
		makeArchive(t, path, c.table, c.said)
		_, err := Verify(path)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// makeArchive writes a backup with one table, and a manifest that says something of it.
func makeArchive(t *testing.T, path, table, said string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m := Manifest{Format: formatVersion, Program: "test"}
	if said != "" {
		w := newArchiveWriter(io.Discard, taken).table("a.b")
		if _, err := w.Write([]byte(said)); err != nil {
			t.Fatal(err)
		}
		m.Tables = []Table{{Name: "a.b", Rows: 1, Bytes: w.bytes, SHA256: w.digest()}}
	}
	archive := newArchiveWriter(file, taken)
	w := archive.table("a.b")
	if _, err := w.Write([]byte(table)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.flush(), archive.close(m)); err != nil {
		t.Fatal(err)
	}
}
