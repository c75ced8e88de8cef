package pades

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// Identity is a key with its certificates, the own one first.
type Identity struct {
	Key   crypto.Signer
	Chain []*x509.Certificate
}

// ErrKey says that a key is of a kind with which nothing is signed here: RSA and ECDSA are.
var ErrKey = errors.New("pades: the key is neither RSA nor ECDSA")

var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCert   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidTimeStamp     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidRSA           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidECDSA         = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

// stamper returns the time stamp token of a signature's value.
type stamper func(signature []byte) (token []byte, err error)

// signedData writes a detached CMS signature (RFC 5652) of a digest with the attributes that EN 319 142-1 B-B asks for:
// content type, digest and the signing certificate (RFC 5035), and no signing time, which stands in the PDF.
func signedData(digest []byte, by Identity, stamp stamper) ([]byte, error) {
	algorithm, err := algorithmOf(by.Key)
	if err != nil {
		return nil, err
	}
	attributes := signedAttributes(digest, by.Chain[0])
	all := sha256.Sum256(set(tag.SET, attributes))
	signature, err := by.Key.Sign(nil, all[:], crypto.SHA256) // the same file and key give the same signature (RFC 6979, PKCS #1)
	if err != nil {
		return nil, err
	}
	var token []byte
	if stamp != nil {
		if token, err = stamp(signature); err != nil {
			return nil, err
		}
	}
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // ContentInfo
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(tag.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
			b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // SignedData
				b.AddASN1Int64(1)
				b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { addAlgorithm(b, oidSHA256) })
				b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(tag.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
					for _, c := range sortedCertificates(by.Chain) {
						b.AddBytes(c)
					}
				})
				b.AddASN1(tag.SET, func(b *cryptobyte.Builder) {
					b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // SignerInfo
						b.AddASN1Int64(1)
						b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddBytes(by.Chain[0].RawIssuer)
							b.AddASN1BigInt(by.Chain[0].SerialNumber)
						})
						addAlgorithm(b, oidSHA256)
						b.AddBytes(set(tag.Tag(0).ContextSpecific().Constructed(), attributes))
						addAlgorithm(b, algorithm)
						b.AddASN1OctetString(signature)
						if token != nil {
							b.AddBytes(set(tag.Tag(1).ContextSpecific().Constructed(), [][]byte{attribute(oidTimeStamp, token)}))
						}
					})
				})
			})
		})
	})
	return b.Bytes()
}

func algorithmOf(key crypto.Signer) (asn1.ObjectIdentifier, error) {
	switch key.Public().(type) {
	case *rsa.PublicKey:
		return oidRSA, nil
	case *ecdsa.PublicKey:
		return oidECDSA, nil
	}
	return nil, ErrKey
}

// addAlgorithm writes an AlgorithmIdentifier; that of RSA and of digests has a NULL, that of ECDSA has nothing
// (RFC 3370, RFC 5754).
func addAlgorithm(b *cryptobyte.Builder, oid asn1.ObjectIdentifier) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		if oid.Equal(oidRSA) {
			b.AddASN1NULL()
		}
	})
}

func signedAttributes(digest []byte, own *x509.Certificate) [][]byte {
	return [][]byte{
		attribute(oidContentType, build(func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })),
		attribute(oidMessageDigest, build(func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest) })),
		attribute(oidSigningCert, signingCertificate(own)),
	}
}

// signingCertificate is SigningCertificateV2 (RFC 5035) with the default digest, SHA-256.
func signingCertificate(own *x509.Certificate) []byte {
	sum := sha256.Sum256(own.Raw)
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // certs
				b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // ESSCertIDv2
					b.AddASN1OctetString(sum[:])
				})
			})
		})
	})
}

// attribute is one with a single value.
func attribute(oid asn1.ObjectIdentifier, value []byte) []byte {
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oid)
			b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { b.AddBytes(value) })
		})
	})
}

// set writes members in the order that DER asks for.
func set(as tag.Tag, members [][]byte) []byte {
	sorted := slices.Clone(members)
	slices.SortFunc(sorted, bytes.Compare)
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(as, func(b *cryptobyte.Builder) { b.AddBytes(bytes.Join(sorted, nil)) })
	})
}

func sortedCertificates(chain []*x509.Certificate) [][]byte {
	raw := make([][]byte, len(chain))
	for i, c := range chain {
		raw[i] = c.Raw
	}
	slices.SortFunc(raw, bytes.Compare)
	return raw
}

func build(add func(b *cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	add(&b)
	return b.BytesOrPanic() // lengths that we choose ourselves
}
