package certificate

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // logos come as PNG or JPEG
	"image/png"

	"github.com/h2non/filetype"
	scaling "golang.org/x/image/draw"

	"taphuan/internal/fault"
)

// Bounds of a logo. What is printed 20 mm wide needs no more than 480 pixels (600 an inch).
const (
	MostLogo     = 400_000 // bytes as it arrives
	mostPixels   = 4000    // a side, as it arrives
	storedPixels = 480
)

// ErrLogo says that a logo cannot be used.
var ErrLogo = fault.ErrInvalid.At("body.logo", "picture",
	fault.Text{VI: "Biểu trưng phải là ảnh PNG hoặc JPEG, tối đa 400 KB và 4.000 điểm ảnh mỗi chiều.", EN: "A logo is a PNG or JPEG picture of at most 400 KB and 4,000 pixels a side."})

// makeLogo draws a picture again, on white, so that what is stored holds nothing but its pixels: no transparency, which
// archives refuse in our files, and nothing that was hidden beside them. The kind is told by the content.
func makeLogo(data []byte) ([]byte, error) {
	kind, err := filetype.Match(data)
	if err != nil || kind.Extension != "png" && kind.Extension != "jpg" || len(data) > MostLogo {
		return nil, ErrLogo
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Width < 1 || size.Height < 1 || size.Width > mostPixels || size.Height > mostPixels {
		return nil, ErrLogo
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, ErrLogo
	}
	shrink := max(float64(max(size.Width, size.Height))/storedPixels, 1)
	out := image.NewRGBA(image.Rect(0, 0, max(int(float64(size.Width)/shrink), 1), max(int(float64(size.Height)/shrink), 1)))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	scaling.CatmullRom.Scale(out, out.Bounds(), picture, picture.Bounds(), draw.Over, nil)
	var stored bytes.Buffer
	if err := png.Encode(&stored, out); err != nil || stored.Len() > MostLogo {
		return nil, ErrLogo
	}
	return stored.Bytes(), nil
}
