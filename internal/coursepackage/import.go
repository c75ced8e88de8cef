package coursepackage

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/assessment"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/media"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// Outcome says what an import did.
type Outcome struct {
	Course  string // its key
	Version int    // the current version after the import
	Result  catalog.PublishOutcome
}

// Import makes the package the current version of its course: media, course, question bank and
// tests in one transaction. The same package again changes nothing, and a course that was edited
// in the platform is left alone. Errors: fault.ErrInvalid when a question breaks the rules of its
// type, question.ErrCannotDraw when the bank cannot fill a blueprint, and whatever a file that
// changed since Read brings; ErrNoEquivalent. Nothing is stored then but bytes that no course names.
func Import(ctx context.Context, db *postgres.DB, files *media.Service, p *Package, now time.Time) (Outcome, error) {
	outcome := Outcome{Course: p.Key}
	err := db.RunInTx(ctx, postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		i := &importer{tx: tx, files: files, pkg: p}
		draft, err := i.draft(ctx)
		if err != nil {
			return err
		}
		outcome.Result, err = catalog.PublishVersionTx(ctx, tx, draft, now)
		outcome.Version = draft.Number
		if err != nil || outcome.Result != catalog.Published {
			return err
		}
		if err := i.storeTests(ctx, draft.Course); err != nil {
			return err
		}
		if err := i.storeEquivalents(ctx, draft.ID, organization.Day(now)); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{Action: "import_course", ObjectType: "course", ObjectID: draft.ID,
			After: map[string]any{"key": p.Key, "version": draft.Number, "hash": p.Hash}})
	})
	return outcome, err
}

// importer stores one package in one transaction.
type importer struct {
	tx    bun.Tx
	files *media.Service
	pkg   *Package
}

// draft is the package as the catalogue takes it; its media are stored on the way.
func (i *importer) draft(ctx context.Context) (*catalog.Draft, error) {
	p := i.pkg
	hash, err := hex.DecodeString(p.Hash)
	if err != nil {
		return nil, err
	}
	d := &catalog.Draft{ContentHash: hash, Course: catalog.Course{
		Key: p.Key, Code: p.Code, Title: catalog.LocalText(p.Title), Summary: catalog.LocalText(p.Summary), Outcome: catalog.LocalText(p.Outcome),
		Field: catalog.Field(p.Field), Audience: append([]string{}, p.Audience...), Level: p.Level, Periods: p.Periods * 100, PassMark: p.PassMark,
		ValidityMonths: p.ValidityMonths, ReviewOn: p.ReviewOn, UpdatedOn: p.UpdatedOn, Licence: p.Licence, Watching: catalog.WatchingRules(p.Watching),
		Details: p.details()}}
	for _, m := range p.Modules {
		module := catalog.Module{Key: m.Key, Title: catalog.LocalText(m.Title)}
		for _, l := range m.Lessons {
			lesson, err := i.lesson(ctx, l)
			if err != nil {
				return nil, fmt.Errorf("lesson %s: %w", l.Slug, err)
			}
			module.Lessons = append(module.Lessons, lesson)
		}
		d.Modules = append(d.Modules, module)
	}
	return d, nil
}

func (p *Package) details() catalog.Details {
	d := catalog.Details{Frameworks: []catalog.FrameworkMapping{}, Sources: []catalog.Source{}, Contacts: []catalog.Contact{}}
	for _, f := range p.Frameworks {
		d.Frameworks = append(d.Frameworks, catalog.FrameworkMapping(f))
	}
	for _, s := range p.Sources {
		d.Sources = append(d.Sources, catalog.Source{TitleVI: s.Title.VI, TitleEN: s.Title.EN, URL: s.URL})
	}
	for _, c := range p.Contacts {
		d.Contacts = append(d.Contacts, catalog.Contact{NameVI: c.Name.VI, NameEN: c.Name.EN, Value: c.Value, CheckedOn: c.CheckedOn.Format(time.DateOnly)})
	}
	return d
}

