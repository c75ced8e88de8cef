package pades

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const authorityConfig = `
[req]
distinguished_name = name
x509_extensions = stamping
prompt = no
[name]
CN = Time
[stamping]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = here
[here]
serial = serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
accuracy = secs:1
ordering = yes
`

// authority is a time-stamping authority in this process, whose answers OpenSSL makes.
func authority(t *testing.T, change func(answer []byte) []byte) *httptest.Server {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("openssl.cnf", authorityConfig)
	write("serial", "01\n")
	openssl := func(args ...string) error {
		cmd := exec.Command("openssl", args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Logf("openssl %v: %s", args, out)
		}
		return err
	}
	if err := openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "30", "-config", "openssl.cnf"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		question, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Content-Type") != "application/timestamp-query" {
			http.Error(w, "no question", http.StatusBadRequest)
			return
		}
		write("question.tsq", string(question))
		if err := openssl("ts", "-reply", "-config", "openssl.cnf", "-queryfile", "question.tsq", "-signer", "cert.pem", "-inkey", "key.pem", "-out", "answer.tsr"); err != nil {
			http.Error(w, "openssl", http.StatusInternalServerError)
			return
		}
		answer, err := os.ReadFile(filepath.Join(dir, "answer.tsr"))
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(change(answer))
	}))
	t.Cleanup(server.Close)
	return server
}

func same(answer []byte) []byte { return answer }

func TestTimeStamp(t *testing.T) {
	t.Parallel()
	server := authority(t, same)
	by := identity(t, "x", keys(t)["ECDSA"])
	signed, err := Sign(t.Context(), page(t), by, Act{At: day, Stamp: Authority{server.URL, server.Client()}.Stamp})
	if err != nil {
		t.Fatal(err)
	}
	all, err := Signatures(signed)
	if err != nil || len(all) != 1 || all[0].Broken != nil || all[0].StampedAt.IsZero() || time.Since(all[0].StampedAt) > time.Hour {
		t.Errorf("read %+v, %v", all, err)
	}
	outsiders(t, "with a time stamp", signed, 1)
}

func TestTimeStampsRefused(t *testing.T) {
	t.Parallel()
	digest := bytes.Repeat([]byte{7}, 32)
	var first []byte
	server := authority(t, func(answer []byte) []byte {
		if first == nil {
			first = answer
		}
		return first // to every later question too
	})
	good := Authority{server.URL, server.Client()}
	if _, err := good.Stamp(t.Context(), digest); err != nil {
		t.Fatal(err)
	}
	if _, err := good.Stamp(t.Context(), digest); !errors.Is(err, ErrStamp) {
		t.Errorf("the answer to another question: %v", err)
	}
	spoiled := authority(t, func(answer []byte) []byte { answer[len(answer)-1] ^= 1; return answer })
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte{0x30, 5, 0x30, 3, 2, 1, 2}) // status 2: rejection
	}))
	silent := httptest.NewServer(http.NotFoundHandler())
	for name, s := range map[string]*httptest.Server{"a spoiled answer": spoiled, "a refusal": refusing, "no authority": silent} {
		if _, err := (Authority{s.URL, s.Client()}).Stamp(t.Context(), digest); !errors.Is(err, ErrStamp) {
			t.Errorf("%s: %v", name, err)
		}
		s.Close()
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := good.Stamp(ended, digest); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}
