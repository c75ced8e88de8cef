package media

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// UploadState says how far an upload is.
type UploadState string

// The states. A received upload is whole and becomes a video in the background.
const (
	UploadOpen     UploadState = "open"
	UploadReceived UploadState = "received"
	UploadDone     UploadState = "done"
	UploadRefused  UploadState = "refused"
)

const (
	// maxOpenUploads is how many unfinished uploads a person may have.
	maxOpenUploads = 3
	// uploadLasts is how long an upload may stand still.
	uploadLasts = 7 * 24 * time.Hour
	// maxNameLength bounds the name of an uploaded file, in characters.
	maxNameLength = 255
	// maxFingerprint bounds what the sender knows the file by.
	maxFingerprint = 128
	// maxTitleLength bounds the title of a video, in characters.
	maxTitleLength = 200
)

// Upload (tệp đang tải lên) is a file on its way into the video library of an agency. It is its sender's alone.
type Upload struct {
	bun.BaseModel `bun:"table:media.uploads"`
	ID            uuid.UUID   `bun:"id"`
	AgencyID      uuid.UUID   `bun:"agency_id"`
	PersonID      uuid.UUID   `bun:"person_id"`
	Name          string      `bun:"name"`
	Size          int64       `bun:"size"`     // bytes
	Received      int64       `bun:"received"` // bytes, from the first on
	Fingerprint   string      `bun:"fingerprint"`
	State         UploadState `bun:"state"`
	Reason        string      `bun:"reason"`            // what a refused one was taken for
	VideoID       uuid.UUID   `bun:"video_id,nullzero"` // what a done one became
	CreatedAt     time.Time   `bun:"created_at,nullzero,default:now()"`
	ProgressAt    time.Time   `bun:"progress_at"`
}

// uploadPart is a stretch of an upload that is stored.
type uploadPart struct {
	bun.BaseModel `bun:"table:media.upload_parts"`
	UploadID      uuid.UUID `bun:"upload_id"`
	FromByte      int64     `bun:"from_byte"`
	Size          int64     `bun:"size"`
	SHA256        []byte    `bun:"sha256"`
}

// UploadArrived happens when the last byte of an upload is stored.
type UploadArrived struct{ UploadID uuid.UUID }

// EventName is the event's stable name.
func (UploadArrived) EventName() string { return "media.upload_arrived" }

// Limits bound uploads.
type Limits struct {
	FileBytes   int64 // of one file
	AgencyBytes int64 // of all videos of an agency
}

// Uploads takes files into the video libraries.
type Uploads struct {
	db     *postgres.DB
	files  *Service
	events *outbox.Outbox
	limits Limits
	now    func() time.Time
}

// NewUploads returns the uploads into the storage of files.
func NewUploads(files *Service, events *outbox.Outbox, limits Limits, now func() time.Time) *Uploads {
	return &Uploads{db: files.db, files: files, events: events, limits: limits, now: now}
}

// Faults of uploads.
var (
	ErrEmptyUpload = fault.New(fault.Invalid, "upload.empty",
		fault.Text{VI: "Tệp này trống (0 byte). Hãy chọn tệp khác.", EN: "This file is empty (0 bytes). Choose another one."})
	ErrTooManyUploads = fault.New(fault.Conflict, "upload.too_many",
		fault.Text{VI: fmt.Sprintf("Mỗi người tải lên cùng lúc tối đa %d tệp. Hãy đợi tải xong, hoặc hủy bớt tệp đang dở.", maxOpenUploads),
			EN: fmt.Sprintf("At most %d files can be on their way at once. Wait for one to finish, or cancel one.", maxOpenUploads)})
	ErrUploadExpired = fault.New(fault.NotFound, "upload.expired",
		fault.Text{VI: "Tệp này đã dừng tải quá 7 ngày nên phần đã tải bị xóa. Hãy tải lại từ đầu.", EN: "This upload stood still for over 7 days and was deleted. Upload the file again."})
	ErrUploadMoved = fault.New(fault.Conflict, "upload.moved",
		fault.Text{VI: "Tệp này đang được tải lên ở một cửa sổ hoặc thiết bị khác.", EN: "This file is being uploaded in another window or on another device."})
)

