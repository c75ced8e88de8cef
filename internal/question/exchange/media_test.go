package exchange

import (
	"bytes"
	"fmt"
	"image/color"
	"testing"
)

// Pictures of one name stand under names of their own, equal ones once, also where the shelf has no room left.
func TestShelf(t *testing.T) {
	t.Parallel()
	white, black := picture(color.White), picture(color.Black)
	limits := Defaults
	limits.Pictures = int64(len(white)*2 + len(black))
	s := newShelf(limits)
	for i, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"image-2.png", white, "image-2.png"}, {"a/Image.PNG", white, "image.png"}, {"image.png", black, "image-3.png"},
		{"image.png", white, "image.png"}, {"image.png", black, "image-3.png"}, {"khac.png", white, ""},
	} {
		name, wrong := s.put(test.name, test.data)
		if name != test.want || (name == "") != (wrong == reasonBigPicture) {
			t.Errorf("%d: %s is %q, %v; want %q", i, test.name, name, wrong, test.want)
		}
	}
	if len(s.media) != 3 {
		t.Errorf("%d pictures", len(s.media))
	}
}

// BenchmarkShelf keeps pictures that all have one name, as Moodle gives it to what is pasted.
func BenchmarkShelf(b *testing.B) {
	for _, count := range []int{500, 2000} {
		var data [][]byte
		for i := range count {
			data = append(data, fmt.Append(bytes.Clone(pictures[0].Data), i))
		}
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			for b.Loop() {
				s := newShelf(Defaults)
				for _, d := range data {
					s.put("image.png", d)
				}
			}
			b.ReportMetric(float64(count*b.N)/b.Elapsed().Seconds(), "pictures/s")
		})
	}
}
