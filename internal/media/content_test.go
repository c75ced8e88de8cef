package media_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media"
)

// beginnings are files that are no video of ours, by what they are taken for.
var beginnings = map[string]struct{ head, name string }{
	"PDF":               {"%PDF-1.7\n%âãÏÓ\n1 0 obj", "tài liệu PDF"},
	"Windows program":   {"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00", "chương trình Windows"},
	"SVG":               {`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "SVG"},
	"SVG with a mark":   {"\xef\xbb\xbf \n<SVG onload='alert(1)'>", "SVG"},
	"HTML":              {"<!DOCTYPE html><html><script>alert(1)</script>", "HTML"},
	"PNG":               {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "hình ảnh"},
	"HEIC":              {"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "hình ảnh"},
	"AVIF in a 20 box":  {"\x00\x00\x00\x14ftypavif\x00\x00\x00\x00", "hình ảnh"},
	"MP3":               {"ID3\x04\x00\x00\x00\x00\x00\x00", "tệp âm thanh"},
	"M4A":               {"\x00\x00\x00\x14ftypM4A \x00\x00\x02\x00", "tệp âm thanh"},
	"ZIP":               {"PK\x03\x04\x14\x00\x00\x00\x08\x00", "tệp nén"},
	"MPEG-1":            {"\x00\x00\x01\xba\x21\x00\x01\x00", "video thuộc loại"},
	"text":              {"xin chào", "không rõ loại"},
	"zeros":             {strings.Repeat("\x00", 300), "không rõ loại"},
	"XML of no drawing": {"<?xml version='1.0'?><a/>", "không rõ loại"},
}

// TestWrongContentIsRefused: whatever the name says, with the first bytes; the refused upload says so later too, keeps
// nothing and does not count as open.
func TestWrongContentIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := newLibrary(t, media.Disk{Dir: dir}, roomy)
	who := author()
	for name, c := range beginnings {
		data := []byte(c.head + strings.Repeat(" ", 6000))
		upload := l.begin(t, who, "phim.mp4", len(data))
		n, err := l.uploads.AppendUpload(t.Context(), who, upload.ID, 0, bytes.NewReader(data))
		if f := fault.From(err); n != 0 || f.Code != "upload.content" || !strings.Contains(f.Text.VI, c.name) || !strings.Contains(f.Text.EN, "MP4") {
			t.Errorf("%s: %d bytes kept, %v", name, n, f)
		}
		if _, err := l.uploads.FindUpload(t.Context(), who, upload.ID); fault.From(err).Code != "upload.content" {
			t.Errorf("%s, asked again: %v", name, err)
		}
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("the storage keeps %v", left)
	}
	room, err := l.uploads.FindRoom(t.Context(), who, agencyOf(who))
	if err != nil || room.Used != 0 {
		t.Errorf("refused uploads take room: %+v, %v", room, err)
	}
}

// TestVideosAreTaken: real files of every kind that ffmpeg writes, under any name.
func TestVideosAreTaken(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ffmpeg is missing: install the packages of .ci/packages")
		}
		t.Skip("ffmpeg makes the files of this test")
	}
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, roomy)
	who := author()
	for kind, c := range map[string]struct{ mime, codec string }{
		"mp4": {"video/mp4", "mpeg4"}, "mov": {"video/quicktime", "mpeg4"}, "mkv": {"video/x-matroska", "mpeg4"}, "webm": {"video/webm", "vp8"},
		"avi": {"video/x-msvideo", "mpeg4"}, "m4v": {"video/mp4", "mpeg4"}, "3gp": {"video/mp4", "mpeg4"},
	} {
		file := filepath.Join(t.TempDir(), "phim."+kind)
		if out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=duration=1:size=176x144:rate=10", "-c:v", c.codec, file).CombinedOutput(); err != nil {
			t.Fatalf("%s: %s", kind, out)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		video := l.bring(t, who, "không tên", data)
		if video.File.Mime != c.mime {
			t.Errorf("%s: %s", kind, video.File.Mime)
		}
		if known := kind == "mp4" || kind == "mov" || kind == "m4v" || kind == "3gp"; known != (video.File.DurationMs == 1000 && video.File.Width == 176) {
			t.Errorf("%s: %d ms, %d pixels", kind, video.File.DurationMs, video.File.Width)
		}
	}
}

// picture is a PNG of a size; half of it is clear.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width / 2 {
		for y := range height {
			img.Set(x, y, color.NRGBA{R: 200, A: 255})
		}
	}
	var data bytes.Buffer
	if err := png.Encode(&data, img); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// bomb is a PNG of a few bytes that says it has a billion pixels.
func bomb() []byte {
	head := append([]byte("IHDR"), 0, 0, 0x7d, 0, 0, 0, 0x7d, 0, 8, 6, 0, 0, 0)
	data := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\r"), head...)
	return binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(head))
}

// TestSetPoster: a picture is kept as a small JPEG; what is none, is broken or unpacks to too much is refused with a
// sentence, and nothing changes.
func TestSetPoster(t *testing.T) {
	t.Parallel()
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, roomy)
	who := author()
	video := l.bring(t, who, "phim.mp4", film(5000, 1))
	whole := picture(t, 2000, 1000)
	for name, c := range map[string]struct {
		data []byte
		code string
		text string
	}{
		"SVG":       {[]byte(beginnings["SVG"].head), "poster.content", "SVG"},
		"PDF":       {[]byte(beginnings["PDF"].head), "poster.content", "PDF"},
		"a film":    {film(5000, 1), "poster.content", "video"},
		"nothing":   {nil, "poster.content", "không rõ loại"},
		"cut off":   {whole[:len(whole)/2], "poster.broken", "hỏng"},
		"bomb":      {bomb(), "poster.too_big", "40 triệu"},
		"too large": {make([]byte, media.MaxPosterBytes+1), "poster.too_big", "5 MB"},
	} {
		if f := fault.From(l.files.SetPoster(t.Context(), who, video.ID, c.data)); f.Code != c.code || !strings.Contains(f.Text.VI, c.text) || f.Text.EN == "" {
			t.Errorf("%s: %v %q", name, f, f.Text.VI)
		}
	}
	if n := l.count(t, "media.videos WHERE poster_id IS NOT NULL"); n != 0 {
		t.Fatal("a refused poster was set")
	}
	if err := l.files.SetPoster(t.Context(), who, video.ID, whole); err != nil {
		t.Fatal(err)
	}
	found, _, err := l.files.FindLibraryVideo(t.Context(), who, video.ID)
	if err != nil || found.PosterID == uuid.Nil {
		t.Fatalf("%+v, %v", found, err)
	}
	kept, err := jpeg.Decode(bytes.NewReader(l.content(t, found.PosterID)))
	if err != nil || kept.Bounds().Size() != image.Pt(1280, 640) {
		t.Fatalf("%v, %v", kept, err)
	}
	if r, g, b, _ := kept.At(1200, 300).RGBA(); min(r, g, b) < 0xf000 {
		t.Errorf("what was clear is %x %x %x, want white", r, g, b)
	}
	if err := l.files.RemovePoster(t.Context(), who, video.ID); err != nil {
		t.Fatal(err)
	}
	if n := l.count(t, "media.videos WHERE poster_id IS NOT NULL"); n != 0 {
		t.Error("the poster is still there")
	}
	if n := l.count(t, "audit.entries WHERE object_id = ? AND action IN ('set_poster', 'remove_poster')", video.ID); n != 2 {
		t.Errorf("%d audit entries", n)
	}
}

// TestLibrary: titles are searched by words without accents; another agency finds, renames, deletes and lists nothing.
func TestLibrary(t *testing.T) {
	t.Parallel()
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, roomy)
	who, stranger := author(), author()
	first := l.bring(t, who, "Mật khẩu mạnh.mp4", film(5000, 1))
	second := l.bring(t, who, "Lừa đảo qua mạng.mp4", film(5000, 2))
	search := func(who access.Principal, query string, agency uuid.UUID) (titles []string, total int) {
		t.Helper()
		list, total, err := l.files.ListVideos(t.Context(), who, media.ListVideos{AgencyID: agency, Query: query, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range list {
			titles = append(titles, v.Title)
		}
		return titles, total
	}
	for query, want := range map[string]int{"": 2, "mat khau": 1, "MẠNH mật": 1, "mang": 1, "mã độc": 0, "%": 2, "lừa khẩu": 0} {
		if _, total := search(who, query, uuid.Nil); total != want {
			t.Errorf("%q finds %d, want %d", query, total, want)
		}
	}
	if titles, total := search(who, "", agencyOf(who)); total != 2 || len(titles) != 1 || titles[0] != second.Title {
		t.Errorf("%v of %d", titles, total)
	}
	if _, total := search(stranger, "", uuid.Nil); total != 0 {
		t.Error("another agency lists it")
	}
	for name, err := range map[string]error{
		"list": func() error {
			_, _, err := l.files.ListVideos(t.Context(), stranger, media.ListVideos{AgencyID: agencyOf(who), Limit: 1})
			return err
		}(),
		"find":   func() error { _, _, err := l.files.FindLibraryVideo(t.Context(), stranger, first.ID); return err }(),
		"rename": l.files.RenameVideo(t.Context(), stranger, first.ID, "Của tôi"),
		"delete": l.files.DeleteVideo(t.Context(), stranger, first.ID),
		"poster": l.files.SetPoster(t.Context(), stranger, first.ID, picture(t, 10, 10)),
		"bare":   l.files.RemovePoster(t.Context(), stranger, first.ID),
	} {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s as another agency: %v", name, err)
		}
	}
	for title, code := range map[string]string{"": "required", " \u200b ": "required", strings.Repeat("ữ", 201): "too_long"} {
		if f := fault.From(l.files.RenameVideo(t.Context(), who, first.ID, title)); len(f.Fields) != 1 || f.Fields[0].Code != code {
			t.Errorf("%.5q: %v", title, f)
		}
	}
	if err := l.files.RenameVideo(t.Context(), who, first.ID, " Mật mã  mạnh "); err != nil {
		t.Fatal(err)
	}
	if titles, _ := search(who, "mat ma", uuid.Nil); len(titles) != 1 || titles[0] != "Mật mã mạnh" {
		t.Errorf("after renaming: %v", titles)
	}
	if err := l.files.DeleteVideo(t.Context(), who, first.ID); err != nil {
		t.Fatal(err)
	}
	if _, total := search(who, "", uuid.Nil); total != 1 {
		t.Errorf("after deleting: %d", total)
	}
	if n := l.count(t, "audit.entries WHERE object_id = ? AND action IN ('rename_video', 'delete_video') AND actor_role = 'author'", first.ID); n != 2 {
		t.Errorf("%d audit entries", n)
	}
}
