package ffmpeg

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const longest = 3 * time.Hour

func tools(t *testing.T) Tools {
	t.Helper()
	found, err := Find("")
	if err != nil {
		t.Fatal(err) // .ci/packages names it
	}
	return found
}

// film makes a file by ffmpeg with the arguments between the program and the file.
func film(t *testing.T, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	args = append(append([]string{"-v", "error", "-nostdin", "-y"}, args...), path)
	if out, err := exec.Command(tools(t).FFmpeg, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// picture and tone are a test picture and a sound of some seconds.
func picture(size, rate, seconds string) []string {
	return []string{"-f", "lavfi", "-i", "testsrc2=s=" + size + ":r=" + rate + ":d=" + seconds}
}

func tone(seconds string) []string {
	return []string{"-f", "lavfi", "-i", "sine=frequency=300:sample_rate=44100:d=" + seconds}
}

func join(parts ...[]string) (all []string) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

var fast = []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRefusals: each file that cannot become a lesson's video is refused by its own reason.
func TestRefusals(t *testing.T) {
	t.Parallel()
	secret := film(t, "secret.mp4", join(picture("64x36", "5", "2"), fast)...)
	subtitles := write(t, "x.srt", "1\n00:00:00,000 --> 00:00:02,000\nXin chào\n")
	for name, c := range map[string]struct {
		path string
		want Refusal
	}{
		"zero length":         {write(t, "a.mp4", ""), Empty},
		"a page":              {write(t, "a.mp4", "<html><body>video</body></html>"), NotVideo},
		"a text":              {write(t, "a.mp4", strings.Repeat("đây không phải video\n", 400)), NotVideo},
		"a picture":           {film(t, "a.png", append(picture("64x36", "5", "1"), "-frames:v", "1")...), NotVideo},
		"a playlist":          {write(t, "a.mp4", "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://"+secret+"\n#EXT-X-ENDLIST\n"), NotVideo},
		"a script":            {write(t, "a.mp4", "ffconcat version 1.0\nfile '"+secret+"'\n"), NotVideo},
		"a far playlist":      {write(t, "a.mp4", "#EXTM3U\n#EXTINF:2,\nhttp://127.0.0.1:1/x.ts\n"), NotVideo},
		"subtitles":           {subtitles, NotVideo},
		"subtitles in an MP4": {film(t, "a.mp4", "-i", subtitles, "-c:s", "mov_text"), NoPicture},
		"sound":               {film(t, "a.mp3", tone("1")...), NoPicture},
		"sound in an MP4":     {film(t, "a.mp4", append(tone("1"), "-c:a", "aac")...), NoPicture},
		"ten hours":           {film(t, "a.mp4", join(picture("64x36", "1/60", "36000"), fast)...), TooLong},
		"ten hours unsaid":    {film(t, "a.mkv", join(picture("64x36", "1/60", "36000"), fast, []string{"-f", "matroska", "-live", "1"})...), TooLong},
		"8K":                  {film(t, "a.mp4", append(picture("7680x4320", "1", "1"), "-c:v", "mjpeg", "-frames:v", "1")...), TooManyPixels},
		"40 streams":          {film(t, "a.mkv", join(picture("64x36", "5", "1"), repeat(40, "-map", "0:v"), fast)...), TooManyParts},
		"unknown codec":       {unknownCodec(t, secret), Unsupported},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := tools(t).Probe(t.Context(), c.path, longest); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}

func repeat(n int, args ...string) (all []string) {
	for range n {
		all = append(all, args...)
	}
	return all
}

// unknownCodec is an MP4 file whose pictures are said to be of a kind that nobody knows.
func unknownCodec(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "a.mp4", strings.ReplaceAll(string(data), "avc1", "zzz1"))
}

// TestSources: what matters of a file is seen as people see it.
func TestSources(t *testing.T) {
	t.Parallel()
	upright := film(t, "upright.mp4", join(picture("320x180", "10", "2"), fast)...)
	for name, c := range map[string]struct {
		path  string
		check func(Source) bool
	}{
		"turned":        {film(t, "a.mp4", "-i", upright, "-c", "copy", "-metadata:s:v", "rotate=90"), func(s Source) bool { return s.Width == 180 && s.Height == 320 }},
		"oblong pixels": {film(t, "a.mp4", join(picture("72x64", "10", "1"), []string{"-vf", "setsar=4/3"}, fast)...), func(s Source) bool { return s.Width == 96 && s.Height == 64 }},
		"no sound": {upright, func(s Source) bool {
			return !s.HasSound && s.Duration == 2*time.Second && s.FrameRate.PerSecond() == 10
		}},
		"an HDR film":    {film(t, "a.mp4", hdr("64x36")...), func(s Source) bool { return s.HDR == "smpte2084" }},
		"length unsaid":  {film(t, "a.webm", join(picture("64x36", "10", "3"), []string{"-c:v", "libvpx", "-f", "matroska", "-live", "1"})...), func(s Source) bool { return math.Abs(s.Duration.Seconds()-3) < 0.2 }},
		"a picture song": {film(t, "a.mp4", join(picture("64x36", "10", "1"), tone("1"), fast)...), func(s Source) bool { return s.HasSound && s.AudioCodec == "aac" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := tools(t).Probe(t.Context(), c.path, longest)
			if err != nil || !c.check(s) {
				t.Errorf("%+v, %v", s, err)
			}
		})
	}
}

// hdr is a film in PQ with the colors of BT.2020.
func hdr(size string) []string {
	return join(picture(size, "10", "2"), []string{"-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le",
		"-x265-params", "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"})
}

// TestQualities: never larger than the source, portrait stays portrait, a light file is left as it is.
func TestQualities(t *testing.T) {
	t.Parallel()
	light := Source{Width: 1280, Height: 720, HasSound: true, BitRate: 68_000, FastStart: true, Container: "mov,mp4,m4a,3gp,3g2,mj2", VideoCodec: "h264", AudioCodec: "aac", PixelFormat: "yuv420p"}
	late, heavy := light, light
	late.FastStart, heavy.BitRate = false, 2_000_000
	full := []string{"audio 0x0", "240p 426x240", "360p 640x360", "480p 854x480", "720p 1280x720"}
	for name, c := range map[string]struct {
		source Source
		want   []string
	}{
		"1080":           {Source{Width: 1920, Height: 1080}, append(append([]string{}, full[1:]...), "1080p 1920x1080")},
		"4K":             {Source{Width: 3840, Height: 2160}, append(append([]string{}, full[1:]...), "1080p 1920x1080")},
		"720 with sound": {Source{Width: 1280, Height: 720, HasSound: true}, full},
		"600":            {Source{Width: 800, Height: 600}, []string{"240p 320x240", "360p 480x360", "480p 640x480"}},
		"portrait":       {Source{Width: 720, Height: 1280}, []string{"240p 240x426", "360p 360x640", "480p 480x854", "720p 720x1280"}},
		"small":          {Source{Width: 175, Height: 145}, []string{"240p 176x146"}},
		"240":            {Source{Width: 320, Height: 240}, []string{"240p 320x240"}},
		"a strip":        {Source{Width: 2000, Height: 2}, []string{"240p 2000x2"}},
		"light":          {light, full[:1]},
		"late head":      {late, full},
		"heavy":          {heavy, full},
	} {
		var got []string
		for _, q := range c.source.Qualities() {
			got = append(got, q.Name+" "+strconv.Itoa(q.Width)+"x"+strconv.Itoa(q.Height))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestSoundKbit: sound gets no more bits than it came with.
func TestSoundKbit(t *testing.T) {
	t.Parallel()
	for rate, want := range map[int]int{0: 96, 28_100: 29, 8_000: leastSound, 320_000: 96} {
		if got := (Source{soundRate: rate}).soundKbit(good); got != want {
			t.Errorf("%d: %d, want %d", rate, got, want)
		}
	}
}

// TestSteady: a constant rate of 5 to 30.
func TestSteady(t *testing.T) {
	t.Parallel()
	for from, want := range map[Rate]Rate{{30, 1}: {30, 1}, {60, 1}: {60, 2}, {30000, 1001}: {30000, 1001}, {60000, 1001}: {60000, 2002}, {50, 1}: {50, 2}, {240, 1}: {240, 8},
		{1, 60}: {5, 1}, {}: {25, 1}, {90000, 1}: {90000, 3000}} {
		if got := from.steady(); got != want {
			t.Errorf("%v: %v, want %v", from, got, want)
		}
	}
}

// make1 makes the named rendition of a file.
func make1(t *testing.T, path, name string) (Source, Rendition) {
	t.Helper()
	ctx, kit, folder := t.Context(), tools(t), t.TempDir()
	s, err := kit.Probe(ctx, path, longest)
	if err != nil {
		t.Fatal(err)
	}
	loudness, err := kit.Measure(ctx, s, func(float64) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range s.Qualities() {
		if q.Name != name {
			continue
		}
		told := 0.0
		r, err := kit.Make(ctx, s, q, loudness, folder, func(share float64) { told = max(told, share) })
		if err != nil || told < 0.5 {
			t.Fatalf("told %v, %v", told, err)
		}
		return s, r
	}
	t.Fatalf("no %s among %+v", name, s.Qualities())
	return s, Rendition{}
}

// looked is what ffprobe tells of a made file.
type looked struct {
	Streams []struct {
		Kind        string `json:"codec_type"`
		Codec       string `json:"codec_name"`
		Profile     string
		Width       int
		Height      int
		PixelFormat string `json:"pix_fmt"`
		Rate        string `json:"avg_frame_rate"`
		Transfer    string `json:"color_transfer"`
		Channels    int
	}
	Packets []struct {
		Kind  string `json:"codec_type"`
		Time  string `json:"pts_time"`
		Flags string
	}
	Format struct{ Duration string }
}

func look(t *testing.T, path string) (l looked) {
	t.Helper()
	out, err := exec.Command(tools(t).FFprobe, "-v", "error", "-print_format", "json", "-show_streams", "-show_format", "-show_packets", path).Output()
	if err == nil {
		err = json.Unmarshal(out, &l)
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestMake: a rendition is H.264 and AAC, in pieces of 4 seconds that begin with a whole picture and add up to the
// file; the smallest fits a line of 300 kbit/s even when the picture never rests.
func TestMake(t *testing.T) {
	t.Parallel()
	_, r := make1(t, film(t, "a.mp4", join(picture("640x480", "50", "9.5"), tone("9.5"), fast)...), "240p")
	l := look(t, r.Path)
	if v := l.Streams[0]; v.Codec != "h264" || !strings.Contains(v.Profile, "Baseline") || v.Width != 320 || v.Height != 240 || v.PixelFormat != "yuv420p" || v.Rate != "25/1" || r.FrameRate != 25 {
		t.Errorf("picture %+v, %v", v, r.FrameRate)
	}
	if a := l.Streams[1]; a.Codec != "aac" || a.Channels != 1 {
		t.Errorf("sound %+v", a)
	}
	info, err := os.Stat(r.Path)
	if err != nil || len(r.Segments) != 3 {
		t.Fatalf("%v, %v", r.Segments, err)
	}
	bytes := r.InitBytes
	for _, piece := range r.Segments {
		bytes += piece[1]
		if rate := piece[1] * 8 * 1000 / piece[0]; rate > 280_000 {
			t.Errorf("a piece of %d bits a second", rate)
		}
	}
	if int64(bytes) != info.Size() || r.Segments[0][0] != 4000 {
		t.Errorf("%d of %d bytes, %v", bytes, info.Size(), r.Segments)
	}
	whole := 0
	for _, p := range l.Packets {
		if at, _ := strconv.ParseFloat(p.Time, 64); p.Kind == "video" && strings.HasPrefix(p.Flags, "K") {
			if math.Abs(math.Mod(at+0.1, segment)-0.1) > 0.05 {
				t.Errorf("a whole picture at %v", at)
			}
			whole++
		}
	}
	if whole != 3 {
		t.Errorf("%d whole pictures, want one a piece", whole)
	}
}

// TestMakeOddities: a varying rate becomes constant, a turned picture stands upright, none is without a sound where
// there was none, high dynamic range becomes ordinary and is not gray.
func TestMakeOddities(t *testing.T) {
	t.Parallel()
	wide := film(t, "wide.mp4", join(picture("320x180", "10", "2"), fast)...)
	for name, c := range map[string]struct {
		path, size, rate string
	}{
		"varying rate": {film(t, "a.mp4", join(picture("320x240", "30", "4"), []string{"-vf", "select='lt(t,1)+not(mod(n,7))'", "-vsync", "vfr"}, fast)...), "320x240", ""},
		"turned":       {film(t, "a.mp4", "-i", wide, "-c", "copy", "-metadata:s:v", "rotate=90"), "180x320", "10/1"},
		"HDR":          {film(t, "a.mp4", hdr("320x180")...), "320x180", "10/1"},
		"interlaced":   {film(t, "a.mpg", append(picture("352x288", "25", "2"), "-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-top", "1", "-vf", "setfield=tff")...), "294x240", "25/1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, r := make1(t, c.path, "240p")
			l := look(t, r.Path)
			v := l.Streams[0]
			if size := strconv.Itoa(v.Width) + "x" + strconv.Itoa(v.Height); len(l.Streams) != 1 || size != c.size || c.rate != "" && v.Rate != c.rate || v.PixelFormat != "yuv420p" {
				t.Errorf("%+v", l.Streams)
			}
			if name == "HDR" && v.Transfer != "bt709" {
				t.Errorf("the transfer is %q", v.Transfer)
			}
			checkEven(t, l)
		})
	}
}

// checkEven: pictures follow each other at one distance.
func checkEven(t *testing.T, l looked) {
	t.Helper()
	last, step := -1.0, 0.0
	for _, p := range l.Packets {
		at, _ := strconv.ParseFloat(p.Time, 64)
		if last >= 0 && step == 0 {
			step = at - last
		}
		if last >= 0 && math.Abs(at-last-step) > 0.002 {
			t.Fatalf("a picture at %v after %v, want every %v", at, last, step)
		}
		last = at
	}
}

// TestLoudness: loud and quiet recordings come out alike, silence stays silent, and noise is not blown up.
func TestLoudness(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		volume      string
		least, most float64 // LUFS
	}{
		"loud":    {"0dB", -17.5, -14.5},
		"quiet":   {"-18dB", -17.5, -14.5},
		"noise":   {"-40dB", -50, -25},
		"silence": {"-110dB", math.Inf(-1), -69},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := film(t, "a.mp4", join(picture("64x36", "5", "6"), []string{"-f", "lavfi", "-i", "anoisesrc=color=pink:d=6:seed=1,volume=" + c.volume}, fast)...)
			_, r := make1(t, path, Audio)
			heard, err := tools(t).convert(t.Context(), r.Path, []string{"-v", "info", "-af", "ebur128", "-f", "null", "-"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, after, _ := strings.Cut(heard[strings.LastIndex(heard, "Integrated loudness"):], "I:")
			got, err := strconv.ParseFloat(strings.TrimSpace(strings.SplitN(after, "LUFS", 2)[0]), 64)
			if err != nil || got < c.least || got > c.most {
				t.Errorf("%v LUFS, %v", got, err)
			}
			if r.Width != 0 || len(r.Segments) != 2 {
				t.Errorf("%+v", r)
			}
		})
	}
}

// TestTruncated: a film that ends long before its head says is refused by that reason.
func TestTruncated(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(film(t, "a.mp4", join(picture("320x180", "25", "20"), fast, []string{"-movflags", "+faststart"})...))
	if err != nil {
		t.Fatal(err)
	}
	ctx, kit := t.Context(), tools(t)
	s, err := kit.Probe(ctx, write(t, "a.mp4", string(data[:len(data)/2])), longest)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kit.Make(ctx, s, s.Qualities()[0], Loudness{}, t.TempDir(), func(float64) {}); !errors.Is(err, Truncated) {
		t.Errorf("%v", err)
	}
}

// TestPictures: the poster and the thumbnails have the sizes that they are said to have.
func TestPictures(t *testing.T) {
	t.Parallel()
	ctx, kit := t.Context(), tools(t)
	s, err := kit.Probe(ctx, film(t, "a.mp4", join(picture("640x360", "10", "25"), fast)...), longest)
	if err != nil {
		t.Fatal(err)
	}
	path, width, height, err := kit.Poster(ctx, s, t.TempDir())
	if err != nil || width != 640 || height != 360 {
		t.Fatalf("%dx%d, %v", width, height, err)
	}
	if v := look(t, path).Streams[0]; v.Width != 640 || v.Height != 360 {
		t.Errorf("poster %+v", v)
	}
	n, err := kit.Thumbnails(ctx, s, t.TempDir(), func(float64) {})
	if err != nil || n.Every != 2*time.Second || n.Count != 13 || n.Columns != 10 || n.Width != 144 || n.Height != 82 {
		t.Fatalf("%+v, %v", n, err)
	}
	if v := look(t, n.Path).Streams[0]; v.Width != 1440 || v.Height != 164 {
		t.Errorf("thumbnails %+v", v)
	}
	one, err := kit.Probe(ctx, film(t, "one.mp4", join(picture("64x36", "1", "1"), tone("8"), []string{"-frames:v", "1"}, fast)...), longest)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := kit.Poster(ctx, one, t.TempDir()); err != nil {
		t.Errorf("of a single picture: %v", err)
	}
	if _, err := kit.Thumbnails(ctx, one, t.TempDir(), func(float64) {}); err != nil {
		t.Errorf("of a single picture: %v", err)
	}
	long := Source{Duration: 3 * time.Hour, Width: 1280, Height: 720}
	if n := long.layOut(); n.Count > maxThumbnails || time.Duration(n.Count)*n.Every < long.Duration {
		t.Errorf("of a long film: %+v", n)
	}
}

// TestStop: a cancelled work ends at once.
func TestStop(t *testing.T) {
	t.Parallel()
	kit := tools(t)
	s, err := kit.Probe(t.Context(), film(t, "a.mp4", join(picture("1280x720", "30", "20"), fast)...), longest)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = kit.Make(ctx, s, s.Qualities()[3], Loudness{}, t.TempDir(), func(float64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestMissing: programs that are not there are told apart from those that fail.
func TestMissing(t *testing.T) {
	t.Parallel()
	if _, err := Find("/nowhere/ffmpeg"); !errors.Is(err, ErrMissing) {
		t.Error(err)
	}
	if err := tools(t).Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestReadPlaylist: pieces with a gap between them are refused, and rounding does not add up.
func TestReadPlaylist(t *testing.T) {
	t.Parallel()
	list := "#EXTM3U\n#EXT-X-MAP:URI=\"a.mp4\",BYTERANGE=\"10@0\"\n#EXTINF:4.0006,\n#EXT-X-BYTERANGE:5@10\na.mp4\n#EXTINF:4.0006,\n#EXT-X-BYTERANGE:7@15\na.mp4\n"
	head, pieces, err := readPlaylist(list)
	if err != nil || head != 10 || cmp.Diff([][2]int{{4001, 5}, {4000, 7}}, pieces) != "" {
		t.Errorf("%d %v, %v", head, pieces, err)
	}
	for _, broken := range []string{"", "#EXTM3U\n", strings.Replace(list, "7@15", "7@16", 1), strings.Replace(list, "10@0", "10@1", 1), strings.Replace(list, "4.0006", "x", 1)} {
		if _, _, err := readPlaylist(broken); err == nil {
			t.Errorf("%q was read", broken)
		}
	}
}
