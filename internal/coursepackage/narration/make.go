package narration

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"taphuan/internal/media/caption"
)

const (
	scriptSuffix = ".script.yaml"
	// edition is raised when the look or the voice changes, so that every video is made again.
	edition = 1
	// maxRecordingBytes bounds a person's recording.
	maxRecordingBytes = 256 << 20
)

// Result tells what Make did with one script.
type Result struct {
	Video   string        // path of the MP4
	Length  time.Duration // 0 when nothing was made
	Bytes   int64         // size of the MP4; 0 when nothing was made
	Human   bool          // a person's recording was used
	Current bool          // the outputs already belonged to this script and stay
}

// Make makes the video, captions and transcripts of one script beside it. It does nothing when
// they were made from this very script and recording, unless force is set. It fails when the
// script is wrong (every problem with file and line), an outside program is missing or fails,
// or the video would be too heavy.
func Make(ctx context.Context, scriptPath string, force bool) (Result, error) {
	base, isScript := strings.CutSuffix(scriptPath, scriptSuffix)
	if !isScript {
		return Result{}, fmt.Errorf("%s: the name of a script ends in %s", scriptPath, scriptSuffix)
	}
	script, err := ReadScript(scriptPath)
	if err != nil {
		return Result{}, err
	}
	recording := findRecording(base)
	note, err := sourceNote(scriptPath, recording)
	if err != nil {
		return Result{}, err
	}
	if !force && isCurrent(base, note, script) {
		return Result{Video: base + ".mp4", Current: true, Human: recording != ""}, nil
	}
	if missing := MissingPackages(ctx); len(missing) > 0 {
		return Result{}, fmt.Errorf("making videos needs more programs: apt-get install %s", strings.Join(missing, " "))
	}
	return makeAll(ctx, script, base, recording, note)
}

// makeAll makes every output in a folder of its own and moves them into place at the end.
func makeAll(ctx context.Context, script *Script, base, recording, note string) (Result, error) {
	work, err := os.MkdirTemp("", "taphuan-media-")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(work)
	track, err := makeSoundtrack(ctx, script, recording, work)
	if err != nil {
		return Result{}, err
	}
	pictures, err := paintSlides(ctx, script, !track.human, work)
	if err != nil {
		return Result{}, err
	}
	video := filepath.Join(work, "video.mp4")
	if err := encodeVideo(ctx, script.Title.Vi, pictures, track, video); err != nil {
		return Result{}, fmt.Errorf("%s.mp4: %w", base, err)
	}
	if err := checkVideo(ctx, video, track.length()); err != nil {
		return Result{}, fmt.Errorf("%s.mp4: %w", base, err)
	}
	size, err := placeOutputs(base, video, textOutputs(script, track, note))
	return Result{Video: base + ".mp4", Length: track.length(), Bytes: size, Human: track.human}, err
}

// textOutputs are the captions and transcripts by file name ending.
func textOutputs(script *Script, track soundtrack, note string) map[string]string {
	vi, en := captionTimes(script, track)
	out := map[string]string{
		".vi.vtt": caption.Write(note, cues(vi)),
		".vi.md":  transcript(script, "vi", track),
	}
	if script.hasEnglish() {
		out[".en.vtt"] = caption.Write(note, cues(en))
		out[".en.md"] = transcript(script, "en", track)
	}
	return out
}

// captionTimes are the Vietnamese sentences as heard and the English ones in the same slides'
// time.
func captionTimes(script *Script, track soundtrack) (vi, en []utterance) {
	for i, said := range track.slides {
		vi = append(vi, said.spoken...)
		from, to := said.spoken[0].start, said.spoken[len(said.spoken)-1].end
		en = append(en, share(from, to, caption.Sentences(script.Slides[i].Say.En))...)
	}
	return vi, en
}

// findRecording returns the recording by a person that replaces the machine's voice, or "".
func findRecording(base string) string {
	for _, ending := range []string{".voice.wav", ".voice.m4a", ".voice.mp3"} {
		if info, err := os.Stat(base + ending); err == nil && info.Mode().IsRegular() {
			return base + ending
		}
	}
	return ""
}

// sourceNote names the script and the fingerprint of everything the outputs are made from.
func sourceNote(scriptPath, recording string) (string, error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "edition %d\n", edition)
	for _, path := range []string{scriptPath, recording} {
		if path == "" {
			continue
		}
		data, err := readBounded(path, maxRecordingBytes)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%d\n", len(data))
		sum.Write(data)
	}
	return fmt.Sprintf("Made from %s, sha256 %x", filepath.Base(scriptPath), sum.Sum(nil)), nil
}

// isCurrent reports whether every output is there and the captions carry this note. Times of
// files say nothing after a git checkout, so the content decides.
func isCurrent(base, note string, script *Script) bool {
	endings := []string{".mp4", ".vi.vtt", ".vi.md"}
	if script.hasEnglish() {
		endings = append(endings, ".en.vtt", ".en.md")
	}
	for _, ending := range endings {
		if _, err := os.Stat(base + ending); err != nil {
			return false
		}
	}
	captions, err := readBounded(base+".vi.vtt", 1<<20)
	return err == nil && strings.Contains(string(captions), "NOTE "+note+"\n")
}
