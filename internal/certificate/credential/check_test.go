package credential

import (
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"
)

const host = "https://taphuan.example"

// today is the day by the clock of whoever checks.
var today = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func signerOf(seed byte) Signer {
	return Signer{Private: ed25519.NewKeyFromSeed(append(make([]byte, 31), seed)), Issuer: host}
}

func keyOf(s Signer) Key {
	return Key{Public: s.Private.Public().(ed25519.PublicKey), ValidFrom: today.AddDate(-1, 0, 0)}
}

func day(text string) Day {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return DayOf(at)
}

func sample() Facts {
	score := 845
	return Facts{Code: "7KQF2M9XH4TBW6PCN3RA8YVDE5", Number: "0123/2026/GCN-BCĐ138", Name: "Đinh Thị Hrê Ươm", Unit: "Sở Khoa học và Công nghệ",
		CourseCode: "AN1", CourseTitle: "Nhận biết lừa đảo trực tuyến", From: day("2026-11-01"), To: day("2026-11-20"), Periods: 850, Score: &score,
		Classification: "Giỏi", Issuer: []string{"UBND TỈNH QUẢNG NGÃI", "BAN CHỈ ĐẠO 138"}, IssuedOn: day("2026-11-21"), ValidUntil: day("2028-11-21")}
}

func signed(t *testing.T, f Facts, by Signer) string {
	t.Helper()
	digits, err := Sign(f, by)
	if err != nil {
		t.Fatal(err)
	}
	return digits
}

func TestCheck(t *testing.T) {
	t.Parallel()
	own, other := signerOf(1), signerOf(2)
	retired := keyOf(own)
	end := today.AddDate(0, 0, -10)
	retired.RetiredAt = &end
	keys := KeySet{Issuer: host, Keys: []Key{keyOf(own)}}
	rotated := KeySet{Issuer: host, Keys: []Key{keyOf(other), retired}}
	good := signed(t, sample(), own)
	older := sample()
	older.IssuedOn = DayOf(end)
	page := host + "/xac-minh/" + sample().Code + "#"
	for name, test := range map[string]struct {
		text string
		keys KeySet
		on   time.Time
		want Verdict
	}{
		"the text of the QR code":         {page + good, keys, today, Valid},
		"the payload alone":               {" " + good + "\n", keys, today, Valid},
		"the last day":                    {page + good, keys, time.Date(2028, 11, 21, 16, 59, 59, 0, time.UTC), Valid},
		"the day after":                   {page + good, keys, time.Date(2028, 11, 21, 17, 0, 0, 0, time.UTC), Expired},
		"before the issue":                {page + good, keys, today.AddDate(0, 0, -3), Early},
		"another key":                     {page + signed(t, sample(), other), keys, today, UnknownKey},
		"an older key":                    {page + signed(t, older, own), rotated, today, Valid},
		"by an older key, after its time": {page + good, rotated, today, RetiredKey},
		"on another site":                 {strings.Replace(page, "taphuan.example", "taphuan.example.evil", 1) + good, keys, today, Misdirected},
		"behind another code":             {host + "/xac-minh/0ABCDEFGHJKMNPQRSTVWXYZ000#" + good, keys, today, Misdirected},
		"of another platform":             {"https://other.example/xac-minh/" + sample().Code + "#" + signed(t, sample(), other), keys, today, UnknownKey},
	} {
		found, err := Check(test.text, test.keys, test.on)
		if err != nil || found.Verdict != test.want || found.Facts.Name != sample().Name {
			t.Errorf("%s: %s, %v; want %s", name, found.Verdict, err, test.want)
		}
	}
	for _, text := range []string{"", "#", page, page + "12345", host, page + strings.Repeat("0", 8000), page + good[:len(good)-17], page + good + "00000000000000000"} {
		if found, err := Check(text, keys, today); err == nil && found.Verdict != Forged || err != nil && !errors.Is(err, ErrPayload) {
			t.Errorf("%.80s: %+v, %v", text, found, err)
		}
	}
}

// One flipped bit anywhere, and nothing of it is believed.
func TestFlippedBits(t *testing.T) {
	t.Parallel()
	by := signerOf(1)
	keys := KeySet{Issuer: host, Keys: []Key{keyOf(by)}}
	data, err := fromDigits(signed(t, sample(), by))
	if err != nil {
		t.Fatal(err)
	}
	for bit := range len(data) * 8 {
		data[bit/8] ^= 1 << (bit % 8)
		found, err := Check(toDigits(data), keys, today)
		if err == nil && found.Verdict != Forged && found.Verdict != UnknownKey || err != nil && !errors.Is(err, ErrPayload) {
			t.Fatalf("bit %d: %s, %v", bit, found.Verdict, err)
		}
		data[bit/8] ^= 1 << (bit % 8)
	}
	if found, err := Check(toDigits(data), keys, today); err != nil || found.Verdict != Valid {
		t.Errorf("unchanged: %s, %v", found.Verdict, err)
	}
}

// A signature over the same bytes for another purpose is none here.
func TestPurpose(t *testing.T) {
	t.Parallel()
	by := signerOf(1)
	data, err := fromDigits(signed(t, sample(), by))
	if err != nil {
		t.Fatal(err)
	}
	body := data[:len(data)-ed25519.SignatureSize]
	forged := append(append([]byte{}, body...), ed25519.Sign(by.Private, body)...)
	if found, err := Check(toDigits(forged), KeySet{Issuer: host, Keys: []Key{keyOf(by)}}, today); err != nil || found.Verdict != Forged {
		t.Errorf("%s, %v", found.Verdict, err)
	}
}

func TestKeySet(t *testing.T) {
	t.Parallel()
	end := today.Truncate(time.Second)
	old := keyOf(signerOf(2))
	old.RetiredAt = &end
	file, err := KeySet{Issuer: host, Keys: []Key{keyOf(signerOf(1)), old}}.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	read, err := ParseKeySet(file)
	if err != nil || read.Issuer != host || len(read.Keys) != 2 || !read.Keys[0].Public.Equal(keyOf(signerOf(1)).Public) || read.Keys[1].RetiredAt == nil || !read.Keys[1].RetiredAt.Equal(end) {
		t.Errorf("%+v, %v", read, err)
	}
	for _, text := range []string{"", "{}", "[]", `{"issuer":"https://a","keys":[{"kty":"RSA"}]}`, strings.Replace(string(file), host, "", 1)} {
		if _, err := ParseKeySet([]byte(text)); !errors.Is(err, ErrKeys) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// The thumbprint is that of RFC 8037, appendix A.3.
func TestKeyID(t *testing.T) {
	t.Parallel()
	set, err := ParseKeySet([]byte(`{"issuer":"https://a","keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}`))
	if err != nil || set.Keys[0].ID() != "90facafe" { // kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
		t.Errorf("%v, %v", set, err)
	}
}
