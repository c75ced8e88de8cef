package certificate

import (
	"strings"
	"time"

	"taphuan/internal/fault"
	"taphuan/internal/outbox"
	"taphuan/internal/pades"
	"taphuan/internal/postgres"
)

// Service runs the use cases of this domain.
type Service struct {
	db        *postgres.DB
	outbox    *outbox.Outbox
	now       func() time.Time
	publicURL string // "https://host", for the QR
	demo      bool
	keys      keyring
	stamp     pades.Stamp // nil: documents carry no time stamp

	credentials credentialKeys
	statuses    statusLists
}

// New returns a service. demo marks everything issued as an illustration.
func New(db *postgres.DB, events *outbox.Outbox, now func() time.Time, publicURL string, demo bool) *Service {
	return &Service{db: db, outbox: events, now: now, publicURL: publicURL, demo: demo}
}

// StampWith has signatures carry the time of a time-stamping authority.
func (s *Service) StampWith(stamp pades.Stamp) { s.stamp = stamp }

// platformName is who signs documents.
func (s *Service) platformName() string {
	_, host, _ := strings.Cut(s.publicURL, "://")
	if s.demo {
		return "MẪU - Tập Huấn " + host
	}
	return "Tập Huấn " + host
}

// ErrNoIssuer says that nobody is set to sign on this day.
var ErrNoIssuer = fault.New(fault.Conflict, "certificate.no_issuer",
	fault.Text{VI: "Chưa có cơ quan cấp giấy chứng nhận còn hiệu lực. Quản trị cần khai báo cơ quan cấp.", EN: "No issuer of certificates is in force. An administrator has to set one."})

// VerifyURL is the address of a certificate's verification page.
func (s *Service) VerifyURL(code string) string { return s.publicURL + "/xac-minh/" + code }
