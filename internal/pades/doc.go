// Package pades signs PDF files and reads signatures in them, in the form PAdES baseline B-B (ETSI EN 319 142-1), with
// a time stamp (RFC 3161) B-T.
//
// A signature is an increment at the end of the file: what stood before it does not change by a byte, and others may add
// theirs after it. It proves that the file has not changed since, and which key signed; whose key that is, is a matter of
// the certificate, which this package does not judge.
//
// Sign knows files with classic cross-reference tables, as this program writes them. Signatures reads any file.
package pades
