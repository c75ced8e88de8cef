package credential

import (
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// JSON writes the badge with a proof inside (eddsa-jcs-2022).
func (b Badge) JSON(by Signer, at time.Time) ([]byte, error) {
	members, err := fields(b.document(by.Issuer))
	if err != nil {
		return nil, err
	}
	return prove(members, by, at)
}

// JWT writes the badge as a token (Open Badges 3.0, section 8.2). Its key is named by an address, as every reader of badges
// must be able to follow.
func (b Badge) JWT(by Signer) (string, error) {
	d := b.document(by.Issuer)
	claims, err := fields(d)
	if err != nil {
		return "", err
	}
	claims["iss"], claims["jti"], claims["sub"], claims["nbf"] = d.Issuer.ID, d.ID, d.Subject.ID, b.IssuedAt.Unix()
	if b.Facts.ValidUntil != 0 {
		claims["exp"] = ends(b.Facts.ValidUntil).Unix()
	}
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.MapClaims(claims))
	token.Header["kid"] = by.Issuer + KeyPath + by.KeyID()
	return token.SignedString(by.Private)
}
