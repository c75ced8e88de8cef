package question

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"taphuan/internal/fault"
)

// Bounds of files that are handed in.
const (
	MaxFiles       = 10
	MaxFileBytes   = int64(20 << 20)
	maxFileName    = 200 // characters
	uuidTextLength = 36
)

// fileUpload (nộp tệp) is answered by files that people mark by a rubric.
type fileUpload struct{ handMarked }

// Validate wants kinds of file, bounds and a rubric.
func (fileUpload) Validate(b Body) []fault.Field {
	var found faults
	found.noPenalty(b)
	if b.Upload == nil {
		found.add("upload", "question.rubric_required", textRubricRequired)
		return found
	}
	if !allAcceptable(b.Upload.Accept) {
		found.add("upload.accept", "question.accept", fault.Text{
			VI: "Loại tệp nhận phải là: " + strings.Join(acceptable, ", ") + ", mỗi loại một lần.",
			EN: "Accepted kinds of file are: " + strings.Join(acceptable, ", ") + ", each once."})
	}
	if n := b.Upload.MaxFiles; n < 1 || n > MaxFiles {
		found.add("upload.maxFiles", "question.max_files", fault.Text{
			VI: fmt.Sprintf("Số tệp nhiều nhất phải từ 1 đến %d.", MaxFiles),
			EN: fmt.Sprintf("The most files must be 1 to %d.", MaxFiles)})
	}
	if n := b.Upload.MaxBytes; n < 1 || n > MaxFileBytes {
		found.add("upload.maxBytes", "question.max_bytes", fault.Text{
			VI: fmt.Sprintf("Dung lượng mỗi tệp phải từ 1 đến %d byte.", MaxFileBytes),
			EN: fmt.Sprintf("The size of each file must be 1 to %d bytes.", MaxFileBytes)})
	}
	found.rubric("upload.rubric", b.Upload.Rubric, b.MaxPoints)
	return found
}

// Check wants stored files with names, within the bounds, none twice. Whether they exist is not known here.
func (fileUpload) Check(b Body, a Answer) []fault.Field {
	var found faults
	if len(a.Files) > b.Upload.MaxFiles {
		found.add("files", "answer.file_count", fault.Text{
			VI: fmt.Sprintf("Chỉ nộp nhiều nhất %d tệp.", b.Upload.MaxFiles),
			EN: fmt.Sprintf("Hand in at most %d files.", b.Upload.MaxFiles)})
	}
	seen := map[string]bool{}
	for i, f := range a.Files {
		path := fmt.Sprintf("files[%d]", i)
		if len(f.ID) != uuidTextLength || uuid.Validate(f.ID) != nil || seen[f.ID] {
			found.add(path+".id", "answer.file", fault.Text{
				VI: "Tệp này không có trên hệ thống. Hãy tải lên lại.",
				EN: "This file is not known. Upload it again."})
		}
		seen[f.ID] = true
		if f.Name == "" || utf8.RuneCountInString(f.Name) > maxFileName {
			found.add(path+".name", "answer.file_name", fault.Text{
				VI: fmt.Sprintf("Tên tệp có từ 1 đến %d ký tự.", maxFileName),
				EN: fmt.Sprintf("A file's name has 1 to %d characters.", maxFileName)})
		}
		if f.Size < 1 || f.Size > b.Upload.MaxBytes {
			found.add(path+".size", "answer.file_size", fault.Text{
				VI: "Tệp trống hoặc lớn quá mức cho phép.", EN: "The file is empty or larger than allowed."})
		}
	}
	return found
}

// Redact shows the bounds, and the criteria where the author shows them.
func (fileUpload) Redact(b Body, _ Layout) View {
	view, u := viewOf(b), b.Upload
	view.Upload = &UploadView{Accept: u.Accept, MaxFiles: u.MaxFiles, MaxBytes: u.MaxBytes, Criteria: u.Rubric.shownCriteria()}
	return view
}

// Review lists the files.
func (fileUpload) Review(_ Body, _ Layout, a Answer) Review { return Review{Files: a.Files} }

// acceptable are the kinds of file that can be handed in.
var acceptable = []string{"pdf", "docx", "xlsx", "pptx", "image", "text"}

func allAcceptable(accept []string) bool {
	seen := map[string]bool{}
	for _, kind := range accept {
		if !slices.Contains(acceptable, kind) || seen[kind] {
			return false
		}
		seen[kind] = true
	}
	return len(accept) > 0
}
