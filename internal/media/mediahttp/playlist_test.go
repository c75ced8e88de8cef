package mediahttp_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/media"
	"taphuan/internal/media/mediahttp"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

// cinema serves a film of 10 seconds in every quality.
type cinema struct {
	server *httptest.Server
	signer media.Signer
	film   uuid.UUID
	owner  *bun.DB
}

func newCinema(t *testing.T) cinema {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	service := media.New(db, media.Disk{Dir: t.TempDir()})
	path := filepath.Join(t.TempDir(), "film.mp4")
	made, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=10", "-f", "lavfi", "-i", "sine=d=10",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, made)
	}
	film, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := cinema{signer: newSigner(t, time.Now), owner: owner}
	err = db.RunInTx(t.Context(), postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		f, err := service.StoreTx(ctx, tx, film, media.File{Mime: "video/mp4"})
		if err != nil {
			return err
		}
		c.film = f.ID
		return media.EncodeTx(ctx, tx, f.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	encoder := media.NewEncoder(media.EncoderOptions{Files: service, Events: &outbox.Outbox{}, Log: slog.New(slog.DiscardHandler), Dir: t.TempDir(), Longest: time.Hour})
	if err := encoder.OfferEncodings(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := encoder.EncodeVideo(t.Context(), media.EncodingOffered{FileID: c.film, Attempt: 1}); err != nil {
		t.Fatal(err)
	}
	site, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(_ context.Context, token string) (access.Principal, error) {
		if token == "" {
			return access.Principal{}, nil
		}
		return access.Principal{PersonID: uuid.New()}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	mediahttp.Routes(site, mediahttp.Parts{Files: service, Signer: c.signer, CanConvert: encoder.CanConvert})
	c.server = httptest.NewServer(site.Engine)
	t.Cleanup(c.server.Close)
	return c
}

const bearer = "Authorization: Bearer x\r\n"

// TestHLS: a film in every quality as browsers get it; it is made once.
func TestHLS(t *testing.T) {
	c := newCinema(t)
	t.Run("plays", func(t *testing.T) { plays(t, c) })
	t.Run("foreign addresses", func(t *testing.T) { foreignAddresses(t, c) })
	t.Run("sendfile", func(t *testing.T) { sendfile(t, c) })
	t.Run("playlists", func(t *testing.T) { playlists(t, c) })
}

// plays: ffprobe plays the master playlist as a signed-in browser would and finds every quality, and decodes one to
// its end; the sound alone plays too.
func plays(t *testing.T, c cinema) {
	t.Helper()
	var told struct {
		Streams  []struct{ Width, Height int }
		Programs []struct {
			Tags struct {
				Bandwidth string `json:"variant_bitrate"`
			}
		}
		Format struct{ Duration string }
	}
	out, err := exec.Command("ffprobe", "-v", "error", "-allowed_segment_extensions", "ALL", "-extension_picky", "0", "-headers", bearer, "-print_format", "json", "-show_streams", "-show_programs", "-show_format",
		c.server.URL+c.signer.Address(c.film, "master.m3u8")).Output()
	if err == nil {
		err = json.Unmarshal(out, &told)
	}
	if err != nil || len(told.Programs) != 2 || len(told.Streams) != 4 || !strings.HasPrefix(told.Format.Duration, "10.0") {
		t.Fatalf("%v: %s", err, out)
	}
	for _, name := range []string{"360p.m3u8", "audio.m3u8"} {
		out, err = exec.Command("ffmpeg", "-v", "error", "-xerror", "-allowed_segment_extensions", "ALL", "-extension_picky", "0", "-headers", bearer, "-i", c.server.URL+c.signer.Address(c.film, name), "-f", "null", "-").CombinedOutput()
		if err != nil || len(out) > 0 {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
}

// playlists: the master names bandwidth, codecs, size and rate of each quality, and each playlist signs what it names.
func playlists(t *testing.T, c cinema) {
	t.Helper()
	get := func(address string) (*http.Response, string) {
		t.Helper()
		return call(t, http.MethodGet, c.server.URL+address, "Authorization", "Bearer x")
	}
	answer, master := get(c.signer.Address(c.film, "master.m3u8"))
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "application/vnd.apple.mpegurl" || !strings.HasPrefix(answer.Header.Get("Cache-Control"), "private") {
		t.Fatalf("%d %v", answer.StatusCode, answer.Header)
	}
	variants := regexp.MustCompile(`#EXT-X-STREAM-INF:BANDWIDTH=\d{5,6},AVERAGE-BANDWIDTH=\d{5,6},CODECS="avc1\.4[2D]\w{4},mp4a\.40\.2",RESOLUTION=(426x240|640x360),FRAME-RATE=25\.000\n(\d+p\.m3u8\?\S+)\n`).FindAllStringSubmatch(master, -1)
	if len(variants) != 2 || variants[0][1] != "426x240" || strings.Contains(master, "audio") {
		t.Fatalf("%s", master)
	}
	_, list := get("/media/" + c.film.String() + "/" + variants[0][2])
	pieces := regexp.MustCompile(`#EXTINF:[\d.]+,\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n\.\./(\S+)\n`).FindAllStringSubmatch(list, -1)
	head := regexp.MustCompile(`#EXT-X-MAP:URI="\.\./(\S+)",BYTERANGE="(\d+)@0"`).FindStringSubmatch(list)
	if len(pieces) != 3 || head == nil || head[1] != pieces[0][3] || !strings.HasSuffix(list, "#EXT-X-ENDLIST\n") || !strings.Contains(list, "#EXT-X-TARGETDURATION:4\n") {
		t.Fatalf("%s", list)
	}
	if answer, body := call(t, http.MethodGet, c.server.URL+"/media/"+pieces[0][3], "Authorization", "Bearer x", "Range", "bytes="+pieces[0][2]+"-"); answer.StatusCode != 206 || !strings.Contains(body[:400], "moof") {
		t.Errorf("a segment: %d", answer.StatusCode)
	}
	if answer, _ := call(t, http.MethodHead, c.server.URL+c.signer.Address(c.film, "audio.m3u8"), "Authorization", "Bearer x"); answer.StatusCode != 200 {
		t.Errorf("HEAD: %d", answer.StatusCode)
	}
	if _, err := c.owner.Exec("UPDATE media.encodings SET state = 'working'"); err != nil {
		t.Fatal(err)
	}
	if answer, _ := get(c.signer.Address(c.film, "master.m3u8")); answer.StatusCode != 404 {
		t.Errorf("before it is ready: %d", answer.StatusCode)
	}
}

// foreignAddresses: without a sign-in, without a signature, with one of another file or of yesterday nobody learns
// anything; a quality that is not there is as unknown.
func foreignAddresses(t *testing.T, c cinema) {
	t.Helper()
	yesterday := newSigner(t, func() time.Time { return time.Now().Add(-25 * time.Hour) })
	plain := "/media/" + c.film.String()
	for name, test := range map[string]struct {
		address, token string
		status         int
	}{
		"nobody":                  {c.signer.Address(c.film, ""), "", 401},
		"nobody's playlist":       {c.signer.Address(c.film, "master.m3u8"), "", 401},
		"the id alone":            {plain, "x", 404},
		"the playlist alone":      {plain + "/master.m3u8", "x", 404},
		"another file's":          {plain + "?" + c.signer.Query(uuid.New()), "x", 404},
		"expired":                 {yesterday.Address(c.film, ""), "x", 404},
		"an expired playlist":     {yesterday.Address(c.film, "master.m3u8"), "x", 404},
		"no such quality":         {c.signer.Address(c.film, "1080p.m3u8"), "x", 404},
		"no playlist":             {c.signer.Address(c.film, "master.mp4"), "x", 404},
		"of a file without any":   {c.signer.Address(uuid.New(), "master.m3u8"), "x", 404},
		"a path out of the place": {c.signer.Address(c.film, "..%2f..%2fmaster.m3u8"), "x", 404},
	} {
		header := []string{}
		if test.token != "" {
			header = []string{"Authorization", "Bearer " + test.token}
		}
		if answer, body := call(t, http.MethodGet, c.server.URL+test.address, header...); answer.StatusCode != test.status || strings.Contains(body, "expire") || strings.Contains(body, "EXTM3U") {
			t.Errorf("%s: %d %s", name, answer.StatusCode, body)
		}
	}
}

// sendfile: a range of a file on disk reaches the connection's own copy, which the kernel does.
func sendfile(t *testing.T, c cinema) {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, c.signer.Address(c.film, ""), nil)
	request.Header.Set("Authorization", "Bearer x")
	request.Header.Set("Range", "bytes=100-1099")
	w := &kernel{ResponseRecorder: httptest.NewRecorder()}
	c.server.Config.Handler.ServeHTTP(w, request)
	if w.Code != http.StatusPartialContent || w.files != 1000 || w.Header().Get("Content-Length") != "1000" {
		t.Errorf("%d, %d bytes copied by the kernel, %v", w.Code, w.files, w.Header())
	}
}