func errTooBig(most int64) error {
	return fault.New(fault.TooLarge, "upload.too_big", fault.Text{VI: fmt.Sprintf("Tệp lớn quá: mỗi video tối đa %s. Hãy giảm độ phân giải hoặc chia thành nhiều phần.", sizeText(most, ",")),
		EN: fmt.Sprintf("The file is too large: a video has at most %s. Lower its resolution or split it.", sizeText(most, "."))})
}

func errQuota(most int64) error {
	return fault.New(fault.Conflict, "upload.quota", fault.Text{VI: fmt.Sprintf("Kho video của cơ quan không đủ chỗ cho tệp này (tối đa %s). Hãy xóa bớt video không dùng, hoặc đề nghị quản trị hệ thống tăng dung lượng.", sizeText(most, ",")),
		EN: fmt.Sprintf("The agency's video library has no room for this file (at most %s). Delete videos that are not used, or ask the system administrator for more room.", sizeText(most, "."))})
}

// sizeText writes a size as people read it; units are of 1024.
func sizeText(bytes int64, point string) string {
	value, unit := float64(bytes)/(1<<20), "MB"
	if value >= 1024 {
		value, unit = value/1024, "GB"
	}
	return strings.Replace(strings.TrimSuffix(fmt.Sprintf("%.1f", value), ".0"), ".", point, 1) + " " + unit
}

// ExpiresAt is when the upload is deleted, if nothing more arrives.
func (u Upload) ExpiresAt() time.Time { return u.ProgressAt.Add(uploadLasts) }

// isExpired reports whether the upload stood still for too long.
func (u Upload) isExpired(now time.Time) bool {
	return u.State == UploadOpen && now.After(u.ExpiresAt())
}

// title is what the video is called at first: the name of its file.
func (u Upload) title() string {
	title := vietnamese.Normalize(strings.TrimSuffix(u.Name, path.Ext(u.Name)))
	if title == "" {
		title = u.Name
	}
	return firstRunes(title, maxTitleLength)
}

// cleanName is the name of a file without folders and without what cannot be shown; "video" when nothing is left.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name))
	if name == "" {
		return "video"
	}
	return firstRunes(name, maxNameLength)
}

func firstRunes(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:most]))
}

// FindUpload returns an upload of the caller; fault.ErrNotFound for any other, ErrUploadExpired for one that stood
// still for too long, and why for one whose content was refused.
func (u *Uploads) FindUpload(ctx context.Context, who access.Principal, id uuid.UUID) (Upload, error) {
	var found Upload
	err := u.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&found).Where("id = ? AND person_id = ?", id, who.PersonID).Scan(ctx)
	})
	if err != nil {
		return Upload{}, err
	}
	if err := who.RequireAt(access.ManageCourses, found.AgencyID); err != nil {
		return Upload{}, err
	}
	switch {
	case found.isExpired(u.now()):
		return Upload{}, ErrUploadExpired
	case found.State == UploadRefused:
		return Upload{}, errContent(found.Reason)
	}
	return found, nil
}

// ListUploads returns the caller's uploads that are not videos yet, the newest first; those that stood still for
// too long are left out. There are few, as few may be open and the others are collected.
func (u *Uploads) ListUploads(ctx context.Context, who access.Principal) ([]Upload, error) {
	var list []Upload
	err := u.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&list).Where("person_id = ? AND state IN (?, ?) AND progress_at > ?", who.PersonID, UploadOpen, UploadReceived, u.now().Add(-uploadLasts)).
			OrderExpr("created_at DESC, id DESC").Limit(100).Scan(ctx)
	})
	return list, err
}
