package exchange

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// told writes everything that an import says, for people to read in a diff.
func told(im Import) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %d imported, %d changed, %d refused\n", im.Format, im.Count(Imported), im.Count(Changed), im.Count(Refused))
	for _, note := range im.Notes {
		fmt.Fprintf(&out, "note %s: %s | %s\n", note.Code, note.Text.VI, note.Text.EN)
	}
	for _, m := range im.Media {
		fmt.Fprintf(&out, "media %s %s %d bytes\n", m.Name, m.Type, len(m.Data))
	}
	for _, item := range im.Items {
		fmt.Fprintf(&out, "\n%s: %s (%s:%d)", item.Status, item.Name, item.Place.Part, item.Place.Line)
		fmt.Fprintf(&out, " topic %q key %q difficulty %d tags %q\n", item.Topic, item.Key, item.Difficulty, item.Tags)
		for _, r := range item.Reasons {
			fmt.Fprintf(&out, "- %s: %s | %s\n", r.Code, r.Text.VI, r.Text.EN)
		}
		out.WriteString(bodyJSON(item))
	}
	return out.String()
}

func bodyJSON(item Item) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(item.Body); err != nil {
		return err.Error()
	}
	return out.String()
}

// load reads a file, or packs a folder.
func load(t *testing.T, file string) []byte {
	t.Helper()
	if info, err := os.Stat(file); err != nil || !info.IsDir() {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var parts []packedPart
	err := filepath.WalkDir(file, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(file, path)
		parts = append(parts, packedPart{filepath.ToSlash(name), data})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := packed(parts)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Files of every format as other systems and people write them, each beside what is made of it.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*/*")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") {
			continue
		}
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			data := load(t, file)
			im, err := Read(filepath.Base(file), data, Defaults)
			if err != nil {
				t.Fatal(err)
			}
			got := told(im)
			if *update {
				if err := os.WriteFile(file+".golden", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file + ".golden")
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
