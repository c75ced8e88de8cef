package coursepackage

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"taphuan/internal/media"

	"taphuan/internal/prose"
)

// video reads what belongs to a lesson's video: the file, captions and transcripts. Vietnamese
// captions and transcript are required; without them the video shuts people out.
func (r *reader) video(lesson *lessonFile) *Video {
	name, line := lesson.front.Video, lesson.doc.line("video")
	if !keyForm.MatchString(name) {
		r.found.add(lesson.doc.file, line, "video.name")
		return nil
	}
	base := "media/" + name
	v := &Video{Name: name, File: base + ".mp4"}
	if !r.folder.exists(v.File) {
		r.found.add(lesson.doc.file, line, "video.missing", v.File)
		return nil
	}
	r.movie(v)
	for _, extension := range []string{"wav", "m4a", "mp3"} {
		v.HumanVoice = v.HumanVoice || r.folder.exists(base+".voice."+extension)
	}
	if v.HumanVoice {
		r.folder.sums.addSum(base, "human voice")
	}
	r.captions(v, "vi", true)
	r.captions(v, "en", false)
	r.videoQuestions(v)
	v.TranscriptVI = r.transcript(base+".vi.md", true)
	v.TranscriptEN = r.transcript(base+".en.md", false)
	return v
}

// movie reads the video file once: its head, and all of it for the checksum.
func (r *reader) movie(v *Video) {
	shown := r.folder.shown(v.File)
	file, size, code := r.folder.open(v.File, maxVideoBytes)
	if code != "" {
		r.folder.refuse(&r.found, v.File, code, maxVideoBytes)
		return
	}
	defer file.Close()
	v.Bytes = size
	at, ok := file.(io.ReaderAt)
	if !ok {
		r.found.add(shown, 0, "file.unreadable")
		return
	}
	head, err := media.ReadMovie(at, size)
	if err != nil {
		r.found.add(shown, 0, "video.unreadable")
		return
	}
	v.Duration, v.Width, v.Height = head.Duration, head.Width, head.Height
	if !head.FastStart {
		r.notes.add(shown, 0, "note.slow_start")
	}
	sum := sha256.New()
	if n, err := io.Copy(sum, io.LimitReader(file, size)); err != nil || n != size {
		r.found.add(shown, 0, "file.unreadable")
		return
	}
	v.SHA256 = hex.EncodeToString(sum.Sum(nil))
	r.folder.sums.addSum(v.File, v.SHA256)
	r.pkg.names[v.File] = true
}

func (r *reader) captions(v *Video, locale string, required bool) {
	name := "media/" + v.Name + "." + locale + ".vtt"
	if !required && !r.folder.exists(name) {
		r.notes.add(r.folder.shown(name), 0, "note.no_english_file")
		return
	}
	data, ok := r.folder.text(&r.found, name, maxCaptionBytes)
	if !ok {
		return
	}
	shown := r.folder.shown(name)
	cues := parseCaptions(&r.found, shown, data, v.Duration)
	v.Captions = append(v.Captions, Captions{Locale: locale, File: name, Cues: cues})
	r.pkg.names[name] = true
}

// transcript reads Markdown into HTML.
func (r *reader) transcript(name string, required bool) string {
	if !required && !r.folder.exists(name) {
		r.notes.add(r.folder.shown(name), 0, "note.no_english_file")
		return ""
	}
	data, ok := r.folder.text(&r.found, name, maxMarkdownBytes)
	if !ok {
		return ""
	}
	out, rejected := prose.Render(string(data))
	for _, f := range rejected {
		r.found.addText(r.folder.shown(name), f.Line, f.Code, f.Text())
	}
	return out
}
