package media_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/media"
)

// TestSigner: an address works for its file alone, by the key that made it, for 12 to 24 hours, and stays the same
// within a step, so that a browser finds what it kept.
func TestSigner(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC)
	signer := func(secret string, at time.Time) media.Signer {
		s, err := media.NewSigner([]byte(strings.Repeat(secret, 32)), func() time.Time { return at })
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	file, other := uuid.New(), uuid.New()
	here := signer("a", now)
	address, err := url.Parse(here.Address(file, "master.m3u8"))
	if err != nil || address.Path != "/media/"+file.String()+"/master.m3u8" || here.Address(file, "") != "/media/"+file.String()+"?"+address.RawQuery {
		t.Fatalf("%s, %v", address, err)
	}
	query := address.Query()
	later := url.Values{"e": {"99999999999"}, "s": query["s"]}
	for name, c := range map[string]struct {
		signer media.Signer
		file   uuid.UUID
		query  url.Values
		works  bool
	}{
		"now":             {here, file, query, true},
		"after 22 hours":  {signer("a", now.Add(22*time.Hour)), file, query, true},
		"after a day":     {signer("a", now.Add(24*time.Hour)), file, query, false},
		"another file":    {here, other, query, false},
		"another server":  {signer("b", now), file, query, false},
		"a longer life":   {here, file, later, false},
		"nothing":         {here, file, nil, false},
		"no signature":    {here, file, url.Values{"e": query["e"]}, false},
		"empty signature": {here, file, url.Values{"e": query["e"], "s": {""}}, false},
		"no number":       {here, file, url.Values{"e": {"x"}, "s": query["s"]}, false},
	} {
		left, err := c.signer.Check(c.file, c.query)
		if (err == nil) != c.works || err != nil && fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v, %v", name, left, err)
		}
	}
	for hours := range 48 {
		at := signer("a", now.Add(time.Duration(hours)*time.Hour))
		query, err := url.ParseQuery(at.Query(file))
		if err != nil {
			t.Fatal(err)
		}
		if left, err := at.Check(file, query); err != nil || left <= 12*time.Hour || left > 24*time.Hour {
			t.Errorf("made after %d hours: %v, %v", hours, left, err)
		}
	}
	if signer("a", now.Add(10*time.Hour)).Query(file) != here.Query(file) {
		t.Error("the address changes within a step")
	}
}
