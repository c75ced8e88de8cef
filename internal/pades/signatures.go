package pades

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"regexp"
	"strconv"
	"time"

	"github.com/smallstep/pkcs7"
)

// Signature is one that stands in a file.
type Signature struct {
	Signer    *x509.Certificate // whose key signed, as the signature says
	ClaimedAt time.Time         // what the signer's clock said; zero: nothing
	StampedAt time.Time         // what a time-stamping authority said, whose token fits; zero: none
	Covers    int64             // bytes from the beginning of the file that it signs, with its own place
	Whole     bool              // these are all
	Broken    error             // why it does not fit the bytes; nil: they are what was signed
}

// mostSignatures bounds how many are read of a file.
const mostSignatures = 32

var (
	// ErrTooMany says that a file has more signatures than are read.
	ErrTooMany = errors.New("pades: too many signatures")
	errRange   = errors.New("pades: the signature does not say which bytes it signs")
	errDigest  = errors.New("pades: the bytes are not those that were signed")
)

var (
	byteRange = regexp.MustCompile(`/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]`)
	claimed   = regexp.MustCompile(`/M\s*\(D:(\d{14})([Zz]|[+-]\d{2}'?\d{0,2}'?)?\)`)
)

// Signatures reads the signatures of a PDF file in the order in which they were added, and checks each against the bytes
// that it names. Whether a certificate deserves trust is not asked.
func Signatures(pdf []byte) ([]Signature, error) {
	found := byteRange.FindAllSubmatchIndex(pdf, mostSignatures+1)
	if len(found) > mostSignatures {
		return nil, ErrTooMany
	}
	all := make([]Signature, 0, len(found))
	for _, at := range found {
		numbers := make([]int64, 3)
		for i := range numbers {
			numbers[i], _ = strconv.ParseInt(string(pdf[at[2+2*i]:at[3+2*i]]), 10, 64) // ten digits at most
		}
		all = append(all, read(pdf, numbers[0], numbers[1], numbers[2]))
	}
	return all, nil
}

// read checks the signature that stands between before and after, over what is before and the length of what is after.
func read(pdf []byte, before, after, length int64) Signature {
	size := int64(len(pdf))
	if before <= 0 || after <= before+2 || after > size || length < 0 || length > size-after || pdf[before] != '<' || pdf[after-1] != '>' {
		return Signature{Broken: errRange}
	}
	s := Signature{Covers: after + length, Whole: after+length == size, ClaimedAt: claimedAt(pdf[:before], pdf[after:after+length])}
	cms, err := contents(pdf[before+1 : after-1])
	if err != nil {
		s.Broken = err
		return s
	}
	s.Signer = cms.GetOnlySigner()
	s.StampedAt = stampedAt(cms)
	cms.Content = append(append(make([]byte, 0, before+length), pdf[:before]...), pdf[after:after+length]...)
	if s.Broken = cms.Verify(); s.Broken == nil && s.Signer == nil {
		s.Broken = errDigest
	}
	return s
}

// contents reads the signature from its hexadecimal place, whose end is filled with zeros.
func contents(place []byte) (*pkcs7.PKCS7, error) {
	raw := make([]byte, hex.DecodedLen(len(place)))
	if _, err := hex.Decode(raw, place); err != nil {
		return nil, err
	}
	var der asn1.RawValue
	if _, err := asn1.Unmarshal(raw, &der); err != nil {
		return nil, err
	}
	return pkcs7.Parse(der.FullBytes)
}

// claimedAt reads the signer's time, which stands in the dictionary before or after the signature's place.
func claimedAt(before, after []byte) time.Time {
	if at := bytes.LastIndex(before, []byte(" obj")); at >= 0 {
		before = before[at:]
	}
	if at := bytes.Index(after, []byte("endobj")); at >= 0 {
		after = after[:at]
	}
	for _, part := range [][]byte{before, after} {
		if m := claimed.FindSubmatch(part); m != nil {
			zone := string(bytes.ReplaceAll(m[2], []byte("'"), nil))
			if len(zone) == 3 {
				zone += "00"
			}
			for _, form := range []string{"20060102150405Z0700", "20060102150405"} {
				if t, err := time.Parse(form, string(m[1])+zone); err == nil {
					return t.UTC()
				}
			}
		}
	}
	return time.Time{}
}

// stampedAt reads the time of a signature's time stamp when its token is sound and about this signature.
func stampedAt(cms *pkcs7.PKCS7) time.Time {
	for _, signer := range cms.Signers {
		for _, a := range signer.UnauthenticatedAttributes {
			if !a.Type.Equal(oidTimeStamp) {
				continue
			}
			digest := sha256.Sum256(signer.EncryptedDigest)
			if token, err := pkcs7.Parse(a.Value.Bytes); err == nil && token.Verify() == nil {
				if info, ok := readInfo(token.Content); ok && bytes.Equal(info.hashed, digest[:]) {
					return info.at
				}
			}
		}
	}
	return time.Time{}
}
