package exchange

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// One file in every Unicode encoding, and with letters in pieces, is read the same.
func TestEncodings(t *testing.T) {
	t.Parallel()
	const text = "Câu 1. Thủ đô của nước ta?\r\nA. Huế\r\nB. Hà Nội\r\nĐáp án: B\r\n"
	utf16 := func(order unicode.Endianness) []byte {
		data, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for name, data := range map[string][]byte{
		"UTF-8": []byte(text), "with a mark": []byte("\ufeff" + text), "UTF-16 LE": utf16(unicode.LittleEndian), "UTF-16 BE": utf16(unicode.BigEndian),
		"in pieces": []byte(strings.NewReplacer("Hà", "Ha\u0300", "Huế", "Hue\u0302\u0301", "Thủ", "Thu\u0309").Replace(text)),
	} {
		im, err := Read("a.txt", data, Defaults)
		if err != nil || im.Count(Imported) != 1 || im.Items[0].Body.Options[1].Text.VI != "Hà Nội" || !im.Items[0].Body.Options[1].Correct {
			t.Errorf("%s: %v %s", name, err, told(im))
		}
	}
}

// Two questions of one key: the second loses it, which it says.
func TestKeysAreUnique(t *testing.T) {
	t.Parallel()
	im, err := Read("a.gift", []byte("// [id:a]\nMột{T}\n\n// [id:a]\nHai{F}\n"), Defaults)
	if err != nil || len(im.Items) != 2 || im.Items[0].Key != "a" || im.Items[1].Key != "" || im.Items[1].Status != Changed {
		t.Errorf("%v %s", err, told(im))
	}
}

// PlaceMedia puts addresses for names and leaves the question that it was given as it was.
func TestPlaceMedia(t *testing.T) {
	t.Parallel()
	b := Item{}.Body
	b.Stem.VI = `<p><img src="media:a.png" alt="x"> media:b.png</p>`
	placed := PlaceMedia(b, func(name string) string { return "/tep/" + name })
	if placed.Stem.VI != `<p><img src="/tep/a.png" alt="x"> media:b.png</p>` || !strings.Contains(b.Stem.VI, "media:a.png") {
		t.Errorf("%s", placed.Stem.VI)
	}
	if names := MediaNames(b); len(names) != 1 || names[0] != "a.png" {
		t.Errorf("%v", names)
	}
}
