package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// partSize is how much of a file is held in memory while it goes to S3.
const partSize = 16 << 20

// S3 is a Storage in a bucket of any server that speaks the S3 protocol.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string // of every key, without slashes at the ends
}

// NewS3 returns the storage at https://key:secret@host:port/bucket/prefix?region=name (config has
// checked the form). It sends nothing yet: a bucket out of reach shows at its first use.
func NewS3(address string) (S3, error) {
	u, err := url.Parse(address)
	if err != nil {
		return S3{}, errors.New("media storage: the address is no URL") // the text holds a secret
	}
	secret, _ := u.User.Password()
	region := u.Query().Get("region")
	if region == "" {
		region = "us-east-1" // what servers without regions answer to
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(u.User.Username(), secret, ""),
		Secure:       u.Scheme == "https",
		Region:       region,
		BucketLookup: minio.BucketLookupPath,
		Transport:    patience(),
		MaxRetries:   3,
	})
	bucket, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	return S3{client: client, bucket: bucket, prefix: prefix}, err
}

// patience is how long the storage is waited for.
func patience() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 30 * time.Second,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   32,
		DisableCompression:    true,
	}
}

func (s S3) name(key string) string { return path.Join(s.prefix, key[:2], key) }

// Put sends what it reads; the object appears whole or not at all.
func (s S3) Put(ctx context.Context, key string, r io.Reader) error {
	_, err := s.client.StatObject(ctx, s.bucket, s.name(key), minio.StatObjectOptions{})
	if err == nil {
		return nil
	}
	if !isMissing(err) {
		return s.fault(err)
	}
	_, err = s.client.PutObject(ctx, s.bucket, s.name(key), r, -1, minio.PutObjectOptions{PartSize: partSize, NumThreads: 1, ContentType: "application/octet-stream",
		SendContentMd5: true, DisableContentSha256: true}) // checked on the way by MD5: not every server reads signed chunks
	return s.fault(err)
}

// Open returns the object to read and seek; each seek is a new request for a range.
func (s S3) Open(ctx context.Context, key string) (io.ReadSeekCloser, error) {
	object, err := s.client.GetObject(ctx, s.bucket, s.name(key), minio.GetObjectOptions{})
	if err == nil {
		_, err = object.Stat()
	}
	if err == nil {
		return object, nil
	}
	if object != nil {
		object.Close()
	}
	if isMissing(err) {
		return nil, s.missing(ctx)
	}
	return nil, s.fault(err)
}

// Remove deletes the object.
func (s S3) Remove(ctx context.Context, key string) error {
	return s.fault(s.client.RemoveObject(ctx, s.bucket, s.name(key), minio.RemoveObjectOptions{}))
}

// List asks for the objects of one folder.
func (s S3) List(ctx context.Context, folder string, limit int) ([]Stored, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var list []Stored
	for object := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: path.Join(s.prefix, folder) + "/", MaxKeys: limit}) {
		if object.Err != nil {
			return nil, s.fault(object.Err)
		}
		if list = append(list, Stored{Key: path.Base(object.Key), At: object.LastModified}); len(list) == limit {
			break
		}
	}
	return list, nil
}

// missing is fs.ErrNotExist, unless the whole bucket is: then the installation is at fault.
func (s S3) missing(ctx context.Context) error {
	switch exists, err := s.client.BucketExists(ctx, s.bucket); {
	case err != nil:
		return s.fault(err)
	case !exists:
		return s.fault(errors.New("there is no such bucket"))
	}
	return fs.ErrNotExist
}

// Address is where a browser fetches the bytes of a key itself, as mime, until the time is over. Nobody
// who has it learns the secret or reaches another key.
func (s S3) Address(ctx context.Context, key, mime string, lasts time.Duration) (string, error) {
	as := url.Values{"response-content-type": {mime}, "response-cache-control": {fmt.Sprintf("private, max-age=%d", int(lasts.Seconds()))}}
	u, err := s.client.PresignedGetObject(ctx, s.bucket, s.name(key), lasts, as)
	if err != nil {
		return "", s.fault(err)
	}
	return u.String(), nil
}

// isMissing reports whether the server said that there is no such object.
func isMissing(err error) bool { return minio.ToErrorResponse(err).Code == minio.NoSuchKey }

func (s S3) fault(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("media storage %s/%s: %w", s.client.EndpointURL().Host, s.bucket, err)
}