func (i *importer) lesson(ctx context.Context, l Lesson) (catalog.Lesson, error) {
	lesson := catalog.Lesson{Slug: l.Slug, Kind: catalog.TextLesson, Title: catalog.LocalText{VI: l.VI.Title}, Minutes: l.minutes(),
		Texts: map[string]catalog.LessonText{"vi": lessonText(l.VI)}}
	if l.EN != nil {
		lesson.Title.EN = l.EN.Title
		lesson.Texts["en"] = lessonText(*l.EN)
	}
	if l.Video == nil {
		return lesson, nil
	}
	return lesson, i.video(ctx, *l.Video, &lesson)
}

// minutes is the time that a lesson needs: its video, its Vietnamese words, its stated practice.
// A begun minute counts.
func (l Lesson) minutes() int {
	need := time.Duration(l.VI.Words)*time.Minute/wordsPerMinute + time.Duration(l.PracticeMinutes)*time.Minute
	if l.Video != nil {
		need += l.Video.Duration
	}
	return max(1, int((need+time.Minute-1)/time.Minute))
}

func lessonText(t LessonText) catalog.LessonText {
	text := catalog.LessonText{Goal: t.Goal, PlainText: t.PlainText, Blocks: []catalog.Block{}}
	for _, b := range t.Blocks {
		block := catalog.Block{Kind: string(b.Kind), HTML: b.HTML, Tone: b.Tone, ID: b.ID}
		for _, o := range b.Options {
			block.Options = append(block.Options, catalog.BlockOption(o))
		}
		text.Blocks = append(text.Blocks, block)
	}
	return text
}

// video stores a lesson's video with captions and transcripts. A language that the lesson's text
// lacks has no place for its captions.
func (i *importer) video(ctx context.Context, v Video, lesson *catalog.Lesson) error {
	file, err := i.store(ctx, v.File, maxVideoBytes, media.File{Mime: "video/mp4", DurationMs: int(v.Duration.Milliseconds()), Width: v.Width, Height: v.Height})
	if err != nil {
		return err
	}
	if file.Key() != v.SHA256 {
		return fmt.Errorf("%s changed while it was imported", v.File)
	}
	if err := media.EncodeTx(ctx, i.tx, file.ID); err != nil {
		return err
	}
	lesson.Kind, lesson.VideoID, lesson.Voice = catalog.VideoLesson, file.ID, "synthetic"
	if v.HumanVoice {
		lesson.Voice = "human"
	}
	for locale, transcript := range map[string]string{"vi": v.TranscriptVI, "en": v.TranscriptEN} {
		if text, written := lesson.Texts[locale]; written {
			text.TranscriptHTML = transcript
			lesson.Texts[locale] = text
		}
	}
	for _, q := range v.Questions {
		body, err := json.Marshal(q.Body)
		if err != nil {
			return err
		}
		lesson.Questions = append(lesson.Questions, catalog.LessonQuestion{Key: q.ID, AtMs: int(q.At.Milliseconds()), Body: body})
	}
	for _, c := range v.Captions {
		text, written := lesson.Texts[c.Locale]
		if !written {
			continue
		}
		captions, err := i.store(ctx, c.File, maxCaptionBytes, media.File{Mime: "text/vtt"})
		if err != nil {
			return err
		}
		text.CaptionsID = captions.ID
		lesson.Texts[c.Locale] = text
	}
	return nil
}

// store keeps the bytes of a file of the package.
func (i *importer) store(ctx context.Context, name string, limit int64, about media.File) (media.File, error) {
	file, err := i.pkg.Open(name)
	if err != nil {
		return media.File{}, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return media.File{}, err
	}
	if int64(len(data)) > limit {
		return media.File{}, fmt.Errorf("%s grew while it was imported", name)
	}
	return i.files.StoreTx(ctx, i.tx, data, about)
}

