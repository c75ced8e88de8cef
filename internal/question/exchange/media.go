package exchange

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"

	_ "golang.org/x/image/webp" // sizes of pictures
	"golang.org/x/net/html"

	"taphuan/internal/question"
	"taphuan/internal/vietnamese"
)

// shelf keeps the pictures of a file under names of their own.
type shelf struct {
	limits Limits
	media  []Media
	size   int64
	names  map[string]bool     // that are taken
	kept   map[original]string // the name under which each stands
	same   map[string]int      // pictures that asked for one name
}

// original is what tells pictures apart: the name that a picture asks for, and the hash of its bytes.
type original struct {
	name string
	hash [sha256.Size]byte
}

func newShelf(limits Limits) shelf {
	return shelf{limits: limits, names: map[string]bool{}, kept: map[original]string{}, same: map[string]int{}}
}

// pictureTypes are the pictures that browsers show and that run nothing.
var pictureTypes = map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}

var (
	reasonNoPicture  = words{"picture.missing", "Thiếu tệp hình «%s»; đã ghi lời mô tả thay cho hình.", "The picture “%s” is missing; its description stands instead."}
	reasonOutside    = words{"picture.outside", "Đã bỏ hình tải từ địa chỉ bên ngoài.", "A picture from an outside address was removed."}
	reasonDataURI    = words{"picture.data_uri", "Đã bỏ hình nhúng thẳng trong mã (data:). Hãy lưu hình thành tệp.", "A picture embedded in the code (data:) was removed. Save it as a file."}
	reasonNotPicture = words{"picture.kind", "Tệp «%s» không phải hình PNG, JPEG, GIF hoặc WebP nên đã bỏ.", "“%s” is no PNG, JPEG, GIF or WebP picture and was removed."}
	reasonBigPicture = words{"picture.too_large", "Hình «%s» quá 10 MB, hoặc các hình cộng lại quá 128 MB, nên đã bỏ.", "The picture “%s” is over 10 MB, or all pictures are over 128 MB together; it was removed."}
)

var reasonManyPictures = words{"picture.many", "Câu có quá 50 hình nên không nhập.", "The question has over 50 pictures, so it was not imported."}

var notInName = regexp.MustCompile(`[^a-z0-9._-]+`)

// put keeps a picture and returns its name; equal pictures of one name are one.
func (s *shelf) put(name string, data []byte) (string, words) {
	kind := http.DetectContentType(data)
	ending, ok := pictureTypes[kind]
	if !ok {
		return "", reasonNotPicture
	}
	base := pictureBase(name)
	one := original{base + ending, sha256.Sum256(data)}
	if name, ok := s.kept[one]; ok {
		return name, words{}
	}
	if int64(len(data)) > s.limits.Picture || s.size+int64(len(data)) > s.limits.Pictures {
		return "", reasonBigPicture
	}
	name = s.free(base, ending)
	s.kept[one], s.names[name] = name, true
	s.media = append(s.media, Media{Name: name, Type: kind, Data: data})
	s.size += int64(len(data))
	return name, words{}
}

// pictureBase is the name of a picture as files are named here, without its ending.
func pictureBase(name string) string {
	name = path.Base("/" + strings.ReplaceAll(name, `\`, "/"))
	base := strings.Trim(notInName.ReplaceAllString(vietnamese.Fold(strings.TrimSuffix(name, path.Ext(name))), "-"), "-.")
	if base == "" {
		return "hinh"
	}
	return base[:min(len(base), 80)]
}

// free is a name that no picture has: hinh.png, hinh-2.png, hinh-3.png.
func (s *shelf) free(base, ending string) string {
	for {
		s.same[base+ending]++
		name := base + ending
		if n := s.same[name]; n > 1 {
			name = fmt.Sprintf("%s-%d%s", base, n, ending)
		}
		if !s.names[name] {
			return name
		}
	}
}

func findMedia(media []Media, name string) *Media {
	for i := range media {
		if media[i].Name == name {
			return &media[i]
		}
	}
	return nil
}

// pictureSource returns the bytes that a text refers to, or says what is wrong with them.
type pictureSource func(reference string) ([]byte, words)

// bytesOf asks the source of the item for a picture.
func (d *draft) bytesOf(reference string) ([]byte, words) {
	if d.picture == nil {
		return nil, reasonNoPicture
	}
	return d.picture(reference)
}

// shown is a name of a file as a message may repeat it.
func shown(name string) string { return clipped(vietnamese.Normalize(path.Base("/" + name))) }

// keep puts the picture that a text refers to on the shelf; "" when it cannot, which it says.
func (d *draft) keep(reference string) string {
	if d.pictures++; d.pictures > maxPictures {
		d.refuse(reasonManyPictures)
		return ""
	}
	name := ""
	data, wrong := d.bytesOf(reference)
	if wrong == (words{}) {
		name, wrong = d.shelf.put(reference, data)
	}
	if wrong != (words{}) {
		d.change(wrong, shown(reference))
	}
	return name
}

// image keeps a picture of the file and drops every other.
func (c *cleaner) image(n *html.Node) {
	source, alt := strings.TrimSpace(attribute(n, "src")), visible(attribute(n, "alt"))
	name := ""
	switch lower := strings.ToLower(source); {
	case strings.HasPrefix(lower, "data:"):
		c.draft.change(reasonDataURI)
	case strings.HasPrefix(lower, "//") || strings.Contains(lower, "://") || strings.HasPrefix(lower, "javascript:"):
		c.draft.change(reasonOutside)
	case source != "":
		reference := strings.TrimPrefix(strings.TrimPrefix(source, "media:"), "@@PLUGINFILE@@/")
		if plain, err := url.PathUnescape(reference); err == nil {
			reference = plain
		}
		name = c.draft.keep(reference)
	}
	if name != "" {
		c.write(`<img src="media:` + name + `" alt="` + html.EscapeString(alt) + `">`)
	} else if alt != "" {
		c.write("[" + html.EscapeString(alt) + "]")
	}
}

// pictureSize returns the pixels of a picture; 0 for one that cannot be read.
func pictureSize(data []byte) (width, height int) {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, 0
	}
	return config.Width, config.Height
}

var mediaSource = regexp.MustCompile(`(<img [^<>]*src=")media:([^"<>]+)"`)

// MediaNames lists the pictures that a question refers to, each once, in their order.
func MediaNames(b question.Body) []string {
	var names []string
	seen := map[string]bool{}
	PlaceMedia(b, func(name string) string {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
		return name
	})
	return names
}

// PlaceMedia returns the question with the address of each picture in its texts put for "media:NAME", and for the name
// in its hotspot.
func PlaceMedia(b question.Body, address func(name string) string) question.Body {
	return eachText(b, func(text string) string { return PlaceMediaIn(text, address) }, address)
}

// PlaceMediaIn is PlaceMedia for one text.
func PlaceMediaIn(text string, address func(name string) string) string {
	return mediaSource.ReplaceAllStringFunc(text, func(tag string) string {
		m := mediaSource.FindStringSubmatch(tag)
		return m[1] + html.EscapeString(address(m[2])) + `"`
	})
}

// RenameMedia returns the question with another name for each of its pictures, in its texts and in its hotspot.
func RenameMedia(b question.Body, rename func(name string) string) question.Body {
	return eachText(b, func(text string) string {
		return PlaceMediaIn(text, func(name string) string { return "media:" + rename(name) })
	}, rename)
}
