package mediahttp_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"taphuan/internal/access"
	"taphuan/internal/media"
	"taphuan/internal/media/mediahttp"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/web"
)

// nodes are servers over one database and one storage; the bearer token says who asks.
type nodes struct {
	servers []*httptest.Server
	uploads *media.Uploads
	files   *media.Service
	agency  uuid.UUID
	collect func(t *testing.T) // when everything is old
}

func newNodes(t *testing.T, storage media.Storage) *nodes {
	t.Helper()
	db := pgtest.New(t)
	n := &nodes{files: media.New(db, storage), agency: uuid.New()}
	people := map[string]uuid.UUID{"author": uuid.New(), "colleague": uuid.New(), "stranger": uuid.New(), "learner": uuid.New()}
	authenticate := func(_ context.Context, token string) (access.Principal, error) {
		who := access.Principal{PersonID: people[token]}
		switch token {
		case "author", "colleague":
			who.Grants = []access.Grant{{Role: access.Author, AgencyID: n.agency, Agencies: []uuid.UUID{n.agency}}}
		case "stranger":
			other := uuid.New()
			who.Grants = []access.Grant{{Role: access.Author, AgencyID: other, Agencies: []uuid.UUID{other}}}
		}
		return who, nil
	}
	for range 2 {
		n.uploads = media.NewUploads(media.New(db, storage), &outbox.Outbox{}, media.Limits{FileBytes: 32 << 20, AgencyBytes: 1 << 30}, time.Now)
		site, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: authenticate})
		if err != nil {
			t.Fatal(err)
		}
		mediahttp.LibraryRoutes(site, mediahttp.Parts{Files: n.files, Signer: newSigner(t, time.Now)}, n.uploads)
		server := httptest.NewServer(site.Engine)
		t.Cleanup(server.Close)
		n.servers = append(n.servers, server)
	}
	n.collect = func(t *testing.T) {
		t.Helper()
		for hour := range 16 {
			later := time.Now().AddDate(0, 0, 9).Add(time.Duration(hour) * time.Hour)
			if err := media.NewCollector(n.files, slog.New(slog.DiscardHandler), func() time.Time { return later }).Collect(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	return n
}

// ask sends one request of the protocol to a node.
func (n *nodes) ask(t *testing.T, node int, token, method, path string, body io.Reader, header ...string) (*http.Response, string, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, n.servers[node].URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Tus-Resumable", "1.0.0")
	request.Header.Set("Authorization", "Bearer "+token)
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	if length := request.Header.Get("Content-Length"); length != "" {
		request.ContentLength, _ = strconv.ParseInt(length, 10, 64)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer, string(text), err
}

func metadata(agency, name string) string {
	encode := base64.StdEncoding.EncodeToString
	return "agencyId " + encode([]byte(agency)) + ",filename " + encode([]byte(name)) + ",fingerprint " + encode([]byte("abc"))
}

// begin opens an upload and returns its path.
func (n *nodes) begin(t *testing.T, size int) string {
	t.Helper()
	answer, body, err := n.ask(t, 0, "author", "POST", "/api/v1/uploads", nil, "Upload-Length", strconv.Itoa(size), "Upload-Metadata", metadata(n.agency.String(), "Phim mẫu.mp4"))
	if err != nil || answer.StatusCode != http.StatusCreated {
		t.Fatalf("%v %s, %v", answer, body, err)
	}
	path := answer.Header.Get("Location")
	if !strings.HasPrefix(path, "/api/v1/uploads/") {
		t.Fatalf("the address is %s, want a path of whatever host", path)
	}
	return path
}

func (n *nodes) offset(t *testing.T, node int, path string) int {
	t.Helper()
	answer, _, err := n.ask(t, node, "author", "HEAD", path, nil)
	if err != nil || answer.StatusCode != http.StatusOK || answer.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%v, %v", answer, err)
	}
	at, err := strconv.Atoi(answer.Header.Get("Upload-Offset"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// cutLine gives some bytes and then breaks the connection.
type cutLine struct {
	io.Reader
}

func (c cutLine) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		return n, errors.New("the line was cut")
	}
	return n, err
}

// buckets are a folder and a bucket, with what lies in each.
func buckets(t *testing.T) map[string]struct {
	storage media.Storage
	left    func() int
} {
	t.Helper()
	disk := media.Disk{Dir: t.TempDir()}
	backend := s3mem.New()
	if err := backend.CreateBucket("videos"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	bucket, err := media.NewS3(strings.Replace(server.URL, "http://", "http://key:secret@", 1) + "/videos")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]struct {
		storage media.Storage
		left    func() int
	}{
		"disk": {disk, func() int {
			names, err := filepath.Glob(disk.Dir + "/*/*")
			if err != nil {
				t.Fatal(err)
			}
			return len(names)
		}},
		"S3": {bucket, func() int {
			list, err := backend.ListBucket("videos", nil, gofakes3.ListBucketPage{})
			if err != nil {
				t.Fatal(err)
			}
			return len(list.Contents)
		}},
	}
}

// TestUploadOverABadLine: the line is cut a hundred times at random places, and two nodes take turns; what has arrived
// is kept, the file is the same in the end, and after collecting nothing else is left.
func TestUploadOverABadLine(t *testing.T) {
	t.Parallel()
	for name, c := range buckets(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNodes(t, c.storage)
			source := rand.New(rand.NewPCG(138, 3))
			film := make([]byte, 6<<20)
			for i := range film {
				film[i] = byte(source.Uint32())
			}
			copy(film, "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41")
			path := n.begin(t, len(film))
			cuts := make([]int, 100)
			for i := range cuts {
				cuts[i] = source.IntN(len(film))
			}
			slices.Sort(cuts)
			kept := 0
			for i, cut := range cuts {
				at := n.offset(t, i%2, path)
				if at > cut {
					t.Fatalf("%d bytes are kept, only %d were sent", at, cut)
				}
				if at > kept {
					kept = at
				}
				_, _, err := n.ask(t, i%2, "author", "PATCH", path, cutLine{bytes.NewReader(film[at:cut])},
					"Upload-Offset", strconv.Itoa(at), "Content-Type", "application/offset+octet-stream", "Content-Length", strconv.Itoa(len(film)-at))
				if err == nil {
					t.Fatalf("cut %d went through", i)
				}
				n.await(t, path, i%2, at, cut)
			}
			at := n.offset(t, 1, path)
			if at < cuts[99]-1<<20 || kept == 0 {
				t.Errorf("of %d bytes that were sent %d are kept", cuts[99], at)
			}
			answer, body, err := n.ask(t, 1, "author", "PATCH", path, bytes.NewReader(film[at:]), "Upload-Offset", strconv.Itoa(at), "Content-Type", "application/offset+octet-stream")
			if err != nil || answer.StatusCode != http.StatusNoContent || answer.Header.Get("Upload-Offset") != strconv.Itoa(len(film)) {
				t.Fatalf("%v %s, %v", answer, body, err)
			}
			id := uuid.MustParse(path[strings.LastIndexByte(path, '/')+1:])
			if err := n.uploads.FinishUpload(t.Context(), media.UploadArrived{UploadID: id}); err != nil {
				t.Fatal(err)
			}
			n.collect(t)
			if sum := n.onlyFile(t); sum != sha256.Sum256(film) {
				t.Error("other bytes came out")
			}
			if left := c.left(); left != 1 {
				t.Errorf("%d files are left in the storage, want the film alone", left)
			}
		})
	}
}

// await waits until the node has noticed the cut and kept what it got. A beginning that is too short to tell what it
// is, is not kept.
func (n *nodes) await(t *testing.T, path string, node, from, cut int) {
	t.Helper()
	if cut-from == 0 || cut < 4096 {
		return
	}
	for deadline := time.Now().Add(20 * time.Second); n.offset(t, node, path) == from; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("nothing of %d bytes is kept", cut-from)
		}
	}
}

