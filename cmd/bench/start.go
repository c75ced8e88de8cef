package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/prometheus/procfs"
)

// StartCommand measures how the program starts and what it holds when idle.
type StartCommand struct {
	Binary string        `default:"bin/taphuan" type:"existingfile" help:"The built program."`
	Idle   time.Duration `default:"10s" help:"How long to wait before memory is read."`
}

// Run starts the program twice on a new data directory: the first start makes the database and
// the demonstration, the second is what an operator sees every day.
func (c *StartCommand) Run(ctx context.Context) error {
	dir, err := newDataDir()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cold, err := start(ctx, c.Binary, dir)
	if err != nil {
		return err
	}
	coldMemory, err := idleMemory(cold, c.Idle)
	cold.stop()
	if err != nil {
		return err
	}
	warm, err := start(ctx, c.Binary, dir)
	if err != nil {
		return err
	}
	defer warm.stop()
	figure("first_start_with_demonstration", cold.ready.Seconds(), "s", "<=30")
	figure("second_start", warm.ready.Seconds(), "s", "<=3")
	figure("first_answer_after_ready", float64(warm.answer.Milliseconds()), "ms", "<=100")
	warmMemory, err := idleMemory(warm, c.Idle)
	if err != nil {
		return err
	}
	figure("idle_memory_pss_server_first_start", coldMemory, "MiB", "<=60")
	figure("idle_memory_pss_server", warmMemory, "MiB", "<=60")
	return nil
}

// idleMemory is what the server holds after a while without a request.
func idleMemory(i *instance, idle time.Duration) (float64, error) {
	time.Sleep(idle)
	return proportionalMiB(i.cmd.Process.Pid)
}

// newDataDir makes a data directory that the bundled PostgreSQL can enter when root measures.
func newDataDir() (string, error) {
	dir, err := os.MkdirTemp("", "taphuan-bench-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755)
}

// instance is one run of the program.
type instance struct {
	cmd    *exec.Cmd
	url    string
	ready  time.Duration // until /readyz answered
	answer time.Duration // of the first page of the catalogue after that
}

// start runs the program on a data directory until it is ready, with the bundled database.
func start(ctx context.Context, binary, dir string) (*instance, error) {
	return startOn(ctx, binary, dir, "")
}

// startOn is start on a database that outlives the program, or with the bundled one when it is empty.
func startOn(ctx context.Context, binary, dir, database string, flags ...string) (*instance, error) {
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return launch(ctx, binary, addr, []string{"DATA_DIR=" + dir, "DATABASE_URL=" + database}, append([]string{"run"}, flags...)...)
}

// serverLog is where the programs that are measured tell their errors.
var serverLog io.Writer = os.Stderr

// logTo has the programs that are measured tell their errors to a file.
func logTo(path string) (closeLog func() error, err error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	serverLog = file
	return file.Close, nil
}

// launch runs the program at an address until it is ready.
func launch(ctx context.Context, binary, addr string, env []string, arguments ...string) (*instance, error) {
	begin := time.Now()
	i := &instance{cmd: exec.CommandContext(ctx, binary, arguments...), url: "http://" + addr}
	i.cmd.Env = append(append(os.Environ(), "ADDR="+addr, "LOG_LEVEL=error"), env...)
	i.cmd.Stderr = serverLog
	i.cmd.Cancel = func() error { return i.cmd.Process.Signal(os.Interrupt) }
	if err := i.cmd.Start(); err != nil {
		return nil, err
	}
	if err := waitFor(ctx, i.url+"/readyz", 2*time.Minute); err != nil {
		i.stop()
		return nil, err
	}
	i.ready = time.Since(begin)
	begin = time.Now()
	err := waitFor(ctx, i.url+"/api/v1/courses", time.Second)
	i.answer = time.Since(begin)
	return i, err
}

func (i *instance) stop() {
	i.cmd.Process.Signal(syscall.SIGINT)
	i.cmd.Wait()
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return fmt.Sprintf("localhost:%d", l.Addr().(*net.TCPAddr).Port), nil
}

func waitFor(ctx context.Context, url string, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s did not answer within %s: %v", url, limit, err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// proportionalMiB reads a process's proportional set size.
func proportionalMiB(pid int) (float64, error) {
	process, err := procfs.NewProc(pid)
	if err != nil {
		return 0, err
	}
	maps, err := process.ProcSMapsRollup()
	return float64(maps.Pss) / (1 << 20), err
}
