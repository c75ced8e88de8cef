package media

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // posters may be PNG

	"github.com/google/uuid"
	"github.com/h2non/filetype"
	"github.com/uptrace/bun"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // or WebP

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

const (
	// MaxPosterBytes bounds a poster as it is sent.
	MaxPosterBytes = 5 << 20
	// maxPosterPixels bounds what a poster unpacks to: small files may hold very large pictures.
	maxPosterPixels = 40_000_000
	// posterSide is the longest side of a poster as it is kept, in pixels.
	posterSide = 1280
	// posterQuality is the JPEG quality of a poster as it is kept.
	posterQuality = 85
)

// Faults of posters.
var (
	ErrPosterTooBig = fault.New(fault.TooLarge, "poster.too_big",
		fault.Text{VI: "Ảnh lớn quá. Hãy chọn ảnh tối đa 5 MB và 40 triệu điểm ảnh.", EN: "The picture is too large. Choose one of at most 5 MB and 40 million pixels."})
	ErrPosterBroken = fault.New(fault.Invalid, "poster.broken",
		fault.Text{VI: "Không mở được ảnh này: tệp bị hỏng hoặc bị cắt. Hãy chọn ảnh khác.", EN: "This picture cannot be opened: the file is broken or cut off. Choose another one."})
)

// SetPoster gives a video a poster of the author's own: a JPEG, PNG or WebP picture, told by its content. It is kept as
// a JPEG of at most 1,280 pixels, so nothing else that was in the file gets out. Errors: ErrPosterTooBig,
// ErrPosterBroken, what another file is taken for, and those of FindVideo.
func (s *Service) SetPoster(ctx context.Context, who access.Principal, id uuid.UUID, data []byte) error {
	if _, err := s.FindVideo(ctx, who, id); err != nil { // before the picture is unpacked
		return err
	}
	poster, size, err := makePoster(data)
	if err != nil {
		return err
	}
	return s.changeVideo(ctx, who, id, func(ctx context.Context, tx bun.Tx, v Video) (audit.Entry, error) {
		file, err := s.StoreTx(ctx, tx, poster, File{Mime: "image/jpeg", Width: size.X, Height: size.Y})
		if err != nil {
			return audit.Entry{}, err
		}
		_, err = tx.NewUpdate().Model(&v).Set("poster_id = ?", file.ID).Set("updated_at = now()").Where("id = ?", v.ID).Exec(ctx)
		return audit.Entry{Action: "set_poster", After: map[string]any{"file": file.ID}}, err
	})
}

// RemovePoster lets the picture that was taken from the video be shown again. Errors of FindVideo.
func (s *Service) RemovePoster(ctx context.Context, who access.Principal, id uuid.UUID) error {
	return s.changeVideo(ctx, who, id, func(ctx context.Context, tx bun.Tx, v Video) (audit.Entry, error) {
		_, err := tx.NewUpdate().Model(&v).Set("poster_id = NULL").Set("updated_at = now()").Where("id = ?", v.ID).Exec(ctx)
		return audit.Entry{Action: "remove_poster", Before: map[string]any{"file": v.PosterID}}, err
	})
}

// makePoster unpacks a picture within bounds and packs it as a JPEG.
func makePoster(data []byte) ([]byte, image.Point, error) {
	if len(data) > MaxPosterBytes {
		return nil, image.Point{}, ErrPosterTooBig
	}
	kind, _ := filetype.Match(data)
	if kind.Extension != "jpg" && kind.Extension != "png" && kind.Extension != "webp" {
		return nil, image.Point{}, errPoster(sniff(data[:min(len(data), sniffedBytes)]).name)
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, image.Point{}, ErrPosterBroken.Because(err)
	}
	if int64(config.Width)*int64(config.Height) > maxPosterPixels {
		return nil, image.Point{}, ErrPosterTooBig
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, image.Point{}, ErrPosterBroken.Because(err)
	}
	small := scale(picture)
	var packed bytes.Buffer
	err = jpeg.Encode(&packed, small, &jpeg.Options{Quality: posterQuality})
	return packed.Bytes(), small.Bounds().Size(), err
}

// scale makes a picture of at most posterSide pixels a side, on white where it was transparent.
func scale(picture image.Image) image.Image {
	size := picture.Bounds().Size()
	if longest := max(size.X, size.Y); longest > posterSide {
		size = image.Pt(max(1, size.X*posterSide/longest), max(1, size.Y*posterSide/longest))
	}
	small := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Over, nil)
	return small
}
