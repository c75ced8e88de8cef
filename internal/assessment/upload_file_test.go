package assessment

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"slices"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// uploadBody is a question that takes two files of 1 KiB.
func uploadBody() question.Body {
	return question.Body{Type: question.FileUpload, MaxPoints: 100, Stem: question.LocalText{VI: "<p>Nộp bảng đã làm sạch</p>"},
		Upload: &question.Upload{Accept: []string{"pdf", "text", "docx"}, MaxFiles: 2, MaxBytes: 1024, Rubric: question.Rubric{Criteria: []question.Criterion{
			{Key: "c1", Text: question.LocalText{VI: "Đủ cột"}, Levels: []question.Level{{Text: question.LocalText{VI: "Thiếu"}}, {Text: question.LocalText{VI: "Đủ"}, Points: 100}}}}}}}
}

// uploadPosition is where the paper asks for files.
func (w *world) uploadPosition(a Attempt) int {
	w.t.Helper()
	bodies, err := w.svc.loadBodies(context.Background(), w.db.Bun, a.Paper.versions())
	w.must(err)
	return 1 + slices.IndexFunc(a.Paper.Items, func(item PaperItem) bool { return bodies[item.VersionID].Upload != nil })
}

func TestUploadFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, terms{attempts: 3, feedback: ScoreOnly, files: true, marking: UsualMarking()})
	ctx := context.Background()
	who, enrollment := w.learner()
	stranger, strangersEnrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	others := w.start(stranger, strangersEnrollment, FinalTest).Attempt
	at := w.uploadPosition(a)
	good := UploadFile{AttemptID: a.ID, Position: at, Name: "bài làm.pdf", Data: []byte("%PDF-1.7 sạch")}
	first, err := w.svc.UploadFile(ctx, who, good)
	w.must(err)
	cases := map[string]struct {
		who    access.Principal
		change func(*UploadFile)
		code   string
	}{
		"a stranger":        {stranger, func(*UploadFile) {}, "not_found"},
		"no such place":     {who, func(f *UploadFile) { f.Position = 99 }, "answer.position_unknown"},
		"another question":  {who, func(f *UploadFile) { f.Position = at%10 + 1 }, "answer.no_files"},
		"too large":         {who, func(f *UploadFile) { f.Data = bytes.Repeat([]byte("a"), 1025) }, "answer.file_large"},
		"a page":            {who, func(f *UploadFile) { f.Data = []byte("<script>") }, "answer.file_kind"},
		"another kind":      {who, func(f *UploadFile) { f.Data = []byte("\xff\xd8\xff\xe0JFIF") }, "answer.file_kind"},
		"a path for a name": {who, func(f *UploadFile) { f.Name = "../a.pdf" }, "answer.file_name"},
		"no name":           {who, func(f *UploadFile) { f.Name = " " }, "answer.file_name"},
	}
	for name, c := range cases {
		file := good
		c.change(&file)
		if _, err := w.svc.UploadFile(ctx, c.who, file); refusalCode(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	handIn := func(who access.Principal, attempt uuid.UUID, position int, revision int64, ids ...string) error {
		files := make([]question.File, len(ids))
		for i, id := range ids {
			files[i] = question.File{ID: id, Name: "tên khác.exe", Size: 7}
		}
		_, err := w.svc.SaveAnswers(ctx, who, attempt, uuid.Nil, []Answer{{Position: position, Revision: revision, Payload: question.Answer{Files: files}}})
		return err
	}
	w.must(handIn(who, a.ID, at, 1, first.ID))
	if n := w.count(`SELECT count(*) FROM assessment.answers WHERE payload->'files'->0->>'name' = 'bài làm.pdf'`); n != 1 {
		t.Error("the answer does not keep the file's own name")
	}
	if code := refusalCode(handIn(who, a.ID, at, 2, uuid.NewString())); code != "answer.file" {
		t.Errorf("a file that was not uploaded: %s", code)
	}
	if code := refusalCode(handIn(stranger, others.ID, w.uploadPosition(others), 1, first.ID)); code != "answer.file" {
		t.Errorf("another's file: %s", code)
	}
	name, mime, data, err := w.svc.OpenFile(ctx, who, a.ID, uuid.MustParse(first.ID))
	if err != nil || name != good.Name || mime != "application/pdf" || !bytes.Equal(data, good.Data) {
		t.Errorf("opened %q %q %d bytes, %v", name, mime, len(data), err)
	}
	if _, _, _, err := w.svc.OpenFile(ctx, stranger, a.ID, uuid.MustParse(first.ID)); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a stranger opens it: %v", err)
	}
	for range 2*spareFiles - 1 {
		_, err = w.svc.UploadFile(ctx, who, good)
		w.must(err)
	}
	if _, err := w.svc.UploadFile(ctx, who, good); refusalCode(err) != "answer.file_many" {
		t.Errorf("without end: %v", err)
	}
	w.submit(who, a.ID)
	if _, err := w.svc.UploadFile(ctx, who, good); refusalCode(err) != "attempt.closed" {
		t.Errorf("after the end: %v", err)
	}

	// Whoever holds the answer to mark it opens the file, and nobody else.
	holder, other, elsewhere := staff(access.Grader, w.agency), staff(access.Grader, w.agency), staff(access.Grader, uuid.New())
	script := w.claim(holder)
	neutral := neutralName(uuid.MustParse(first.ID), good.Name)
	if script == nil || len(script.Review.Files) != 1 || script.Review.Files[0].Name != neutral {
		t.Fatalf("claimed %+v", script)
	}
	if name, _, data, err := w.svc.OpenScriptFile(ctx, holder, script.ID, uuid.MustParse(first.ID)); err != nil || name != asHandedIn(neutral) || !bytes.Equal(data, good.Data) {
		t.Errorf("the holder opens %q, %v", name, err)
	}
	for what, grader := range map[string]access.Principal{"who does not hold it": other, "of another agency": elsewhere} {
		if _, _, _, err := w.svc.OpenScriptFile(ctx, grader, script.ID, uuid.MustParse(first.ID)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a grader %s: %v", what, err)
		}
	}
	if _, _, _, err := w.svc.OpenScriptFile(ctx, who, script.ID, uuid.MustParse(first.ID)); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("the learner through the graders' way: %v", err)
	}
	if _, err := w.svc.MarkScript(ctx, holder, MarkScript{ScriptID: script.ID, Levels: map[string]int{"c1": 0}}); err != nil {
		t.Fatal(err)
	}
	w.openInAppeal(who, a.ID, at, uuid.MustParse(first.ID), good)
}

