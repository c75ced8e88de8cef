package narration

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const twoSlides = goodScript + `  - heading: {vi: Ghi nhớ, en: Remember}
    bullets: {vi: [Dừng lại, Hỏi qua kênh khác], en: [Stop, Ask elsewhere]}
    figure: sms
    figure_text: {vi: {sender: NGAN HANG, text: Mo khoa tai ngan-hang.example/mo-khoa, mark: Tin giả}}
    say: {vi: Dừng lại. Gọi 156., en: Stop. Call 156.}
    describe: {vi: Hai dòng chữ., en: Two lines.}
`

// setup writes the script into a folder of its own; without the outside programs the test is
// skipped, except in CI, where they must be there.
func setup(t *testing.T, script string) (scriptPath string) {
	t.Helper()
	if missing := MissingPackages(t.Context()); len(missing) > 0 {
		if os.Getenv("CI") != "" {
			t.Fatalf("missing packages: %v", missing)
		}
		t.Skipf("missing packages: %v", missing)
	}
	scriptPath = filepath.Join(t.TempDir(), "m1.script.yaml")
	if err := os.WriteFile(scriptPath, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	return scriptPath
}

func TestMakeMakesVideoCaptionsAndTranscripts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	script := setup(t, twoSlides)
	made, err := Make(ctx, script, false)
	if err != nil {
		t.Fatal(err)
	}
	p, err := probeFile(ctx, made.Video)
	if err != nil {
		t.Fatal(err)
	}
	length, err := probeDuration(ctx, made.Video)
	if err != nil || len(p.Streams) != 2 {
		t.Fatalf("probe: %v, %d streams", err, len(p.Streams))
	}
	if difference := (length - made.Length).Abs(); difference > 150*time.Millisecond {
		t.Errorf("the video lasts %s, the soundtrack %s", length, made.Length)
	}
	base := strings.TrimSuffix(made.Video, ".mp4")
	for file, want := range map[string]string{
		".vi.vtt": "Chị Hạnh nhận một lá thư.",
		".en.vtt": "Hạnh gets a letter.",
		".vi.md":  "## 2. Ghi nhớ\n\n**Trên hình (0:0",
		".en.md":  "**Narration:** Stop. Call 156.",
	} {
		if data, err := os.ReadFile(base + file); err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%s lacks %q: %v\n%s", file, want, err, data)
		}
	}
	again, err := Make(ctx, script, false)
	if err != nil || !again.Current {
		t.Errorf("a second Make = %+v, %v; want current", again, err)
	}
}

func TestMakeTakesARecordingInsteadOfTheMachine(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	script := setup(t, twoSlides)
	recording := strings.TrimSuffix(script, scriptSuffix) + ".voice.wav"
	if out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=300:duration=6", recording).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	made, err := Make(ctx, script, false)
	if err != nil {
		t.Fatal(err)
	}
	if !made.Human || (made.Length-6*time.Second).Abs() > frame {
		t.Errorf("made = %+v, want the length of the recording", made)
	}
	words, err := os.ReadFile(strings.TrimSuffix(made.Video, ".mp4") + ".vi.md")
	if err != nil || strings.Contains(string(words), "giọng đọc máy") {
		t.Errorf("the transcript still names a machine: %v\n%s", err, words)
	}
}

func TestMakeRefusesASlideThatOverflowsAndLeavesNothing(t *testing.T) {
	t.Parallel()
	var bullets strings.Builder
	for range maxBullets {
		bullets.WriteString(strings.Repeat("rất dài ", 17) + ", ")
	}
	crowded := strings.NewReplacer("[Dừng lại, Hỏi qua kênh khác]", "["+strings.TrimSuffix(bullets.String(), ", ")+"]",
		"[Stop, Ask elsewhere]", "[a, a, a, a, a, a]").Replace(twoSlides)
	script := setup(t, crowded)
	_, err := Make(context.Background(), script, false)
	if err == nil || !strings.Contains(err.Error(), "m1.script.yaml:11: the text does not fit") {
		t.Errorf("error = %v", err)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(script), "*"))
	if diff := cmp.Diff([]string{script}, left); diff != "" {
		t.Error(diff)
	}
}

