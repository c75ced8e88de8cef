package assessment

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// UploadFile is a file that a learner uploads for a question.
type UploadFile struct {
	AttemptID uuid.UUID
	Position  int
	Part      int // of a case study, from 1; 0: the question itself
	Name      string
	Data      []byte
}

// spareFiles is how many times as many files as may be handed in may be uploaded for one question: somebody changes
// their mind.
const spareFiles = 4

// UploadFile keeps a file for a question of the caller's own running attempt. It counts once an answer names it.
// Errors: fault.ErrNotFound for another's attempt, ErrClosed once it was graded or its time is over, fault.ErrInvalid
// for a question that takes no files, a kind that it does not take (judged by content), a file too large or too many.
func (s *Service) UploadFile(ctx context.Context, who access.Principal, cmd UploadFile) (question.File, error) {
	held, err := s.holdPaper(ctx, who, cmd.AttemptID)
	if err != nil {
		return question.File{}, err
	}
	upload, err := s.uploadAt(ctx, held.paper, cmd)
	if err != nil {
		return question.File{}, err
	}
	document, err := checkFile(*upload, cmd)
	if err != nil {
		return question.File{}, err
	}
	row := answerFileRow{ID: audit.NewID(), AttemptID: cmd.AttemptID, Position: cmd.Position, PersonID: who.PersonID,
		Name: cmd.Name, Kind: document.Kind, Bytes: int64(len(cmd.Data))}
	err = s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		attempt, err := lockAttempt(ctx, tx, cmd.AttemptID, who.PersonID)
		switch {
		case err != nil:
			return err
		case attempt.State != Started || attempt.overdue():
			return ErrClosed
		}
		if err := refuseMany(ctx, tx, cmd, upload.MaxFiles); err != nil {
			return err
		}
		file, err := s.files.StoreTx(ctx, tx, cmd.Data, media.File{Mime: document.Mime})
		if err != nil {
			return err
		}
		row.AgencyID, row.FileID = attempt.AgencyID, file.ID
		_, err = tx.NewInsert().Model(&row).Exec(ctx)
		return err
	})
	return question.File{ID: row.ID.String(), Name: row.Name, Size: row.Bytes}, err
}

// uploadAt returns what the question at a place of the paper takes.
func (s *Service) uploadAt(ctx context.Context, paper Paper, cmd UploadFile) (*question.Upload, error) {
	if cmd.Position < 1 || cmd.Position > len(paper.Items) {
		return nil, fault.ErrInvalid.At("position", "answer.position_unknown", textPositionUnknown)
	}
	version := paper.Items[cmd.Position-1].VersionID
	bodies, err := s.loadBodies(ctx, s.db.Bun, []uuid.UUID{version})
	if err != nil {
		return nil, err
	}
	body := bodies[version]
	if cmd.Part > 0 && cmd.Part <= len(body.Parts) {
		body = body.Parts[cmd.Part-1]
	}
	if body.Upload == nil {
		return nil, fault.ErrInvalid.At("position", "answer.no_files", fault.Text{
			VI: "Câu này không nhận tệp.", EN: "This question takes no files."})
	}
	return body.Upload, nil
}

func checkFile(upload question.Upload, cmd UploadFile) (media.Document, error) {
	if name := strings.TrimSpace(cmd.Name); name == "" || utf8.RuneCountInString(name) > 200 || strings.ContainsAny(name, "/\\\x00") || !utf8.ValidString(name) {
		return media.Document{}, fault.ErrInvalid.At("name", "answer.file_name", fault.Text{
			VI: "Tên tệp có từ 1 đến 200 ký tự, không có dấu gạch chéo.", EN: "A file's name has 1 to 200 characters and no slash."})
	}
	if int64(len(cmd.Data)) > upload.MaxBytes {
		return media.Document{}, fault.ErrInvalid.At("file", "answer.file_large", fault.Text{
			VI: fmt.Sprintf("Tệp lớn hơn mức cho phép (%s). Hãy giảm dung lượng ảnh hoặc tách tệp.", megabytes(upload.MaxBytes)),
			EN: fmt.Sprintf("The file is larger than allowed (%s). Make its pictures smaller, or split it.", megabytes(upload.MaxBytes))})
	}
	document, known := media.RecognizeDocument(cmd.Data)
	for _, kind := range upload.Accept {
		if known && kind == document.Kind {
			return document, nil
		}
	}
	return media.Document{}, fault.ErrInvalid.At("file", "answer.file_kind", fault.Text{
		VI: "Câu này chỉ nhận tệp loại: " + strings.Join(upload.Accept, ", ") + ". Tệp có macro, tệp nén và tệp hỏng không được nhận.",
		EN: "This question takes files of these kinds only: " + strings.Join(upload.Accept, ", ") + ". Files with macros, archives and broken files are not taken."})
}

