package credential

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

func badge() Badge {
	return Badge{Facts: sample(), ID: "urn:uuid:0193a0a0-0000-7000-8000-000000000001", SubjectID: "urn:uuid:0193a0a0-0000-7000-8000-000000000002",
		IssuedAt: time.Date(2026, 11, 21, 2, 3, 4, 5, time.UTC), Course: host + "/khoa-hoc/an1", Description: "Biết cách nhận ra lừa đảo.",
		Alignments: []Alignment{{"DigComp", "2.2", "4.1"}, {"Khung riêng", "1", "A"}}, Position: StatusListLength + 7}
}

// written is the badge in both forms.
func written(t *testing.T, b Badge, by Signer) map[string][]byte {
	t.Helper()
	token, err := b.JWT(by)
	if err != nil {
		t.Fatal(err)
	}
	document, err := b.JSON(by, today)
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"token": []byte(token), "document": document}
}

func TestCheckBadge(t *testing.T) {
	t.Parallel()
	own, other := signerOf(1), signerOf(2)
	retired := keyOf(own)
	end := today.AddDate(0, 0, -10)
	retired.RetiredAt = &end
	keys := KeySet{Issuer: host, Keys: []Key{keyOf(own)}}
	for name, test := range map[string]struct {
		by   Signer
		keys KeySet
		at   time.Time
		want Verdict
	}{
		"in force":         {own, keys, today, Valid},
		"the last second":  {own, keys, time.Date(2028, 11, 21, 16, 59, 59, 0, time.UTC), Valid},
		"the day after":    {own, keys, time.Date(2028, 11, 21, 17, 0, 0, 0, time.UTC), Expired},
		"before its issue": {own, keys, badge().IssuedAt.Add(-time.Minute), Early},
		"another key":      {other, keys, today, UnknownKey},
		"a retired key":    {own, KeySet{Issuer: host, Keys: []Key{keyOf(other), retired}}, today, RetiredKey},
		"another platform": {Signer{own.Private, "https://other.example"}, keys, today, UnknownKey},
	} {
		for form, held := range written(t, badge(), test.by) {
			found, err := CheckBadge(held, test.keys, test.at)
			if err != nil || found.Verdict != test.want {
				t.Errorf("%s, %s: %s, %v; want %s", name, form, found.Verdict, err, test.want)
			}
			if f := found.Facts; f.Name != sample().Name || f.Number != sample().Number || f.Code != sample().Code || f.IssuedOn != sample().IssuedOn || f.ValidUntil != sample().ValidUntil || f.From != sample().From || f.To != sample().To {
				t.Errorf("%s, %s: %+v", name, form, f)
			}
		}
	}
}

// Whatever changes what a badge says is seen.
func TestChangedBadge(t *testing.T) {
	t.Parallel()
	own := signerOf(1)
	keys := KeySet{Issuer: host, Keys: []Key{keyOf(own)}}
	for form, held := range written(t, badge(), own) {
		for at := 0; at < len(held); at += 5 {
			changed := bytes.Clone(held)
			changed[at] ^= 1
			found, err := CheckBadge(changed, keys, today)
			if err == nil && found.Verdict != Forged && found.Verdict != UnknownKey || err != nil && !errors.Is(err, ErrPayload) {
				t.Fatalf("%s, byte %d of %q: %s, %v", form, at, changed[max(0, at-20):min(len(changed), at+20)], found.Verdict, err)
			}
		}
	}
	none := strings.Replace(string(written(t, badge(), own)["token"]), ".", ".e30.", 1)
	unsigned := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + strings.Split(none, ".")[2] + "."
	for _, held := range []string{"", "{}", "[]", "a.b.c", none, unsigned, `{"proof":{"type":"DataIntegrityProof"}}`, `{"proof":[]}`} {
		if found, err := CheckBadge([]byte(held), keys, today); err == nil {
			t.Errorf("%.60s is %s", held, found.Verdict)
		}
	}
}

