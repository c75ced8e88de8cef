package pades

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"time"

	"github.com/smallstep/pkcs7"
	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// Authority is a time-stamping authority that is asked over HTTP (RFC 3161, 3.4). The client bounds how long it may take.
type Authority struct {
	URL    string
	Client *http.Client
}

// ErrStamp says that an authority gave no time stamp that can be used.
var ErrStamp = errors.New("pades: no usable time stamp")

// mostAnswer bounds what an authority may answer, in bytes.
const mostAnswer = stampRoom

// Stamp asks for the time stamp of a SHA-256 digest and checks that the token is a sound signature of that digest and of
// this question. Whether the authority deserves trust is not asked. Errors: ErrStamp, and those of the line.
func (a Authority) Stamp(ctx context.Context, digest []byte) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL, bytes.NewReader(question(digest, nonce)))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/timestamp-query")
	answer, err := a.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: %s", ErrStamp, answer.Status)
	}
	return tokenOf(said, digest, nonce)
}

// question is TimeStampReq, with the wish for the authority's certificate.
func question(digest []byte, nonce *big.Int) []byte {
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1Int64(1)
			addImprint(b, digest)
			b.AddASN1BigInt(nonce)
			b.AddASN1Boolean(true)
		})
	})
}

func addImprint(b *cryptobyte.Builder, digest []byte) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		addAlgorithm(b, oidSHA256)
		b.AddASN1OctetString(digest)
	})
}

// tokenOf takes the token out of TimeStampResp when it answers the question.
func tokenOf(said, digest []byte, nonce *big.Int) ([]byte, error) {
	var response, status cryptobyte.String
	var granted int
	input := cryptobyte.String(said)
	if !input.ReadASN1(&response, tag.SEQUENCE) || !response.ReadASN1(&status, tag.SEQUENCE) || !status.ReadASN1Integer(&granted) {
		return nil, fmt.Errorf("%w: the answer is none", ErrStamp)
	}
	if granted > 1 { // 0: granted, 1: granted with modifications
		return nil, fmt.Errorf("%w: refused with status %d", ErrStamp, granted)
	}
	token := []byte(response)
	signed, err := pkcs7.Parse(token)
	if err == nil {
		err = signed.Verify()
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrStamp, err)
	}
	info, ok := readInfo(signed.Content)
	if !ok || !bytes.Equal(info.hashed, digest) || info.nonce.Cmp(nonce) != 0 {
		return nil, fmt.Errorf("%w: it answers another question", ErrStamp)
	}
	return token, nil
}

// stampInfo is what a time stamp says (TSTInfo).
type stampInfo struct {
	hashed []byte // SHA-256
	at     time.Time
	nonce  *big.Int // 0: none
}

// readInfo reads TSTInfo; false when it is none or not about a SHA-256 digest.
func readInfo(raw []byte) (stampInfo, bool) {
	info := stampInfo{nonce: new(big.Int)}
	var content, imprint, algorithm, hashed cryptobyte.String
	var oid asn1.ObjectIdentifier
	input := cryptobyte.String(raw)
	ok := input.ReadASN1(&content, tag.SEQUENCE) && content.SkipASN1(tag.INTEGER) && content.SkipASN1(tag.OBJECT_IDENTIFIER) &&
		content.ReadASN1(&imprint, tag.SEQUENCE) && imprint.ReadASN1(&algorithm, tag.SEQUENCE) && algorithm.ReadASN1ObjectIdentifier(&oid) &&
		oid.Equal(oidSHA256) && imprint.ReadASN1(&hashed, tag.OCTET_STRING) &&
		content.SkipASN1(tag.INTEGER) && content.ReadASN1GeneralizedTime(&info.at)
	if !ok {
		return stampInfo{}, false
	}
	content.SkipOptionalASN1(tag.SEQUENCE) // accuracy
	content.SkipOptionalASN1(tag.BOOLEAN)  // ordering
	if content.PeekASN1Tag(tag.INTEGER) && !content.ReadASN1Integer(info.nonce) {
		return stampInfo{}, false
	}
	info.hashed = hashed
	return info, true
}