func megabytes(n int64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/(1<<20)), ".0") + " MB"
}

// answerFileRow is an uploaded file.
type answerFileRow struct {
	bun.BaseModel `bun:"table:assessment.answer_files"`
	ID            uuid.UUID `bun:"id"`
	AttemptID     uuid.UUID `bun:"attempt_id"`
	Position      int       `bun:"position"`
	PersonID      uuid.UUID `bun:"person_id"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	FileID        uuid.UUID `bun:"file_id"`
	Name          string    `bun:"name"`
	Kind          string    `bun:"kind"`
	Bytes         int64     `bun:"bytes"`
}

func refuseMany(ctx context.Context, tx bun.IDB, cmd UploadFile, most int) error {
	n, err := tx.NewSelect().Model((*answerFileRow)(nil)).Where("attempt_id = ? AND position = ?", cmd.AttemptID, cmd.Position).Count(ctx)
	if err == nil && n >= int64(spareFiles*most) {
		err = fault.ErrInvalid.At("file", "answer.file_many", fault.Text{
			VI: "Đã tải lên quá nhiều lần cho câu này. Hãy dùng các tệp đã tải lên.", EN: "Too many uploads for this question. Use the files that are there."})
	}
	return err
}

// checkFiles refuses answers that name files which were not uploaded for that attempt, and puts the files' own names
// and sizes.
func (s *Service) checkFiles(ctx context.Context, who access.Principal, attemptID uuid.UUID, answers []Answer) error {
	if !anyFiles(answers) {
		return nil
	}
	known := map[string]answerFileRow{}
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var rows []answerFileRow
		err := tx.NewSelect().Model(&rows).Where("attempt_id = ? AND person_id = ?", attemptID, who.PersonID).Scan(ctx)
		for _, row := range rows {
			known[row.ID.String()] = row
		}
		return err
	})
	if err != nil {
		return err
	}
	for i := range answers {
		for _, list := range fileLists(&answers[i].Payload) {
			for n, file := range list {
				row, exists := known[file.ID]
				if !exists || row.Position != answers[i].Position {
					return fault.ErrInvalid.At(fmt.Sprintf("answers[%d].payload.files", i), "answer.file", fault.Text{
						VI: "Tệp này không có trên hệ thống. Hãy tải lên lại.", EN: "This file is not known. Upload it again."})
				}
				list[n] = question.File{ID: file.ID, Name: row.Name, Size: row.Bytes}
			}
		}
	}
	return nil
}

func anyFiles(answers []Answer) bool {
	for i := range answers {
		for _, list := range fileLists(&answers[i].Payload) {
			if len(list) > 0 {
				return true
			}
		}
	}
	return false
}

// fileLists are the lists of files of an answer and of its parts.
func fileLists(a *question.Answer) [][]question.File {
	lists := [][]question.File{a.Files}
	for i := range a.Parts {
		lists = append(lists, a.Parts[i].Files)
	}
	return lists
}

// OpenFile returns a file of the caller's own attempt: its name, media type and bytes. Another's is fault.ErrNotFound.
func (s *Service) OpenFile(ctx context.Context, who access.Principal, attemptID, id uuid.UUID) (name, mime string, data []byte, err error) {
	var row answerFileRow
	err = s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&row).Where("id = ? AND attempt_id = ? AND person_id = ?", id, attemptID, who.PersonID).Scan(ctx)
	})
	if err != nil {
		return "", "", nil, err
	}
	return s.readFile(ctx, row)
}

func (s *Service) readFile(ctx context.Context, row answerFileRow) (name, mime string, data []byte, err error) {
	file, from, err := s.files.Open(ctx, row.FileID)
	if err != nil {
		return "", "", nil, err
	}
	defer from.Close()
	data, err = io.ReadAll(io.LimitReader(from, question.MaxFileBytes))
	return row.Name, file.Mime, data, err
}
