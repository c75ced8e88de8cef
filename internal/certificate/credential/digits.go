package credential

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// Bytes are written as decimal digits: a QR code packs three digits into ten bits, so they cost 1 % more than the bytes
// themselves, where base64 costs a third more; and digits stand in any address unescaped. Seven bytes become seventeen
// digits; the rest at the end takes as many as it needs, and no two lengths need the same.
const (
	groupBytes  = 7
	groupDigits = 17
)

// digitsFor is how many digits so many bytes take.
var digitsFor = [groupBytes + 1]int{0, 3, 5, 8, 10, 13, 15, groupDigits}

var errDigits = errors.New("not the digits of a payload")

func toDigits(data []byte) string {
	var out strings.Builder
	for len(data) > 0 {
		n := min(len(data), groupBytes)
		fmt.Fprintf(&out, "%0*d", digitsFor[n], new(big.Int).SetBytes(data[:n]))
		data = data[n:]
	}
	return out.String()
}

// fromDigits accepts only what toDigits writes.
func fromDigits(text string) ([]byte, error) {
	var out []byte
	for len(text) > 0 {
		n := groupBytes
		for len(text) < digitsFor[n] {
			n--
		}
		group := text[:digitsFor[n]]
		number, ok := new(big.Int).SetString(group, 10)
		if n == 0 || !ok || strings.Trim(group, "0123456789") != "" || number.BitLen() > 8*n {
			return nil, errDigits
		}
		out = append(out, number.FillBytes(make([]byte, n))...)
		text = text[len(group):]
		if n < groupBytes && text != "" {
			return nil, errDigits
		}
	}
	return out, nil
}
