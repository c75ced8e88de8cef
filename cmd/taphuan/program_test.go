package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"taphuan/internal/pgtest"
)

// asProgram makes this test binary the program itself.
const asProgram = "TAPHUAN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

const patience = 2 * time.Minute

// program is a running subcommand.
type program struct {
	t      *testing.T
	cmd    *exec.Cmd
	ended  chan struct{}
	mu     sync.Mutex
	output bytes.Buffer
}

// start runs a subcommand on a database, with more variables of the environment.
func start(t *testing.T, database string, more []string, arguments ...string) *program {
	t.Helper()
	p := &program{t: t, cmd: exec.Command(os.Args[0], arguments...), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), append([]string{asProgram + "=1", "DATABASE_URL=" + database, "DATABASE_CONNECTIONS=8", "DATA_DIR=" + t.TempDir(),
		"COURSES_DIR=" + filepath.Join("..", "..", "courses"), "SHUTDOWN_TIMEOUT=20s"}, more...)...)
	p.cmd.Stdout, p.cmd.Stderr = p, p
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = p.cmd.Wait(); close(p.ended) }()
	t.Cleanup(func() { _ = p.cmd.Process.Kill(); <-p.ended })
	return p
}

func (p *program) Write(part []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.output.Write(part)
}

func (p *program) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.output.String()
}

// until waits for what must become true while the program runs.
func (p *program) until(what string, true func() bool) {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if true() {
			return
		}
		select {
		case <-p.ended:
			p.t.Fatalf("%s: the program ended:\n%s", what, p.said())
		default:
		}
	}
	p.t.Fatalf("%s: not within %s:\n%s", what, patience, p.said())
}

// stop sends the signal of Ctrl-C and wants a clean end.
func (p *program) stop() {
	p.t.Helper()
	_ = p.cmd.Process.Signal(os.Interrupt)
	p.wantEnd()
}

func (p *program) wantEnd() {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("it does not stop:\n%s", p.said())
	}
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		p.t.Errorf("it ended with %d:\n%s", code, p.said())
	}
}

// freeAddress is a port of this machine that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer free.Close()
	return fmt.Sprintf("localhost:%d", free.Addr().(*net.TCPAddr).Port)
}

func (p *program) untilReady(client *http.Client, base string) {
	p.t.Helper()
	p.until("ready", func() bool {
		answer, err := client.Get(base + "/readyz")
		if err != nil {
			return false
		}
		_ = answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
}

func isDemo(t *testing.T, base string) bool {
	t.Helper()
	answer, err := http.Get(base + "/api/v1/instance")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var instance struct{ Demo bool }
	if err := json.NewDecoder(answer.Body).Decode(&instance); err != nil {
		t.Fatal(err)
	}
	return instance.Demo
}

// TestDemonstrationIsAskedFor: a database of somebody's own gets no demonstration, even empty, but by --demo; and
// what has become a demonstration stays one.
func TestDemonstrationIsAskedFor(t *testing.T) {
	t.Parallel()
	database := pgtest.URL(t)
	run := func(want bool, arguments ...string) {
		t.Helper()
		address := freeAddress(t)
		p := start(t, database, []string{"ADDR=" + address}, arguments...)
		p.untilReady(http.DefaultClient, "http://"+address)
		if got := isDemo(t, "http://"+address); got != want {
			t.Errorf("after %v: a demonstration is %v", arguments, got)
		}
		p.stop()
		if told := strings.Contains(p.said(), "hocvien-mau-138"); told != want {
			t.Errorf("after %v: passwords are printed: %v", arguments, told)
		}
	}
	run(false, "run")
	run(true, "run", "--demo")
	run(true, "run")
}

// TestCertificateFiles: with a pair of files the program itself speaks TLS, and nothing else on that port.
func TestCertificateFiles(t *testing.T) {
	t.Parallel()
	certificate, key, client := selfSigned(t)
	address := freeAddress(t)
	p := start(t, pgtest.URL(t), []string{"ADDR=" + address, "PUBLIC_URL=https://" + address, "TLS_CERT_FILE=" + certificate, "TLS_KEY_FILE=" + key}, "serve")
	p.untilReady(client, "https://"+address)
	if answer, err := http.Get("http://" + address + "/readyz"); err == nil && answer.StatusCode == http.StatusOK {
		t.Error("the port answers without TLS too")
	}
	p.stop()
}

// selfSigned writes a certificate for this machine and its key, and gives a client that trusts it.
func selfSigned(t *testing.T) (certificate, key string, client *http.Client) {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	pair := server.TLS.Certificates[0]
	private, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certificate, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{certificate: {Type: "CERTIFICATE", Bytes: pair.Certificate[0]}, key: {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return certificate, key, &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: "example.com"}}}
}

// TestWorkersElsewhere: a server without workers leaves the jobs to who runs them.
func TestWorkersElsewhere(t *testing.T) {
	t.Parallel()
	database := pgtest.URL(t)
	db, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(t.Context())
	workers := func() bool {
		var found bool
		if err := db.QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM river.river_leader)").Scan(&found); err != nil {
			t.Fatal(err)
		}
		return found
	}
	address := freeAddress(t)
	server := start(t, database, []string{"ADDR=" + address}, "serve", "--no-worker")
	server.untilReady(http.DefaultClient, "http://"+address)
	if workers() {
		t.Error("a server without workers works")
	}
	worker := start(t, database, nil, "worker")
	worker.until("working", workers)
	worker.stop()
	server.stop()
}

// TestSignalLetsRequestsEnd: a request that is being read when the signal comes is still answered.
func TestSignalLetsRequestsEnd(t *testing.T) {
	t.Parallel()
	address := freeAddress(t)
	p := start(t, pgtest.URL(t), []string{"ADDR=" + address}, "serve")
	p.untilReady(http.DefaultClient, "http://"+address)
	line, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	body := `{"username":"khong-co-ai","password":"sai-mat-khau"}`
	fmt.Fprintf(line, "POST /api/v1/session HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", address, len(body))
	reader := bufio.NewReader(line)
	if ready, err := http.ReadResponse(reader, nil); err != nil || ready.StatusCode != http.StatusContinue { // the body is being read
		t.Fatalf("%v, %v", ready, err)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.until("closed to newcomers", func() bool {
		newcomer, err := net.Dial("tcp", address)
		if err == nil {
			_ = newcomer.Close()
		}
		return err != nil
	})
	fmt.Fprint(line, body)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatalf("no answer: %v\n%s", err, p.said())
	}
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
	p.wantEnd()
}
