package vietnamese

import "strings"

// PlaceName is a commune or province without its kind, as it stands before the date of a paper: "Xã Bình
// Minh" is Bình Minh.
func PlaceName(name string) string {
	for _, kind := range []string{"Tỉnh ", "Xã ", "Phường ", "Đặc khu ", "Thành phố "} {
		if rest, found := strings.CutPrefix(name, kind); found {
			return rest
		}
	}
	return name
}
