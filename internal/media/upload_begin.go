package media

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// BeginUpload is what a sender says of a file before the first byte.
type BeginUpload struct {
	AgencyID    uuid.UUID // whose library it goes into
	Name        string
	Size        int64  // bytes
	Fingerprint string // by which the sender knows the file again
}

// BeginUpload opens an upload. It refuses an empty file, one over the limit or for which the agency has no room
// left, and one more than a person may have; an agency in which the caller makes no courses is fault.ErrNotFound.
func (u *Uploads) BeginUpload(ctx context.Context, who access.Principal, in BeginUpload) (Upload, error) {
	switch err := who.RequireAt(access.ManageCourses, in.AgencyID); {
	case err != nil:
		return Upload{}, err
	case in.Size <= 0:
		return Upload{}, ErrEmptyUpload
	case in.Size > u.limits.FileBytes:
		return Upload{}, errTooBig(u.limits.FileBytes)
	case len(in.Fingerprint) > maxFingerprint:
		return Upload{}, fault.ErrInvalid
	}
	upload := Upload{ID: audit.NewID(), AgencyID: in.AgencyID, PersonID: who.PersonID, Name: cleanName(in.Name), Size: in.Size,
		Fingerprint: in.Fingerprint, State: UploadOpen, ProgressAt: u.now()}
	err := u.db.RunInTx(ctx, postgres.Agencies(in.AgencyID).AndPersons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if err := u.checkRoom(ctx, tx, upload); err != nil {
			return err
		}
		_, err := tx.NewInsert().Model(&upload).Returning("NULL").Exec(ctx)
		return err
	})
	return upload, err
}

// checkRoom refuses what is one upload too many of the person, or too large for what the agency has left. One upload
// is begun at a time, so that two never share the last room.
func (u *Uploads) checkRoom(ctx context.Context, tx bun.IDB, upload Upload) error {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('media.uploads', 0))"); err != nil {
		return err
	}
	open, err := tx.NewSelect().Model((*Upload)(nil)).Where("person_id = ? AND state = ? AND progress_at > ?", upload.PersonID, UploadOpen, u.now().Add(-uploadLasts)).Count(ctx)
	if err != nil {
		return err
	}
	if open >= maxOpenUploads {
		return ErrTooManyUploads
	}
	used, err := u.usedBytes(ctx, tx, upload.AgencyID)
	if err == nil && used+upload.Size > u.limits.AgencyBytes {
		return errQuota(u.limits.AgencyBytes)
	}
	return err
}

// usedBytes is what counts against an agency's room: the files of its library, each once, and what is on its way.
// What is made of a video file is not counted: nobody chose its size.
func (u *Uploads) usedBytes(ctx context.Context, tx bun.IDB, agency uuid.UUID) (int64, error) {
	var used int64
	err := tx.NewRaw(`SELECT (SELECT COALESCE(sum(size), 0) FROM media.files WHERE id IN (SELECT file_id FROM media.videos WHERE agency_id = ?0))
		+ (SELECT COALESCE(sum(size), 0) FROM media.uploads WHERE agency_id = ?0 AND state IN (?1, ?2) AND progress_at > ?3)`,
		agency, UploadOpen, UploadReceived, u.now().Add(-uploadLasts)).Scan(ctx, &used)
	return used, err
}

// Room is how much of an agency's library is used.
type Room struct {
	Limits
	Used int64 // bytes
}

// FindRoom returns how much of an agency's library is used; fault.ErrNotFound for an agency in which the caller makes
// no courses.
func (u *Uploads) FindRoom(ctx context.Context, who access.Principal, agency uuid.UUID) (Room, error) {
	if err := who.RequireAt(access.ManageCourses, agency); err != nil {
		return Room{}, err
	}
	room := Room{Limits: u.limits}
	err := u.db.Read(ctx, postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
		var err error
		room.Used, err = u.usedBytes(ctx, tx, agency)
		return err
	})
	return room, err
}
