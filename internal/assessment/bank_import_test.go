package assessment

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/question"
	"taphuan/internal/question/exchange"
)

const writtenQuestions = `Câu 1. (NB) Mật khẩu nào khó đoán nhất?
A. 123456
B. Tên và ngày sinh
C. Một câu dài gồm nhiều từ không liên quan
Đáp án: C
Chủ đề: Mật khẩu

Câu 2. Câu này không có đáp án
A. Một
B. Hai

Câu 3. Nên dùng chung mật khẩu cho mọi nơi.
Đáp án: Sai
Mã câu: q01
`

func (s *bankStaff) stage(who access.Principal, name string, data []byte) (uuid.UUID, error) {
	return s.svc.StageImport(context.Background(), who, StageImport{CourseKey: "an1", FileName: name, Data: data})
}

func (s *bankStaff) staged(id uuid.UUID) ImportPage {
	s.t.Helper()
	page, err := s.svc.FindImport(context.Background(), s.author, FindImport{ID: id, Limit: 100})
	s.must(err)
	return page
}

// TestImport: a file is looked through first; what is refused is told by name, the rest becomes drafts at once.
func TestImport(t *testing.T) {
	t.Parallel()
	s := newBankStaff(t)
	id, err := s.stage(s.author, "câu hỏi.txt", []byte(writtenQuestions))
	s.must(err)
	page := s.staged(id)
	if page.Refused != 1 || page.Imported+page.Changed != 2 || page.NoDifficulty != 1 || page.Total != 3 || len(page.FileTopics) != 2 || page.FileTopics[0].Guess != "m1" {
		t.Errorf("page %+v", page)
	}
	if bad := page.Items[0]; bad.Status != exchange.Refused || !strings.Contains(bad.Name, "Câu 2") || len(bad.Reasons) == 0 || bad.Reasons[0].VI == "" {
		t.Errorf("refused %+v", bad)
	}
	if known := page.Items[len(page.Items)-1]; known.Key != "q01" || !known.Known {
		t.Errorf("known %+v", known)
	}
	commit := func(who access.Principal, topics map[string]string, difficulty int) (CommittedImport, error) {
		return s.svc.CommitImport(t.Context(), who, CommitImport{ID: id, Topics: topics, Difficulty: difficulty})
	}
	topics := map[string]string{"Mật khẩu": "m1", "": "m1"}
	_, err = commit(s.second, topics, 1)
	refusedAs(t, "another author of the same course", err, fault.ErrNotFound)
	_, err = s.svc.FindImport(t.Context(), s.stranger, FindImport{ID: id, Limit: 1})
	refusedAs(t, "another agency's", err, fault.ErrNotFound)
	_, err = commit(s.author, map[string]string{"": "m1"}, 1)
	refusedAs(t, "a topic without a place", err, fault.ErrInvalid)
	_, err = commit(s.author, topics, 0)
	refusedAs(t, "no difficulty", err, fault.ErrInvalid)
	if n := s.count(`SELECT count(*) FROM assessment.question_versions WHERE state = 'draft'`); n != 0 {
		t.Errorf("%d drafts before the commit", n)
	}
	done, err := commit(s.author, topics, 2)
	if err != nil || done.Added != 1 || done.Renewed != 1 || done.Same != 0 || done.CourseKey != "an1" {
		t.Errorf("%+v, %v", done, err)
	}
	_, err = commit(s.author, topics, 2)
	refusedAs(t, "again", err, ErrImportDone)
	q, err := s.svc.FindBankQuestion(t.Context(), s.author, "an1", "m1-001")
	if err != nil || q.Versions[0].State != Draft || q.Versions[0].AuthorID != s.author.PersonID || q.Versions[0].Body.Type != question.Single {
		t.Errorf("%+v, %v", q, err)
	}
	if q, err = s.svc.FindBankQuestion(t.Context(), s.author, "an1", "q01"); err != nil || len(q.Versions) != 2 || q.Versions[0].Difficulty != 2 {
		t.Errorf("%+v, %v", q, err)
	}
}

