package vietnamese

import "strings"

// Name is a person's name in its parts: Họ, Đệm, Tên. Lists sort by Given, then Family, then Middle.
type Name struct{ Family, Middle, Given string }

// SplitName parts a full name: the last word is the given name, the first the family name. A
// name of one word is a given name (as among some peoples of the highlands).
func SplitName(full string) Name {
	words := strings.Fields(Normalize(full))
	switch n := len(words); n {
	case 0:
		return Name{}
	case 1:
		return Name{Given: words[0]}
	default:
		return Name{Family: words[0], Middle: strings.Join(words[1:n-1], " "), Given: words[n-1]}
	}
}
