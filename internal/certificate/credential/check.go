package credential

import (
	"net/url"
	"strings"
	"time"
)

// Verdict is what a check found.
type Verdict string

// The verdicts. All but Valid and Expired say that the paper proves nothing.
const (
	Valid       Verdict = "valid"       // signed, and in force by the clock
	Expired     Verdict = "expired"     // signed, and past its last day
	Forged      Verdict = "forged"      // the signature does not fit what is said
	UnknownKey  Verdict = "unknown_key" // signed, if at all, by a key that is not among those given
	RetiredKey  Verdict = "retired_key" // issued, as it says, after its key had ceased to sign
	Misdirected Verdict = "misdirected" // signed, but the address around it leads elsewhere
	Early       Verdict = "early"       // signed, but issued later than the clock says it is
)

// Finding is a verdict with what was read. Facts are believed only with Valid, Expired and Early; what was forged may have
// none.
type Finding struct {
	Verdict Verdict
	KeyID   string
	Facts   Facts
}

// Check judges the text of a QR code, or a payload alone, by the published keys and by the day that it is in Viet Nam. The
// text of a QR code is an address of the platform with the payload behind "#". Revocation since is not seen. ErrPayload
// when the text carries no payload.
func Check(text string, keys KeySet, now time.Time) (Finding, error) {
	address, digits := split(text)
	p, err := parsePayload(digits)
	if err != nil {
		return Finding{}, err
	}
	f := Finding{KeyID: p.keyID}
	facts, err := p.facts()
	f.Facts = facts
	key, known := keys.Find(p.keyID)
	switch {
	case !known:
		f.Verdict = UnknownKey
	case !p.signedBy(key):
		f.Verdict = Forged
	case err != nil:
		return Finding{}, err
	default:
		f.Verdict = judge(facts, key, address, keys.Issuer, DayOf(now.In(vietNam)))
	}
	return f, nil
}

// split parts the address from the payload; the address may lack.
func split(text string) (address, digits string) {
	text = strings.TrimSpace(text)
	if before, after, found := strings.Cut(text, "#"); found {
		return before, after
	}
	return "", text
}

// judge judges facts that the key has signed.
func judge(f Facts, key Key, address, issuer string, today Day) Verdict {
	switch {
	case key.RetiredAt != nil && f.IssuedOn > DayOf(key.RetiredAt.In(vietNam)):
		return RetiredKey
	case address != "" && !leadsTo(address, issuer, f.Code):
		return Misdirected
	case today < f.IssuedOn:
		return Early
	case f.ValidUntil != 0 && today > f.ValidUntil:
		return Expired
	}
	return Valid
}

// vietNam is where days begin; it has kept one time all along.
var vietNam = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// leadsTo reports whether an address is the platform's page about a code.
func leadsTo(address, issuer, code string) bool {
	to, err := url.Parse(address)
	if err != nil {
		return false
	}
	of, err := url.Parse(issuer)
	return err == nil && strings.EqualFold(to.Host, of.Host) && strings.HasSuffix(to.Path, "/xac-minh/"+code)
}
