package credential

import (
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files again")

// golden is a signed text with the keys that prove it. The pages that check payloads in a browser are tested by the same
// file, so that both read one format.
type golden struct {
	Text  string          `json:"text"`
	Keys  json.RawMessage `json:"keys"`
	Today string          `json:"today"`
	Facts []any           `json:"facts"`
}

// TestGolden: papers that were printed once are read for ever.
func TestGolden(t *testing.T) {
	t.Parallel()
	const path = "testdata/signed.json"
	if *update {
		writeGolden(t, path)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(file, &g); err != nil {
		t.Fatal(err)
	}
	keys, err := ParseKeySet(g.Keys)
	if err != nil {
		t.Fatal(err)
	}
	on, err := time.Parse(time.DateOnly, g.Today)
	if err != nil {
		t.Fatal(err)
	}
	found, err := Check(g.Text, keys, on)
	if err != nil || found.Verdict != Valid || found.Facts.Name != sample().Name || found.Facts.ValidUntil != sample().ValidUntil {
		t.Errorf("%+v, %v", found, err)
	}
	if now := host + "/xac-minh/" + sample().Code + "#" + signed(t, sample(), signerOf(1)); now != g.Text {
		t.Error("the same facts are written otherwise: that is another version")
	}
}

func writeGolden(t *testing.T, path string) {
	t.Helper()
	f := sample()
	keys, err := KeySet{Issuer: host, Keys: []Key{keyOf(signerOf(1))}}.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	g := golden{Text: host + "/xac-minh/" + f.Code + "#" + signed(t, f, signerOf(1)), Keys: keys, Today: today.Format(time.DateOnly), Facts: f.List()}
	file, err := json.MarshalIndent(g, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(file, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
