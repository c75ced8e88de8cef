package certificate

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// Share (liên kết chia sẻ) is a link by which its owner shows some certificates to whomever they give it, for some days.
type Share struct {
	bun.BaseModel `bun:"table:certificate.shares"`
	ID            uuid.UUID   `bun:"id"`
	Token         string      `bun:"token"`
	PersonID      uuid.UUID   `bun:"person_id"`
	Certificates  []uuid.UUID `bun:"certificates,array"`
	ShowsResult   bool        `bun:"shows_result"` // score and classification
	Note          string      `bun:"note"`         // for its owner alone: for whom it is
	MadeAt        time.Time   `bun:"made_at,nullzero,default:now()"`
	ExpiresOn     time.Time   `bun:"expires_on,type:date"` // the last day on which it opens
	EndedAt       *time.Time  `bun:"ended_at"`
	Opened        int         `bun:"opened"` // how often; by whom is not kept
	LastOpenedOn  *time.Time  `bun:"last_opened_on,type:date"`
}

// IsOpen reports whether the link works on a day.
func (s Share) IsOpen(day time.Time) bool { return s.EndedAt == nil && !day.After(s.ExpiresOn) }

const (
	maxShared     = 50  // certificates on one link
	maxShares     = 20  // links of one person that work
	longestShare  = 365 // days
	maxNoteLength = 100
)

// Faults of sharing.
var (
	ErrSharePupil = fault.New(fault.Forbidden, "share.pupil",
		fault.Text{VI: "Liên kết chia sẻ không dành cho học sinh phổ thông. Có thể đưa giấy chứng nhận hoặc mã xác minh cho người cần xem.",
			EN: "Share links are not for pupils of schools. Give the certificate or its verification code to whoever asks for it."})
	ErrShareMany = fault.New(fault.Conflict, "share.too_many",
		fault.Text{VI: fmt.Sprintf("Mỗi người có tối đa %d liên kết còn mở. Hãy ngừng bớt liên kết không dùng.", maxShares),
			EN: fmt.Sprintf("Everybody has at most %d open links. End one that is not used.", maxShares)})
)

// ShareURL is the address of a share's page.
func (s *Service) ShareURL(token string) string { return s.publicURL + "/chia-se/" + token }