// TestMarkedWithoutNames: whoever marks gets a document without what a program wrote into it about its author; the learner's
// own stays as they handed it in.
func TestMarkedWithoutNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t, terms{attempts: 3, feedback: ScoreOnly, files: true, marking: UsualMarking()})
	ctx := context.Background()
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	at := w.uploadPosition(a)
	handedIn := documentOf(t, `<w:ins w:author="Lê Văn Tám"><w:t>Bài làm</w:t></w:ins>`)
	file, err := w.svc.UploadFile(ctx, who, UploadFile{AttemptID: a.ID, Position: at, Name: "Lê Văn Tám.docx", Data: handedIn})
	w.must(err)
	_, err = w.svc.SaveAnswers(ctx, who, a.ID, uuid.Nil, []Answer{{Position: at, Revision: 1, Payload: question.Answer{Files: []question.File{file}}}})
	w.must(err)
	w.submit(who, a.ID)
	id, marker := uuid.MustParse(file.ID), staff(access.Grader, w.agency)
	script := w.claim(marker)
	name, mime, data, err := w.svc.OpenScriptFile(ctx, marker, script.ID, id)
	if text := textOf(t, data); err != nil || name != neutralName(id, ".docx") || text != `<w:ins w:author="Ẩn danh"><w:t>Bài làm</w:t></w:ins>` {
		t.Errorf("the marker opens %q %q: %s, %v", name, mime, text, err)
	}
	if _, _, data, err := w.svc.OpenFile(ctx, who, a.ID, id); err != nil || !bytes.Equal(data, handedIn) {
		t.Errorf("the learner opens %s, %v", textOf(t, data), err)
	}
}

// documentOf is a document with a text, textOf the text of one.
func documentOf(t *testing.T, text string) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for name, content := range map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": text} {
		part, err := archive.Create(name)
		if err == nil {
			_, err = part.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func textOf(t *testing.T, file []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// openInAppeal lets examiners open a file in appeals about its question, about another one and about the whole paper.
func (w *world) openInAppeal(who access.Principal, attempt uuid.UUID, at int, file uuid.UUID, uploaded UploadFile) {
	t, ctx := w.t, context.Background()
	t.Helper()
	about, other, whole := w.appeal(who, attempt, at), w.appeal(who, attempt, at%10+1), w.appeal(who, attempt, 0)
	examiner, own := staff(access.Examiner, w.agency), staff(access.Examiner, w.agency)
	own.PersonID = who.PersonID
	for _, appeal := range []Appeal{about, whole} {
		if name, _, data, err := w.svc.OpenAppealFile(ctx, examiner, appeal.ID, file); err != nil || name != asHandedIn(neutralName(file, uploaded.Name)) || !bytes.Equal(data, uploaded.Data) {
			t.Errorf("the examiner opens %q, %v", name, err)
		}
	}
	if n := w.count(`SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND reader_id = ? AND what = 'appeal_file'`, who.PersonID, examiner.PersonID); n != 1 {
		t.Errorf("%d openings are recorded", n)
	}
	for name, c := range map[string]struct {
		who    access.Principal
		appeal Appeal
		want   fault.Kind
	}{
		"in an appeal about another question": {examiner, other, fault.NotFound},
		"of another agency":                   {staff(access.Examiner, uuid.New()), about, fault.NotFound},
		"a grader":                            {staff(access.Grader, w.agency), about, fault.Forbidden},
		"the administrator":                   {staff(access.SystemAdmin, w.agency), about, fault.Forbidden},
		"the learner, an examiner":            {own, about, fault.Forbidden},
	} {
		if _, _, _, err := w.svc.OpenAppealFile(ctx, c.who, c.appeal.ID, file); fault.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// refusalCode names the first refused field, or the fault itself.
func refusalCode(err error) string {
	f := fault.From(err)
	if len(f.Fields) > 0 {
		return f.Fields[0].Code
	}
	return f.Code
}
