package media

import (
	"context"

	"github.com/uptrace/bun"
)

// StorePictureTx keeps a JPEG, PNG or WebP picture, told by its content, as SetPoster does: as a JPEG of at most 1,280
// pixels a side. Errors: ErrPosterTooBig, ErrPosterBroken, and what another file is taken for.
func (s *Service) StorePictureTx(ctx context.Context, tx bun.IDB, data []byte) (File, error) {
	picture, size, err := makePoster(data)
	if err != nil {
		return File{}, err
	}
	return s.StoreTx(ctx, tx, picture, File{Mime: "image/jpeg", Width: size.X, Height: size.Y})
}
