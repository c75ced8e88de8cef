// Package verification checks certificates without the platform: the text of a QR code, an Open Badge or a PDF file, by
// published keys in files. It asks no network and no database.
package verification

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"time"

	"taphuan/internal/certificate/credential"
	"taphuan/internal/pades"
)

// Keys are what is believed: keys of payloads and badges, and certificates of signed PDF files.
type Keys struct {
	Set     credential.KeySet
	Signers []*x509.Certificate
}

// Add reads a published file of either kind: the JWK Set or the PEM file.
func (k *Keys) Add(file []byte) error {
	if block, _ := pem.Decode(file); block == nil {
		set, err := credential.ParseKeySet(file)
		if err == nil {
			k.Set = set
		}
		return err
	}
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		signer, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return err
		}
		k.Signers = append(k.Signers, signer)
	}
	return nil
}

// Standing is what a check comes to; it decides the exit code of the program.
type Standing int

// The standings.
const (
	InForce    Standing = iota // proved, and in force by the clock
	OutOfForce                 // proved, but expired, or issued later than the clock says it is
	Disproved                  // forged, changed, misdirected, or by a key that is not believed
	Unreadable                 // nothing that can be checked
)

// Outcome is the result of a check with the lines that tell it.
type Outcome struct {
	Standing Standing
	Lines    []string
}

// Verify checks what somebody holds: a PDF file, an Open Badge, or the text of a QR code. lang is "vi" or "en".
func Verify(held []byte, keys Keys, now time.Time, lang string) Outcome {
	say := words[lang]
	if say == nil {
		say = words["vi"]
	}
	if bytes.HasPrefix(held, []byte("%PDF-")) {
		return verifyPDF(held, keys, say)
	}
	text := bytes.TrimSpace(held)
	if bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte("eyJ")) { // a document, or a token
		found, err := credential.CheckBadge(text, keys.Set, now)
		return told(found, err, keys.Set, say)
	}
	found, err := credential.Check(string(text), keys.Set, now)
	return told(found, err, keys.Set, say)
}

// told puts what was found into words. Facts that are not proved are not told.
func told(found credential.Finding, err error, keys credential.KeySet, say map[string]string) Outcome {
	if err != nil {
		return Outcome{Unreadable, []string{say["unreadable"]}}
	}
	lines := []string{fmt.Sprintf(say[string(found.Verdict)], keys.Issuer, found.KeyID)}
	standing := standings[found.Verdict]
	if standing == Disproved {
		return Outcome{standing, lines}
	}
	lines = append(lines, factLines(found.Facts, say)...)
	return Outcome{standing, append(lines, fmt.Sprintf(say["revocation"], keys.Issuer+"/xac-minh/"+found.Facts.Code))}
}

var standings = map[credential.Verdict]Standing{credential.Valid: InForce, credential.Expired: OutOfForce, credential.Early: OutOfForce,
	credential.Forged: Disproved, credential.UnknownKey: Disproved, credential.RetiredKey: Disproved, credential.Misdirected: Disproved}

// verifyPDF asks whether the platform signed the file as it is. Signatures of others are told and not judged.
func verifyPDF(file []byte, keys Keys, say map[string]string) Outcome {
	all, err := pades.Signatures(file)
	if err != nil || len(all) == 0 {
		return Outcome{Unreadable, []string{say["unsigned"]}}
	}
	var lines []string
	standing := Disproved
	for _, s := range all {
		if s.Broken != nil {
			return Outcome{Disproved, []string{say["pdf_changed"]}}
		}
		name := s.Signer.Subject.CommonName
		if !isOf(keys.Signers, s.Signer) {
			lines = append(lines, fmt.Sprintf(say["pdf_other"], name))
			continue
		}
		standing = InForce
		lines = append(lines, fmt.Sprintf(say["pdf_signed"], name, s.ClaimedAt.Format("02/01/2006")))
	}
	switch {
	case !all[len(all)-1].Whole:
		return Outcome{Disproved, append(lines, say["pdf_longer"])}
	case standing == Disproved:
		return Outcome{Disproved, append(lines, say["pdf_unknown"])}
	}
	return Outcome{standing, append(lines, say["pdf_revocation"])}
}

func isOf(known []*x509.Certificate, signer *x509.Certificate) bool {
	for _, k := range known {
		if k.Equal(signer) {
			return true
		}
	}
	return false
}
