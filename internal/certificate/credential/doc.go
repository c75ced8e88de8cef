// Package credential makes and checks what a certificate proves away from the platform: the payload of its QR code and its
// Open Badge. It knows no database and no network: whoever has the published keys checks with it alone.
//
// One kind of key signs all of it, Ed25519. What is signed can never be taken for another kind: a payload begins with words
// of its own, a token with its header in base64url, and a proof of data integrity is over two hashes.
package credential