// storeTests stores the bank and the tests of the published version.
func (i *importer) storeTests(ctx context.Context, course catalog.Course) error {
	groups := isomorphGroups(i.pkg.Questions)
	bank := make([]assessment.BankQuestion, len(i.pkg.Questions))
	for n, q := range i.pkg.Questions {
		body, err := i.storeImages(ctx, q.Body)
		if err != nil {
			return err
		}
		bank[n] = assessment.BankQuestion{Key: q.ID, Topic: q.Topic, Difficulty: q.Difficulty, Body: body,
			Equivalent: q.Equivalent, IsomorphGroup: groups[q.ID]}
	}
	pool, err := assessment.StoreBankTx(ctx, i.tx, course.ID, bank)
	if err != nil {
		return err
	}
	if i.pkg.PreTest != nil {
		if err := i.storeTest(ctx, course, assessment.PreTest, *i.pkg.PreTest, pool); err != nil {
			return err
		}
	}
	if i.pkg.SelfCheck != nil {
		if err := i.storeTest(ctx, course, assessment.SelfCheck, *i.pkg.SelfCheck, pool); err != nil {
			return err
		}
	}
	return i.storeTest(ctx, course, assessment.FinalTest, i.pkg.Final, pool)
}

// storeImages keeps the images of a question and its parts and puts the ids of the stored files for their names.
func (i *importer) storeImages(ctx context.Context, body question.Body) (question.Body, error) {
	body.Parts = slices.Clone(body.Parts)
	for n, part := range body.Parts {
		stored, err := i.storeImages(ctx, part)
		if err != nil {
			return body, err
		}
		body.Parts[n] = stored
	}
	if body.Hotspot == nil {
		return body, nil
	}
	hotspot := *body.Hotspot
	file, err := i.store(ctx, hotspot.Image.File, maxImageBytes, media.File{Mime: imageMime(hotspot.Image.File), Width: hotspot.Image.Width, Height: hotspot.Image.Height})
	hotspot.Image.File = file.ID.String()
	body.Hotspot = &hotspot
	return body, err
}

// ErrNoEquivalent refuses a package that counts for a course which is not here.
var ErrNoEquivalent = fault.New(fault.Conflict, "course.no_equivalent",
	fault.Text{VI: "equivalent_to nêu một khóa học chưa có ở đây. Hãy nhập khóa học đó trước.", EN: "equivalent_to names a course that is not here. Import that course first."})

// storeEquivalents says for which courses having done this one counts.
func (i *importer) storeEquivalents(ctx context.Context, course uuid.UUID, today time.Time) error {
	keys := make([]string, len(i.pkg.EquivalentTo))
	for n, e := range i.pkg.EquivalentTo {
		keys[n] = e.Course
	}
	ids, err := catalog.CourseIDs(ctx, i.tx, keys)
	if err != nil {
		return err
	}
	list := make([]learning.Equivalent, len(keys))
	for n, e := range i.pkg.EquivalentTo {
		id, exists := ids[e.Course]
		if !exists {
			return ErrNoEquivalent
		}
		list[n] = learning.Equivalent{CourseID: id, FromOn: e.From, Document: e.Document}
	}
	return learning.SetEquivalentsTx(ctx, i.tx, course, list, today)
}

func (i *importer) storeTest(ctx context.Context, course catalog.Course, kind assessment.Kind, t Test, pool []uuid.UUID) error {
	blueprint := t.Blueprint
	blueprint.Fixed = nil
	for _, id := range t.Blueprint.Fixed {
		at := slices.IndexFunc(i.pkg.Questions, func(q Question) bool { return q.ID == id })
		blueprint.Fixed = append(blueprint.Fixed, pool[at].String())
	}
	_, err := assessment.StoreTestTx(ctx, i.tx, assessment.Test{CourseVersionID: course.VersionID, CourseID: course.ID, Kind: kind,
		Title: catalog.LocalText(t.Title), Minutes: t.Minutes, PassMark: t.PassMark, Attempts: t.Attempts, CoolingOffMinutes: t.CoolingOffMinutes,
		Feedback: assessment.Feedback(t.Feedback), Requires: t.Requires, Marking: t.Marking, Blueprint: blueprint}, pool)
	return err
}
