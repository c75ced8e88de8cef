package assessment

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/question"
	"taphuan/internal/question/exchange"
	"taphuan/internal/vietnamese"
)

// StageImport is a file of questions for the bank of a course.
type StageImport struct {
	CourseKey string
	FileName  string
	Data      []byte
}

// StageImport reads a file of questions and keeps what it holds to be looked through; the bank stays as it is. It needs
// course.manage at whose course it is. Errors: fault.ErrNotFound, ErrImportTooLarge, ErrImportEmpty and the faults of a
// whole file (package exchange); what is wrong with one question stands at it.
func (s *Service) StageImport(ctx context.Context, who access.Principal, cmd StageImport) (uuid.UUID, error) {
	allowed := func(context.Context, bun.Tx, bankOf) error { return nil }
	if err := s.inBank(ctx, who, access.ManageCourses, cmd.CourseKey, allowed); err != nil { // before the file is read
		return uuid.Nil, err
	}
	read, err := s.readImport(ctx, cmd)
	if err != nil {
		return uuid.Nil, err
	}
	im := BankImport{ID: audit.NewID(), AuthorID: who.PersonID, FileName: fileName(cmd.FileName), Format: read.Format, Notes: importReasons(read.Notes)}
	err = s.inBank(ctx, who, access.ManageCourses, cmd.CourseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		im.CourseID = b.course.ID
		known, err := newestContents(ctx, tx, b.course.ID)
		if err != nil {
			return err
		}
		st := stager{tx: tx, files: s.files, known: known, media: read.Media, kept: map[string]media.File{}}
		rows, err := st.rows(ctx, im.ID, read.Items)
		if err != nil {
			return err
		}
		if err := checkTopics(rows); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&im).Exec(ctx); err != nil {
			return err
		}
		if err := insertMany(ctx, tx, rows); err != nil {
			return err
		}
		return insertMany(ctx, tx, st.fileRows(im.ID))
	})
	return im.ID, err
}

// takeTurn waits until a file of questions may be read or written; two at a time, since a file may unpack to much.
func (s *Service) takeTurn(ctx context.Context) (end func(), err error) {
	select {
	case s.exchanging <- struct{}{}:
		return func() { <-s.exchanging }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Service) readImport(ctx context.Context, cmd StageImport) (exchange.Import, error) {
	end, err := s.takeTurn(ctx)
	if err != nil {
		return exchange.Import{}, err
	}
	defer end()
	read, err := exchange.Read(cmd.FileName, cmd.Data, importLimits)
	switch {
	case errors.Is(err, exchange.ErrFileTooLarge), errors.Is(err, exchange.ErrTooManyItems):
		return read, ErrImportTooLarge
	case err == nil && len(read.Items) == 0:
		return read, ErrImportEmpty
	}
	return read, err
}

func fileName(name string) string {
	runes := []rune(vietnamese.Normalize(name))
	return string(runes[:min(len(runes), 200)])
}

// stager turns the items of a file into rows, and stores the pictures that they show.
type stager struct {
	tx    bun.Tx
	files *media.Service
	known contents
	media []exchange.Media
	kept  map[string]media.File // by the name in the file; without an id: it cannot be read
}

func (st *stager) rows(ctx context.Context, id uuid.UUID, items []exchange.Item) ([]importItemRow, error) {
	rows := make([]importItemRow, len(items))
	for n, given := range items {
		item := ImportItem{Number: n + 1, Name: given.Name, Key: bankKey(given.Key), Part: given.Place.Part, Line: given.Place.Line, Topic: given.Topic,
			Difficulty: given.Difficulty, Tags: given.Tags, Body: given.Body, Status: given.Status, Reasons: importReasons(given.Reasons)}
		if item.Status != exchange.Refused {
			if err := st.pictures(ctx, &item); err != nil {
				return nil, err
			}
			old, exists := st.known[item.Key]
			item.Known = exists
			if old.Retired {
				item.refuse(reasonRetired)
			}
		}
		rows[n] = importItemRow{ImportID: id, Number: item.Number, Status: item.Status, Topic: item.Topic, Item: item}
	}
	return rows, nil
}

// checkTopics bounds the topics of a file.
func checkTopics(rows []importItemRow) error {
	topics := map[string]bool{}
	for _, row := range rows {
		topics[row.Topic] = true
	}
	if len(topics) > maxImportTopics {
		return ErrImportTopics
	}
	return nil
}

// bankKey is the key that a question of a file would have in the bank; "" when its own does not fit.
func bankKey(key string) string {
	key = strings.ReplaceAll(vietnamese.Fold(key), " ", "-")
	if !questionKey.MatchString(key) {
		return ""
	}
	return key
}

// pictures stores what the item shows, made anew, and puts the ids of the stored files for their names.
func (st *stager) pictures(ctx context.Context, item *ImportItem) error {
	for _, name := range exchange.MediaNames(item.Body) {
		file, err := st.picture(ctx, name)
		if err != nil {
			return err
		}
		if file.ID == uuid.Nil {
			item.refuse(reasonPicture)
			return nil
		}
	}
	item.Body = exchange.RenameMedia(fitHotspots(item.Body, st.kept), func(name string) string { return st.kept[name].ID.String() })
	return nil
}

// picture stores a picture once; a file without an id cannot be read.
func (st *stager) picture(ctx context.Context, name string) (media.File, error) {
	if file, done := st.kept[name]; done {
		return file, nil
	}
	file := media.File{}
	for _, m := range st.media {
		if m.Name != name {
			continue
		}
		stored, err := st.files.StorePictureTx(ctx, st.tx, m.Data)
		if kind := fault.From(err).Kind; err != nil && kind != fault.Invalid && kind != fault.TooLarge {
			return file, err
		}
		if err == nil {
			file = stored
		}
	}
	st.kept[name] = file
	return file, nil
}

// fitHotspots moves the regions of pictures that were stored smaller.
func fitHotspots(b question.Body, stored map[string]media.File) question.Body {
	parts := make([]question.Body, 0, len(b.Parts))
	for _, part := range b.Parts {
		parts = append(parts, fitHotspots(part, stored))
	}
	if len(parts) > 0 {
		b.Parts = parts
	}
	if b.Hotspot == nil {
		return b
	}
	spot, file := *b.Hotspot, stored[b.Hotspot.Image.File]
	spot.Regions = append([]question.Region{}, spot.Regions...)
	for i, r := range spot.Regions {
		coords := make([]int, len(r.Coords))
		for n, c := range r.Coords {
			if coords[n] = c * file.Width / spot.Image.Width; n%2 == 1 {
				coords[n] = c * file.Height / spot.Image.Height
			}
		}
		spot.Regions[i].Coords = coords
	}
	spot.Image.Width, spot.Image.Height = file.Width, file.Height
	b.Hotspot = &spot
	return b
}

// fileRows keep the stored pictures as long as the import.
func (st *stager) fileRows(id uuid.UUID) []importFileRow {
	var rows []importFileRow
	seen := map[uuid.UUID]bool{uuid.Nil: true}
	for _, file := range st.kept {
		if !seen[file.ID] {
			seen[file.ID] = true
			rows = append(rows, importFileRow{ImportID: id, FileID: file.ID})
		}
	}
	return rows
}