func TestImportRefusesFiles(t *testing.T) {
	t.Parallel()
	s := newBankStaff(t)
	for what, c := range map[string]struct {
		who  access.Principal
		data string
		want *fault.Error
	}{
		"a learner":          {s.learnerOnly, writtenQuestions, fault.ErrForbidden},
		"another agency's":   {s.stranger, writtenQuestions, fault.ErrNotFound},
		"nothing":            {s.author, "", exchange.ErrFormat},
		"entities":           {s.author, `<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><name><text>&a;</text></name></question></quiz>`, exchange.ErrEntities},
		"a quiz without any": {s.author, `<quiz></quiz>`, ErrImportEmpty},
		"too large":          {s.author, strings.Repeat("x", MaxImportBytes+1), ErrImportTooLarge},
	} {
		_, err := s.stage(c.who, "t.xml", []byte(c.data))
		refusedAs(t, what, err, c.want)
	}
	if n := s.count(`SELECT count(*) FROM assessment.bank_imports`); n != 0 {
		t.Errorf("%d imports", n)
	}
}

// moodleWithPicture is a question that shows a picture.
func moodleWithPicture(key string, picture []byte) []byte {
	return fmt.Appendf(nil, `<quiz><question type="truefalse"><name><text>Có hình</text></name><idnumber>%s</idnumber><questiontext format="html"><text><![CDATA[<p>Xem
		<img src="@@PLUGINFILE@@/h.png" alt="Một ô"></p>]]></text><file name="h.png" path="/" encoding="base64">%s</file></questiontext>
		<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>`, key, base64.StdEncoding.EncodeToString(picture))
}

// TestImportPictures: pictures are stored anew, kept by the question that shows them, and written out again.
func TestImportPictures(t *testing.T) {
	t.Parallel()
	s := newBankStaff(t)
	var picture bytes.Buffer
	s.must(png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 8, 8))))
	id, err := s.stage(s.author, "h.xml", moodleWithPicture("co-hinh", picture.Bytes()))
	s.must(err)
	_, err = s.svc.CommitImport(t.Context(), s.author, CommitImport{ID: id, Topics: map[string]string{"": "m1"}, Difficulty: 1})
	s.must(err)
	page, err := s.svc.FindBankQuestion(t.Context(), s.author, "an1", "co-hinh")
	s.must(err)
	names := exchange.MediaNames(page.Versions[0].Body)
	if n := s.count(`SELECT count(*) FROM assessment.question_files f JOIN media.files m ON m.id = f.file_id WHERE m.mime = 'image/jpeg'`); n != 1 || len(names) != 1 || uuid.Validate(names[0]) != nil {
		t.Errorf("%d files, names %v", n, names)
	}
	out, err := s.svc.ExportBank(t.Context(), s.author, ListBank{CourseKey: "an1", Query: "co-hinh"}, exchange.MoodleXML)
	if err != nil || !bytes.Contains(out.Data, []byte(".jpg")) {
		t.Errorf("%s, %v", out.Data, err)
	}
	_, err = s.svc.ExportBank(t.Context(), s.stranger, ListBank{CourseKey: "an1"}, exchange.MoodleXML)
	refusedAs(t, "another agency's", err, fault.ErrNotFound)

	broken := append(picture.Bytes()[:len(picture.Bytes())-30], 0)
	id, err = s.stage(s.author, "h.xml", moodleWithPicture("hong", broken))
	s.must(err)
	if page := s.staged(id); page.Refused != 1 || page.Items[0].Reasons[len(page.Items[0].Reasons)-1].Code != "picture.unreadable" {
		t.Errorf("%+v", page.Items)
	}
	_, err = s.svc.CommitImport(t.Context(), s.author, CommitImport{ID: id, Topics: map[string]string{"": "m1"}, Difficulty: 1})
	refusedAs(t, "all refused", err, ErrImportNothing)
}
