package media

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"taphuan/internal/media/caption"
	"taphuan/internal/media/ffmpeg"
)

func needFFmpeg(t *testing.T) ffmpeg.Tools {
	t.Helper()
	tools, err := ffmpeg.Find("")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ffmpeg is missing: .ci/packages names it")
		}
		t.Skip("ffmpeg is not installed")
	}
	return tools
}

// film makes a video of ten seconds with this sound.
func film(t *testing.T, ffmpeg string, sound ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film.mp4")
	args := append([]string{"-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "color=s=32x32:r=5:d=10"}, sound...)
	if out, err := exec.CommandContext(t.Context(), ffmpeg, append(args, "-t", "10", path)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

func TestSilences(t *testing.T) {
	t.Parallel()
	tools := needFFmpeg(t)
	tone := film(t, tools.FFmpeg, "-f", "lavfi", "-i", "aevalsrc='0.3*sin(880*PI*t)*(gt(t,1)*lt(t,4)+gt(t,5)*lt(t,8))':d=10")
	mute := film(t, tools.FFmpeg)
	for path, want := range map[string][]caption.Span{
		tone: {{Start: 0, End: time.Second}, {Start: 4 * time.Second, End: 5 * time.Second}, {Start: 8 * time.Second, End: 10 * time.Second}},
		mute: {{Start: 0, End: 10 * time.Second}},
	} {
		got, err := Silences(t.Context(), tools, path, 10*time.Second)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%v %v", got, err)
		}
		for i, s := range got {
			if (s.Start-want[i].Start).Abs() > 50*time.Millisecond || (s.End-want[i].End).Abs() > 50*time.Millisecond {
				t.Errorf("%v, want %v", s, want[i])
			}
		}
	}
	if sound := soundBetween([]caption.Span{{Start: 0, End: 1}, {Start: 4, End: 5}}, 8); !slices.Equal(sound, []caption.Span{{Start: 1, End: 4}, {Start: 5, End: 8}}) {
		t.Errorf("sound %v", sound)
	}
}

// TestSilencesOfNoVideo fails where nothing can be heard, and opens no other file than the one named: a list that
// names a video is no video.
func TestSilencesOfNoVideo(t *testing.T) {
	t.Parallel()
	tools := needFFmpeg(t)
	tone := film(t, tools.FFmpeg, "-f", "lavfi", "-i", "sine=d=10")
	for name, content := range map[string]string{
		"list of a file.mp4": "ffconcat version 1.0\nfile '" + filepath.Base(tone) + "'\n",
		"playlist.mp4":       "#EXTM3U\n#EXTINF:10,\n" + tone + "\n#EXT-X-ENDLIST\n",
		"text.mp4":           "không phải video",
		"list.mp4":           "#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
		"none.mp4":           "",
	} {
		path := filepath.Join(filepath.Dir(tone), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := Silences(t.Context(), tools, path, time.Minute); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestTimingOfTheShippedVideos times the words of the narrated videos anew and compares with the times at which
// the machine is known to have said them.
func TestTimingOfTheShippedVideos(t *testing.T) {
	t.Parallel()
	tools := needFFmpeg(t)
	files, err := filepath.Glob("../../courses/an1/media/*.vi.vtt")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	var off, even []float64
	for _, file := range files[:3] {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		truth := caption.Parse(data).Cues
		video := caption.Video{Length: truth[len(truth)-1].End + time.Second}
		off2, even2 := timedAnew(t, tools, strings.TrimSuffix(file, ".vi.vtt")+".mp4", truth, video)
		off, even = append(off, off2...), append(even, even2...)
	}
	t.Logf("cues begin %.2f s off (mean of %d); shared evenly %.2f s", mean(off), len(off), mean(even))
	if mean(off) > 0.15 || slices.Max(off) > 2 || mean(off) > mean(even)/3 {
		t.Errorf("cues begin %.2f s off, at most %.2f s; shared evenly %.2f s", mean(off), slices.Max(off), mean(even))
	}
}

// timedAnew returns how many seconds the cues begin off when the pauses are heard, and when they are not.
func timedAnew(t *testing.T, tools ffmpeg.Tools, path string, truth []caption.Cue, video caption.Video) (off, even []float64) {
	t.Helper()
	var words []string
	for _, c := range truth {
		words = append(words, strings.ReplaceAll(c.Text, "\n", " "))
	}
	script := caption.ReadScript(strings.Join(words, " "))
	flat, _ := caption.Time(script, video)
	silences, err := Silences(t.Context(), tools, path, video.Length)
	if err != nil {
		t.Fatal(err)
	}
	video.Sound, video.Heard = soundBetween(silences, video.Length), true
	cues, told := caption.Time(script, video)
	if len(told) > 0 || len(cues) != len(truth) || len(flat) != len(truth) {
		t.Fatalf("%d cues, %d evenly, want %d: %v", len(cues), len(flat), len(truth), told)
	}
	for i, c := range truth {
		off = append(off, math.Abs((cues[i].Start - c.Start).Seconds()))
		even = append(even, math.Abs((flat[i].Start - c.Start).Seconds()))
	}
	return off, even
}

func mean(list []float64) float64 {
	total := 0.0
	for _, x := range list {
		total += x
	}
	return total / float64(len(list))
}
