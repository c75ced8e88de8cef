package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/media"
	"taphuan/internal/postgres"
)

// FindCourse returns the current version of a course with its modules and lessons, without the
// lessons' texts. fault.ErrNotFound when there is none or the course was withdrawn.
func (s *Service) FindCourse(ctx context.Context, key string) (Course, []Module, error) {
	var course Course
	var modules []Module
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if course, err = FindCurrent(ctx, tx, key); err != nil {
			return err
		}
		modules, err = Outline(ctx, tx, course.VersionID)
		return err
	})
	return course, modules, err
}

// FindCurrent returns the current version of a course; sql.ErrNoRows when there is none or the course was withdrawn.
func FindCurrent(ctx context.Context, tx bun.IDB, key string) (Course, error) {
	var row courseRow
	err := tx.NewRaw(selectCourse+` WHERE c.withdrawn_at IS NULL AND c.key = ?`, key).Scan(ctx, &row)
	return row.course(), err
}

const selectVersion postgres.Prepared = `SELECT ` + courseColumns + `
	FROM catalog.course_versions v JOIN catalog.courses c ON c.id = v.course_id WHERE v.id = $1`

// FindCurrentByID is FindCurrent by the course's id.
func FindCurrentByID(ctx context.Context, tx bun.IDB, id uuid.UUID) (Course, error) {
	var row courseRow
	err := tx.NewRaw(selectCourse+` WHERE c.withdrawn_at IS NULL AND c.id = ?`, id).Scan(ctx, &row)
	return row.course(), err
}

// FindVersion returns one version of a course, current or not, without its counts; sql.ErrNoRows
// when there is none.
func FindVersion(ctx context.Context, tx bun.IDB, versionID uuid.UUID) (Course, error) {
	var row courseRow
	err := selectVersion.Scan(ctx, tx, &row, versionID)
	return row.course(), err
}

const selectVersions postgres.Prepared = `SELECT ` + courseColumns + `
	FROM catalog.course_versions v JOIN catalog.courses c ON c.id = v.course_id WHERE v.id = ANY ($1::uuid[])`

// FindVersions is FindVersion for many, by their ids; those that are not there are left out.
func FindVersions(ctx context.Context, tx bun.IDB, versionIDs []uuid.UUID) (map[uuid.UUID]Course, error) {
	if len(versionIDs) == 0 {
		return nil, nil
	}
	var rows []courseRow
	err := selectVersions.Scan(ctx, tx, &rows, versionIDs)
	found := make(map[uuid.UUID]Course, len(rows))
	for _, row := range rows {
		found[row.VersionID] = row.course()
	}
	return found, err
}

// outlineRow is a lesson with its module, as outlines are selected.
type outlineRow struct {
	ModuleID      uuid.UUID
	ModuleKey     string
	ModuleTitleVI string `bun:"module_title_vi"`
	ModuleTitleEN string `bun:"module_title_en"`
	ID            uuid.UUID
	Slug          string
	Kind          LessonKind
	TitleVI       string `bun:"title_vi"`
	TitleEN       string `bun:"title_en"`
	Minutes       int
	VideoID       uuid.NullUUID
	Voice         string
	PosterID      uuid.NullUUID
}

const selectOutline postgres.Prepared = `SELECT m.id AS module_id, m.key AS module_key, m.title_vi AS module_title_vi, m.title_en AS module_title_en,
	l.id, l.slug, l.kind, l.title_vi, l.title_en, l.minutes, l.video_id, COALESCE(l.video_voice, '') AS voice, l.poster_id
	FROM catalog.modules m JOIN catalog.lessons l ON l.module_id = m.id
	WHERE m.course_version_id = $1 ORDER BY l.position`

// Outline returns the modules and lessons of a course version in order, without texts.
func Outline(ctx context.Context, tx bun.IDB, versionID uuid.UUID) ([]Module, error) {
	var rows []outlineRow
	err := selectOutline.Scan(ctx, tx, &rows, versionID)
	if err != nil {
		return nil, err
	}
	var videos []uuid.UUID
	for _, r := range rows {
		if r.VideoID.Valid {
			videos = append(videos, r.VideoID.UUID)
		}
	}
	sizes, err := media.SizesOf(ctx, tx, videos)
	return modulesOf(rows, sizes), err
}

// modulesOf groups the rows of an outline by module.
func modulesOf(rows []outlineRow, sizes map[uuid.UUID]int64) []Module {
	var modules []Module
	for _, r := range rows {
		if n := len(modules); n == 0 || modules[n-1].ID != r.ModuleID {
			modules = append(modules, Module{ID: r.ModuleID, Key: r.ModuleKey, Title: LocalText{r.ModuleTitleVI, r.ModuleTitleEN}})
		}
		m := &modules[len(modules)-1]
		m.Lessons = append(m.Lessons, Lesson{ID: r.ID, Slug: r.Slug, Kind: r.Kind, Title: LocalText{r.TitleVI, r.TitleEN}, Minutes: r.Minutes,
			VideoID: r.VideoID.UUID, VideoBytes: sizes[r.VideoID.UUID], Voice: r.Voice, PosterID: r.PosterID.UUID})
	}
	return modules
}
