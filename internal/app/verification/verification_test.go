package verification

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"taphuan/internal/certificate/credential"
	"taphuan/internal/certificate/render"
	"taphuan/internal/pades"
)

var now = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

const page = "https://taphuan.example/xac-minh/7KQF2M9XH4TBW6PCN3RA8YVDE5"

// issued returns the text of a QR code and the file of the keys that prove it.
func issued(t *testing.T) (text string, keys []byte) {
	t.Helper()
	by := credential.Signer{Private: ed25519.NewKeyFromSeed(make([]byte, 32)), Issuer: "https://taphuan.example"}
	score := 845
	digits, err := credential.Sign(credential.Facts{Code: "7KQF2M9XH4TBW6PCN3RA8YVDE5", Number: "0123/2026/GCN", Name: "Đinh Thị Hrê Ươm",
		CourseCode: "AN1", CourseTitle: "Nhận biết lừa đảo", From: credential.DayOf(now), To: credential.DayOf(now), Periods: 850, Score: &score,
		Classification: "Giỏi", Issuer: []string{"UBND TỈNH", "BAN CHỈ ĐẠO 138"}, IssuedOn: credential.DayOf(now), ValidUntil: credential.DayOf(now.AddDate(2, 0, 0))}, by)
	if err != nil {
		t.Fatal(err)
	}
	keys, err = credential.KeySet{Issuer: by.Issuer, Keys: []credential.Key{{Public: by.Private.Public().(ed25519.PublicKey), ValidFrom: now}}}.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return page + "#" + digits, keys
}

func TestVerifyPayload(t *testing.T) {
	t.Parallel()
	text, file := issued(t)
	var keys Keys
	if err := keys.Add(file); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		held, lang string
		at         time.Time
		want       Standing
		says       []string
	}{
		"in force":    {text + "\n", "vi", now, InForce, []string{"HỢP LỆ", "Họ và tên: Đinh Thị Hrê Ươm", "Giỏi, 8,5/10", "Số tiết: 8,5", "UBND TỈNH - BAN CHỈ ĐẠO 138", "thu hồi", page}},
		"English":     {text, "en", now, InForce, []string{"VALID.", "Name: Đinh Thị Hrê Ươm", "Giỏi, 8.5/10", "revoked since"}},
		"no language": {text, "", now, InForce, []string{"HỢP LỆ"}},
		"expired":     {text, "vi", now.AddDate(3, 0, 0), OutOfForce, []string{"ĐÃ HẾT HẠN", "Có hiệu lực đến: 23/11/2028"}},
		"slow clock":  {text, "vi", now.AddDate(0, 0, -1), OutOfForce, []string{"đồng hồ"}},
		"elsewhere":   {strings.Replace(text, "taphuan.example", "taphuan.evil.example", 1), "vi", now, Disproved, []string{"Đừng mở"}},
		"an address":  {page, "vi", now, Unreadable, []string{"KHÔNG ĐỌC ĐƯỢC"}},
		"nothing":     {"", "en", now, Unreadable, []string{"UNREADABLE"}},
	} {
		outcome := Verify([]byte(test.held), keys, test.at, test.lang)
		told := strings.Join(outcome.Lines, "\n")
		if outcome.Standing != test.want {
			t.Errorf("%s: standing %d, want %d: %s", name, outcome.Standing, test.want, told)
		}
		for _, says := range test.says {
			if !strings.Contains(told, says) {
				t.Errorf("%s: lacks %q: %s", name, says, told)
			}
		}
		if outcome.Standing == Disproved && strings.Contains(told, "Đinh") {
			t.Errorf("%s: tells facts that are not proved: %s", name, told)
		}
	}
}

