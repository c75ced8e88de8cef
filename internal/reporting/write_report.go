package reporting

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/reporting/document"
)

// File is a written report.
type File struct {
	Name  string
	Bytes []byte
}

// WriteReport counts the results as FindResults does and writes them as a Word document.
func (s *Service) WriteReport(ctx context.Context, who access.Principal, q FindResults) (File, error) {
	r, err := s.FindResults(ctx, who, q)
	if err != nil {
		return File{}, err
	}
	file, err := document.DOCX(s.Document(r))
	return File{Name: r.FileName() + ".docx", Bytes: file}, err
}

// WriteAnnexes counts the results as FindResults does and writes the annexes as an Excel file.
func (s *Service) WriteAnnexes(ctx context.Context, who access.Principal, q FindResults) (File, error) {
	r, err := s.FindResults(ctx, who, q)
	if err != nil {
		return File{}, err
	}
	file, err := document.Workbook(s.Document(r).Book())
	return File{Name: r.FileName() + ".xlsx", Bytes: file}, err
}