func TestMachineVoiceIsLabeledOnEverySlide(t *testing.T) {
	t.Parallel()
	script, err := parseScript("m.script.yaml", []byte(twoSlides))
	if err != nil {
		t.Fatal(err)
	}
	for i := range script.Slides {
		for machine, want := range map[bool]int{true: 1, false: 0} {
			page, err := slidePage(script, i, machine)
			if err != nil || strings.Count(page, "Giọng đọc máy") != want {
				t.Errorf("slide %d, machine %v: %v, want the label %d times", i, machine, err, want)
			}
		}
	}
}

func TestEveryFigureIsDrawnWithAllItsTexts(t *testing.T) {
	t.Parallel()
	for kind, keys := range figureKeys {
		slide := Slide{Figure: kind}
		for _, key := range keys {
			slide.FigureText.Vi = append(slide.FigureText.Vi, FigureLine{Key: key, Text: "<" + key + "> a@b.example"})
		}
		drawn, err := drawFigure(slide)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		for _, key := range keys {
			if key == "mark" || key == "from" || key == "address" {
				continue // drawn in parts or by the slide
			}
			if !strings.Contains(string(drawn), "&lt;"+key+"&gt;") {
				t.Errorf("figure %s does not draw its text %q:\n%s", kind, key, drawn)
			}
		}
	}
}

func TestSiteNamesTheOwnerOfAnAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]SiteAddress{
		"https://quangngai.gov.vn.dang-nhap.example/thu": {"https://quangngai.gov.vn.", "dang-nhap.example", "/thu"},
		"https://dichvucong.gov.vn":                      {"https://", "dichvucong.gov.vn", ""},
		"www.a.example/b/c":                              {"www.", "a.example", "/b/c"},
		"localhost":                                      {"", "localhost", ""},
	} {
		got := figureView{lines: FigureLines{{Key: "address", Text: address}}}.Site()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
	}
}

func TestShareOfARecordingCoversItWithoutGaps(t *testing.T) {
	t.Parallel()
	got := share(time.Second, 4*time.Second, []string{"một", "hai ba bốn"})
	want := []utterance{{"một", time.Second, 1692 * time.Millisecond}, {"hai ba bốn", 1692 * time.Millisecond, 4 * time.Second}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(utterance{})); diff != "" {
		t.Error(diff)
	}
}

func TestRunProgramStopsAtItsLimitAndBoundsOutput(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	if _, err := runProgram(ctx, 200*time.Millisecond, "", "sleep", "30"); err == nil || !strings.Contains(err.Error(), "did not finish within") {
		t.Errorf("error = %v", err)
	}
	said, err := runProgram(ctx, 20*time.Second, "", "sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x")
	if err != nil || len(said) != maxProgramOutput {
		t.Errorf("%d bytes kept, %v", len(said), err)
	}
	if _, err := runProgram(ctx, time.Second, "", "sh", "-c", "echo bad >&2; exit 3"); err == nil || !regexp.MustCompile("exit status 3: bad").MatchString(err.Error()) {
		t.Errorf("error = %v", err)
	}
}

func TestWaveRoundTrip(t *testing.T) {
	t.Parallel()
	w := wave{rate: 8000, samples: []int16{0, 5, 900, -900, 3, 0}}
	got, err := parseWave(w.bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int16{900, -900}, got.trimmed().samples); diff != "" || got.rate != 8000 {
		t.Errorf("rate %d, %s", got.rate, diff)
	}
	got.padTo(time.Millisecond)
	if len(got.samples) != 8 {
		t.Errorf("%d samples after padding, want 8", len(got.samples))
	}
	for name, data := range map[string][]byte{"empty": nil, "cut": w.bytes()[:50], "text": []byte("RIFF....WAVEfmt nothing")} {
		if _, err := parseWave(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestScriptsListsByCourseAndName(t *testing.T) {
	t.Parallel()
	courses := t.TempDir()
	for _, file := range []string{"an1/media/m1.script.yaml", "an1/media/m2.script.yaml", "it1/media/m1.script.yaml"} {
		path := filepath.Join(courses, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]int{"an1": 2, "an1/m2": 1, "it1": 1} {
		if got, err := Scripts(courses, name); err != nil || len(got) != want {
			t.Errorf("%s: %v, %v; want %d", name, got, err, want)
		}
	}
	if got, err := Scripts(courses); err != nil || len(got) != 3 {
		t.Errorf("all: %v, %v", got, err)
	}
	if _, err := Scripts(courses, "an1/m9"); err == nil {
		t.Error("a name that matches nothing is no error")
	}
}
