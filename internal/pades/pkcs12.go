package pades

import (
	"crypto"
	"crypto/x509"
	"errors"

	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

// ReadPKCS12 reads a key with its certificates from a PKCS#12 file (RFC 7292). Errors: ErrKey, and those of a file that is
// none or has another password.
func ReadPKCS12(file []byte, password string) (Identity, error) {
	key, own, above, err := pkcs12.DecodeChain(file, password)
	if err != nil {
		return Identity{}, err
	}
	signer, fits := key.(crypto.Signer)
	if !fits {
		return Identity{}, ErrKey
	}
	if _, err := algorithmOf(signer); err != nil {
		return Identity{}, err
	}
	if public, fits := signer.Public().(interface{ Equal(crypto.PublicKey) bool }); !fits || !public.Equal(own.PublicKey) {
		return Identity{}, errors.New("pades: the certificate is of another key")
	}
	return Identity{Key: signer, Chain: append([]*x509.Certificate{own}, above...)}, nil
}