// TestBadgeStructure holds the badge against what Open Badges 3.0 (appendix C) asks of an AchievementCredential.
func TestBadgeStructure(t *testing.T) {
	t.Parallel()
	var d map[string]any
	if err := json.Unmarshal(written(t, badge(), signerOf(1))["document"], &d); err != nil {
		t.Fatal(err)
	}
	at := func(path ...string) any {
		var here any = d
		for _, name := range path {
			if list, isList := here.([]any); isList {
				here = list[0]
			}
			here = here.(map[string]any)[name]
		}
		return here
	}
	for _, want := range []struct {
		path  []string
		value any
	}{
		{[]string{"@context"}, []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}},
		{[]string{"type"}, []any{"VerifiableCredential", "OpenBadgeCredential"}},
		{[]string{"validFrom"}, "2026-11-21T02:03:04Z"}, {[]string{"validUntil"}, "2028-11-21T16:59:59Z"},
		{[]string{"issuer", "id"}, host + "/credentials/issuer"}, {[]string{"issuer", "type"}, []any{"Profile"}},
		{[]string{"credentialSubject", "type"}, []any{"AchievementSubject"}},
		{[]string{"credentialSubject", "identifier", "type"}, "IdentityObject"}, {[]string{"credentialSubject", "identifier", "hashed"}, false},
		{[]string{"credentialSubject", "achievement", "type"}, []any{"Achievement"}},
		{[]string{"credentialSubject", "achievement", "achievementType"}, "CertificateOfCompletion"},
		{[]string{"credentialSubject", "achievement", "alignment", "targetUrl"}, "https://joint-research-centre.ec.europa.eu/digcomp_en"},
		{[]string{"credentialSubject", "achievement", "alignment", "targetCode"}, "4.1"},
		{[]string{"credentialSubject", "result", "value"}, "8.5"},
		{[]string{"credentialStatus", "type"}, "BitstringStatusListEntry"}, {[]string{"credentialStatus", "statusListIndex"}, "7"},
		{[]string{"credentialStatus", "statusListCredential"}, host + "/credentials/status/1"},
		{[]string{"proof", "cryptosuite"}, "eddsa-jcs-2022"}, {[]string{"proof", "@context"}, []any{badgeContexts[0], badgeContexts[1]}},
	} {
		got, _ := json.Marshal(at(want.path...))
		if wanted, _ := json.Marshal(want.value); !bytes.Equal(got, wanted) {
			t.Errorf("%s is %s, want %s", strings.Join(want.path, "."), got, wanted)
		}
	}
	for _, path := range [][]string{{"credentialSubject", "achievement", "criteria", "narrative"}, {"credentialSubject", "achievement", "description"}, {"issuer", "name"}, {"evidence", "id"}} {
		if text, _ := at(path...).(string); text == "" {
			t.Errorf("%s is empty", strings.Join(path, "."))
		}
	}
	private := badge()
	private.Facts.Unit = "Công an tỉnh"
	for form, held := range written(t, private, signerOf(1)) {
		if form == "token" {
			held, _ = base64.RawURLEncoding.DecodeString(strings.Split(string(held), ".")[1])
		}
		if strings.Contains(string(held), "Công an") {
			t.Errorf("the %s tells the unit", form)
		}
	}
}

// A status list has exactly the bits that were set, first ones leftmost, and is signed like a badge.
func TestStatusList(t *testing.T) {
	t.Parallel()
	list, err := StatusList(3, []int64{0, 9, StatusListLength - 1}, signerOf(1), today)
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		ID      string
		Subject struct{ EncodedList string } `json:"credentialSubject"`
	}
	if err := json.Unmarshal(list, &d); err != nil || d.ID != host+"/credentials/status/3" || d.Subject.EncodedList[0] != 'u' {
		t.Fatalf("%s: %v", list, err)
	}
	packed, err := base64.RawURLEncoding.DecodeString(d.Subject.EncodedList[1:])
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	bits, err := io.ReadAll(r)
	want := make([]byte, StatusListLength/8)
	want[0], want[1], want[len(want)-1] = 0x80, 0x40, 0x01
	if err != nil || !slices.Equal(bits, want) {
		t.Errorf("%d bytes, %v", len(bits), err)
	}
	var members map[string]any
	if err := json.Unmarshal(list, &members); err != nil {
		t.Fatal(err)
	}
	if proof, _ := members["proof"].(map[string]any); proof["verificationMethod"] != host+"/credentials/issuer#"+signerOf(1).KeyID() {
		t.Errorf("proof %v", proof)
	}
}

// The issuer's profile names every key in the form that proofs ask for.
func TestProfile(t *testing.T) {
	t.Parallel()
	set := KeySet{Issuer: host, Keys: []Key{keyOf(signerOf(1)), keyOf(signerOf(2))}}
	text, err := set.Profile("Tập Huấn")
	var p struct {
		ID                 string
		VerificationMethod []map[string]string
		AssertionMethod    []string
	}
	if err != nil || json.Unmarshal(text, &p) != nil || p.ID != host+"/credentials/issuer" || len(p.VerificationMethod) != 2 || p.AssertionMethod[1] != p.VerificationMethod[1]["id"] {
		t.Fatalf("%s: %v", text, err)
	}
	if m := p.VerificationMethod[0]; m["type"] != "Multikey" || m["controller"] != p.ID || !strings.HasPrefix(m["publicKeyMultibase"], "z6Mk") {
		t.Errorf("%v", m)
	}
	if key, found := set.JWK(signerOf(2).KeyID()); !found || !strings.Contains(string(key), `"kid":"`+signerOf(2).KeyID()) {
		t.Errorf("%s, %t", key, found)
	}
	if _, found := set.JWK("00000000"); found {
		t.Error("a key that nobody has was found")
	}
}
