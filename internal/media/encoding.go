package media

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// EncodingState says how far a video file is on its way to every device.
type EncodingState string

// The states, in their order; a file is ready or refused in the end.
const (
	Queued  EncodingState = "queued"
	Working EncodingState = "working"
	Ready   EncodingState = "ready"
	Refused EncodingState = "refused"
)

// Encoding is what is made of a video file: renditions, a poster, thumbnails.
type Encoding struct {
	bun.BaseModel `bun:"table:media.encodings"`
	FileID        uuid.UUID     `bun:"file_id"`
	State         EncodingState `bun:"state"`
	Progress      int           `bun:"progress"`           // percent
	Reason        string        `bun:"reason"`             // a stable code, why it was refused
	PosterID      uuid.UUID     `bun:"poster_id,nullzero"` // uuid.Nil without one
	Thumbnails
	Attempt   int       `bun:"attempt"` // how often the work was begun
	UpdatedAt time.Time `bun:"updated_at"`
}

// Thumbnails are small pictures in one file, row by row.
type Thumbnails struct {
	ThumbnailsID uuid.UUID `bun:"thumbnails_id,nullzero"` // uuid.Nil without them
	EveryMs      int       `bun:"thumbnail_every_ms"`
	Columns      int       `bun:"thumbnail_columns"`
	Count        int       `bun:"thumbnail_count"`
	Width        int       `bun:"thumbnail_width"` // pixels of one
	Height       int       `bun:"thumbnail_height"`
}

// Rendition is a video file in one quality: a fragmented MP4 that is played by ranges of bytes.
type Rendition struct {
	bun.BaseModel    `bun:"table:media.renditions"`
	FileID           uuid.UUID `bun:"file_id"` // of the video
	Name             string    `bun:"name"`    // audio, 240p, ... 1080p: the shorter side of the picture
	RenditionID      uuid.UUID `bun:"rendition_id"`
	Width            int       `bun:"width"`
	Height           int       `bun:"height"`
	FrameRate        float64   `bun:"frame_rate"`
	Codecs           string    `bun:"codecs"`            // RFC 6381
	Bandwidth        int       `bun:"bandwidth"`         // bits a second of the largest segment
	AverageBandwidth int       `bun:"average_bandwidth"` // bits a second
	InitBytes        int       `bun:"init_bytes"`
	Segments         [][2]int  `bun:"segments,type:jsonb"` // milliseconds and bytes of each, in order
}

// IsReady reports whether everything was made; a missing encoding is not.
func (e *Encoding) IsReady() bool { return e != nil && e.State == Ready }

// Bytes is the size of the rendition's file.
func (r Rendition) Bytes() int64 {
	size := int64(r.InitBytes)
	for _, s := range r.Segments {
		size += int64(s[1])
	}
	return size
}

// EncodeTx asks for the renditions of a video file, in the transaction that stores it; a file that was
// asked for before stays as it is, unless it was refused for a fault of ours: then it is tried again.
func EncodeTx(ctx context.Context, tx bun.IDB, file uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO media.encodings AS e (file_id) VALUES (?)
		ON CONFLICT (file_id) DO UPDATE SET state = 'queued', reason = '', attempt = 0, held_until = now(), updated_at = now() WHERE e.reason = ?`, file, failedReason)
	return err
}

// FindEncoding returns what was made of a video file so far, the renditions from the smallest on; nothing when it
// was never asked for.
func FindEncoding(ctx context.Context, tx bun.IDB, file uuid.UUID) (*Encoding, []Rendition, error) {
	var found []Encoding
	if err := tx.NewSelect().Model(&found).Where("file_id = ?", file).Scan(ctx); err != nil || len(found) == 0 {
		return nil, nil, err
	}
	var renditions []Rendition
	err := tx.NewSelect().Model(&renditions).Where("file_id = ?", file).OrderExpr("height, name").Scan(ctx)
	return &found[0], renditions, err
}