func TestVerifyBadge(t *testing.T) {
	t.Parallel()
	_, file := issued(t)
	var keys Keys
	if err := keys.Add(file); err != nil {
		t.Fatal(err)
	}
	by := credential.Signer{Private: ed25519.NewKeyFromSeed(make([]byte, 32)), Issuer: "https://taphuan.example"}
	badge := credential.Badge{Facts: credential.Facts{Code: "7KQF2M9XH4TBW6PCN3RA8YVDE5", Name: "Đinh Thị Hrê Ươm", CourseTitle: "Nhận biết lừa đảo", CourseCode: "AN1"},
		ID: "urn:uuid:1", SubjectID: "urn:uuid:2", IssuedAt: now, Course: "https://taphuan.example/khoa-hoc/an1", Description: "x"}
	token, err := badge.JWT(by)
	if err != nil {
		t.Fatal(err)
	}
	document, err := badge.JSON(by, now)
	if err != nil {
		t.Fatal(err)
	}
	for held, want := range map[string]Standing{token + "\n": InForce, string(document): InForce, strings.Replace(string(document), "Hrê", "Kinh", 1): Disproved,
		token[:len(token)-8] + "AAAAAAAA": Disproved, "{}": Unreadable, "eyJ": Unreadable} {
		outcome := Verify([]byte(held), keys, now, "vi")
		if said := strings.Join(outcome.Lines, "\n"); outcome.Standing != want || strings.Contains(said, "Đinh Thị Hrê Ươm") != (want == InForce) {
			t.Errorf("%.80s: standing %d, want %d: %s", held, outcome.Standing, want, said)
		}
	}
}

// Both languages say everything.
func TestWords(t *testing.T) {
	t.Parallel()
	for key := range words["vi"] {
		if words["en"][key] == "" {
			t.Errorf("no English for %s", key)
		}
	}
	if len(words["en"]) != len(words["vi"]) {
		t.Errorf("%d and %d words", len(words["vi"]), len(words["en"]))
	}
}

func TestVerifyPDF(t *testing.T) {
	t.Parallel()
	own, other := identity(t, "Tập Huấn"), identity(t, "Sở Khoa học và Công nghệ")
	plain, err := render.Certificate(render.Facts{Name: "Đinh Thị Hrê Ươm", CourseTitle: "Nhận biết lừa đảo", From: now, To: now, Periods: 8, IssuerLines: []string{"UBND TỈNH"},
		Place: "Quảng Ngãi", IssuedOn: now, SignerLines: []string{"TRƯỞNG BAN"}, RegisterNumber: "0123/2026/GCN", Code: "7KQF", VerifyURL: page}, render.TealGold())
	if err != nil {
		t.Fatal(err)
	}
	sign := func(file []byte, by pades.Identity) []byte {
		signed, err := pades.Sign(t.Context(), file, by, pades.Act{At: now, Name: "Tập Huấn"})
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	file := sign(plain, own)
	changed := append([]byte{}, file...)
	changed[200] ^= 1
	var keys Keys
	if err := keys.Add(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: own.Chain[0].Raw})); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		file []byte
		want Standing
		says string
	}{
		"signed":                  {file, InForce, "HỢP LỆ"},
		"signed by the agency":    {sign(file, other), InForce, "Sở Khoa học và Công nghệ"},
		"a flipped bit":           {changed, Disproved, "đã bị sửa"},
		"something added":         {append(append([]byte{}, file...), "\n% more\n"...), Disproved, "được thêm vào"},
		"another's alone":         {sign(plain, other), Disproved, "KHÔNG XÁC MINH ĐƯỢC"},
		"without a signature":     {plain, Unreadable, "không mang chữ ký"},
		"cut before its end":      {file[:len(file)-100], Disproved, ""},
		"no more than its header": {[]byte("%PDF-1.7"), Unreadable, ""},
	} {
		outcome := Verify(test.file, keys, now, "vi")
		if told := strings.Join(outcome.Lines, "\n"); outcome.Standing != test.want || !strings.Contains(told, test.says) {
			t.Errorf("%s: standing %d, want %d: %s", name, outcome.Standing, test.want, told)
		}
	}
}

func identity(t *testing.T, name string) pades.Identity {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: now, NotAfter: now.AddDate(1, 0, 0)}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return pades.Identity{Key: key, Chain: []*x509.Certificate{own}}
}
