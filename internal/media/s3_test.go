package media_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"taphuan/internal/media"
)

// newBucket is a bucket in a server of this process, and what lies in it.
func newBucket(t *testing.T) (bucket media.S3, objects func(t *testing.T) []string) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("videos"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return open(t, server.URL, "videos/tap-huan"), func(t *testing.T) []string {
		t.Helper()
		list, err := backend.ListBucket("videos", &gofakes3.Prefix{}, gofakes3.ListBucketPage{})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, o := range list.Contents {
			names = append(names, path.Base(o.Key))
		}
		return names
	}
}

// open is the storage at a server's address.
func open(t *testing.T, server, bucket string) media.S3 {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.User, u.Path = url.UserPassword("khóa", "bí mật/+"), "/"+bucket
	storage, err := media.NewS3(u.String())
	if err != nil {
		t.Fatal(err)
	}
	return storage
}

// TestS3LargeFile: a file of several parts comes back as it was, also from the middle.
func TestS3LargeFile(t *testing.T) {
	t.Parallel()
	bucket, _ := newBucket(t)
	film := make([]byte, 40<<20)
	rand.Read(film)
	sum := sha256.Sum256(film)
	key := hex.EncodeToString(sum[:])
	if err := bucket.Put(t.Context(), key, bytes.NewReader(film)); err != nil {
		t.Fatal(err)
	}
	opened, err := bucket.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if size, err := opened.Seek(0, io.SeekEnd); err != nil || size != int64(len(film)) {
		t.Fatalf("%d bytes, %v", size, err)
	}
	if _, err := opened.Seek(30<<20, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	middle := make([]byte, 1000)
	if _, err := io.ReadFull(opened, middle); err != nil || !bytes.Equal(middle, film[30<<20:30<<20+1000]) {
		t.Errorf("from the middle: %v", err)
	}
}

// TestS3Address: a stranger with the address reads that file under its type until the time is over; the address
// holds no secret.
func TestS3Address(t *testing.T) {
	t.Parallel()
	bucket, _ := newBucket(t)
	if err := bucket.Put(t.Context(), keyOf("phim"), strings.NewReader("phim")); err != nil {
		t.Fatal(err)
	}
	address, err := bucket.Address(t.Context(), keyOf("phim"), "video/mp4", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil || u.Query().Get("X-Amz-Expires") != "60" || u.Query().Get("X-Amz-Signature") == "" || u.Query().Get("response-content-type") != "video/mp4" || strings.Contains(address, "m%E1%BA%ADt") {
		t.Errorf("%s, %v", address, err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Range", "bytes=1-2")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if part, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusPartialContent || string(part) != "hi" {
		t.Errorf("%d %q, %v", answer.StatusCode, part, err)
	}
}

// TestS3Faults: a bucket that is missing and a server that is away are told as such, without the secret;
// they are no missing file.
func TestS3Faults(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(gofakes3.New(s3mem.New()).Server())
	t.Cleanup(server.Close)
	for name, storage := range map[string]media.S3{
		"no bucket": open(t, server.URL, "nowhere"),
		"no server": open(t, "http://127.0.0.1:1", "videos"),
	} {
		_, err := storage.Open(t.Context(), keyOf("x"))
		if err == nil || !strings.Contains(err.Error(), "media storage") || strings.Contains(err.Error(), "mật") {
			t.Errorf("%s: open: %v", name, err)
		}
		if err := storage.Put(t.Context(), keyOf("x"), strings.NewReader("x")); err == nil || !strings.Contains(err.Error(), "media storage") {
			t.Errorf("%s: put: %v", name, err)
		}
	}
}
