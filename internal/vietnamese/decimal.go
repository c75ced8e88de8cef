package vietnamese

import (
	"fmt"
	"strings"
)

// Decimal writes hundredths without needless zeros: 850 is "8,5" where the mark is a comma, as in Viet Nam, and "8.5" where
// it is a point.
func Decimal(hundredths int, mark string) string {
	text := fmt.Sprintf("%d%s%02d", hundredths/100, mark, hundredths%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), mark)
}
