package exchange

import (
	"bytes"
	"fmt"
	"image/color"
	"slices"
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

// A picture that is too large is called so, however much larger it is, in a text and in a hotspot.
func TestLargePictureIsCalledSo(t *testing.T) {
	t.Parallel()
	limits := Defaults
	limits.Picture = 1 << 10
	for _, size := range []int{1 << 10, 1<<10 + 1, 1<<10 + 2, 1 << 20} {
		large := append(bytes.Clone(pictures[0].Data), make([]byte, size-len(pictures[0].Data))...)
		for name, body := range map[string]string{
			"text":    `<p><img src="a.png" alt="hình"/></p><choiceInteraction responseIdentifier="RESPONSE"><simpleChoice identifier="true">Đúng</simpleChoice><simpleChoice identifier="false">Sai</simpleChoice></choiceInteraction>`,
			"hotspot": `<p>Chỉ</p><hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1"><object type="image/png" data="a.png">hình</object><hotspotChoice identifier="true" shape="rect" coords="1,1,9,9"/></hotspotInteraction>`,
		} {
			item := `<assessmentItem identifier="i" title="t"><responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>true</value></correctResponse></responseDeclaration><itemBody>` + body + `</itemBody></assessmentItem>`
			im, err := Read("a.zip", zipped(t, packedPart{"i.xml", []byte(item)}, packedPart{"a.png", large}), limits)
			if err != nil || len(im.Items) != 1 {
				t.Fatalf("%d items, %v", len(im.Items), err)
			}
			told := slices.ContainsFunc(im.Items[0].Reasons, func(r Reason) bool { return r.Code == reasonBigPicture.code })
			if told != (size > 1<<10) || im.Items[0].Status == Refused != (told && name == "hotspot") {
				t.Errorf("%s of %d bytes: %s %v", name, size, im.Items[0].Status, im.Items[0].Reasons)
			}
		}
	}
}