// onlyFile is the hash of what the library's one video plays.
func (n *nodes) onlyFile(t *testing.T) [32]byte {
	t.Helper()
	_, body, err := n.ask(t, 0, "author", "GET", "/api/v1/videos", nil)
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Items []mediahttp.Video }
	if err := json.Unmarshal([]byte(body), &list); err != nil || len(list.Items) != 1 {
		t.Fatalf("%s, %v", body, err)
	}
	_, opened, err := n.files.Open(t.Context(), uuid.MustParse(strings.TrimPrefix(list.Items[0].URL, "/media/")[:36]))
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, opened); err != nil {
		t.Fatal(err)
	}
	return [32]byte(sum.Sum(nil))
}

// TestUploadLargerThanOtherBodies: one request may carry more than what bounds every other route; a rest that nobody
// announced is cut off.
func TestUploadLargerThanOtherBodies(t *testing.T) {
	t.Parallel()
	n := newNodes(t, media.Disk{Dir: t.TempDir()})
	film := bytes.Repeat([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41"), 1<<20) // 24 MiB
	path := n.begin(t, len(film))
	answer, body, err := n.ask(t, 0, "author", "PATCH", path, bytes.NewReader(append(film, 0)), "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")
	if err == nil && answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("one byte more: %d %s", answer.StatusCode, body)
	}
	answer, body, err = n.ask(t, 0, "author", "PATCH", path, bytes.NewReader(film), "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")
	if err != nil || answer.StatusCode != http.StatusNoContent || answer.Header.Get("Upload-Offset") != strconv.Itoa(len(film)) {
		t.Fatalf("%v %s, %v", answer, body, err)
	}
}

// TestUploadProblems: each refusal is a problem with a sentence that the page can show, in the language asked for; nobody
// but the sender goes on, and no other site may write.
func TestUploadProblems(t *testing.T) {
	t.Parallel()
	n := newNodes(t, media.Disk{Dir: t.TempDir()})
	path := n.begin(t, 10_000)
	agency := n.agency.String()
	pdf := append([]byte("%PDF-1.7\n"), make([]byte, 9_991)...)
	for name, c := range map[string]struct {
		token, method, path string
		body                []byte
		header              []string
		status              int
		code, text          string
	}{
		"empty":                 {"author", "POST", "/api/v1/uploads", nil, []string{"Upload-Length", "0", "Upload-Metadata", metadata(agency, "a.mp4")}, 422, "upload.empty", "trống"},
		"too big":               {"author", "POST", "/api/v1/uploads", nil, []string{"Upload-Length", "99999999", "Upload-Metadata", metadata(agency, "a.mp4")}, 413, "upload.too_big", "32 MB"},
		"in English":            {"author", "POST", "/api/v1/uploads", nil, []string{"Upload-Length", "99999999", "Upload-Metadata", metadata(agency, "a.mp4"), "Accept-Language", "en"}, 413, "upload.too_big", "too large"},
		"no agency":             {"author", "POST", "/api/v1/uploads", nil, []string{"Upload-Length", "10"}, 422, "invalid", ""},
		"another agency":        {"stranger", "POST", "/api/v1/uploads", nil, []string{"Upload-Length", "10", "Upload-Metadata", metadata(agency, "a.mp4")}, 404, "not_found", ""},
		"a learner":             {"learner", "POST", "/api/v1/uploads", nil, []string{"Upload-Length", "10", "Upload-Metadata", metadata(agency, "a.mp4")}, 403, "forbidden", ""},
		"another site":          {"author", "POST", "/api/v1/uploads", nil, []string{"Upload-Length", "10", "Upload-Metadata", metadata(agency, "a.mp4"), "Sec-Fetch-Site", "cross-site"}, 403, "cross_origin", ""},
		"PATCH of another site": {"author", "PATCH", path, pdf, []string{"Upload-Offset", "0", "Content-Type", "application/offset+octet-stream", "Origin", "https://xau.example"}, 403, "cross_origin", ""},
		"PATCH of a colleague":  {"colleague", "PATCH", path, pdf, []string{"Upload-Offset", "0", "Content-Type", "application/offset+octet-stream"}, 404, "not_found", ""},
		"PATCH of a stranger":   {"stranger", "PATCH", path, pdf, []string{"Upload-Offset", "0", "Content-Type", "application/offset+octet-stream"}, 404, "not_found", ""},
		"DELETE of a colleague": {"colleague", "DELETE", path, nil, nil, 404, "not_found", ""},
		"no id":                 {"author", "PATCH", "/api/v1/uploads/x", pdf, []string{"Upload-Offset", "0", "Content-Type", "application/offset+octet-stream"}, 404, "not_found", ""},
	} {
		answer, body, err := n.ask(t, 0, c.token, c.method, c.path, bytes.NewReader(c.body), c.header...)
		var p web.Problem
		if err != nil || answer.StatusCode != c.status || json.Unmarshal([]byte(body), &p) != nil || p.Code != c.code || !strings.Contains(p.Detail, c.text) ||
			answer.Header.Get("Content-Type") != "application/problem+json" || answer.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v %s, %v", name, answer, body, err)
		}
	}
	for _, token := range []string{"colleague", "stranger"} {
		if answer, _, err := n.ask(t, 0, token, "HEAD", path, nil); err != nil || answer.StatusCode != 404 {
			t.Errorf("HEAD of a %s: %v, %v", token, answer, err)
		}
	}
	if at := n.offset(t, 0, path); at != 0 {
		t.Errorf("%d bytes were written by somebody else", at)
	}
	patch := func(want int, code string) {
		t.Helper()
		answer, body, err := n.ask(t, 0, "author", "PATCH", path, bytes.NewReader(pdf), "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")
		if err != nil || answer.StatusCode != want || !strings.Contains(body, code) {
			t.Errorf("%v %s, %v", answer, body, err)
		}
	}
	patch(http.StatusUnprocessableEntity, "tài liệu PDF")
	patch(http.StatusUnprocessableEntity, "tài liệu PDF")
	if answer, body, err := n.ask(t, 0, "author", "DELETE", n.begin(t, 10), nil); err != nil || answer.StatusCode != http.StatusNoContent {
		t.Errorf("cancelling: %v %s, %v", answer, body, err)
	}
}

// TestUploadedNameIsKept: the list of unfinished uploads says by what the sender knows the file again.
func TestUploadedNameIsKept(t *testing.T) {
	t.Parallel()
	n := newNodes(t, media.Disk{Dir: t.TempDir()})
	n.begin(t, 10_000)
	_, body, err := n.ask(t, 1, "author", "GET", "/api/v1/uploads", nil)
	var list []mediahttp.Upload
	if err != nil || json.Unmarshal([]byte(body), &list) != nil || len(list) != 1 || list[0].Name != "Phim mẫu.mp4" || list[0].Fingerprint != "abc" || list[0].State != "open" {
		t.Errorf("%s, %v", body, err)
	}
	if _, body, err := n.ask(t, 1, "colleague", "GET", "/api/v1/uploads", nil); err != nil || strings.TrimSpace(body) != "[]" {
		t.Errorf("a colleague sees %s, %v", body, err)
	}
}
