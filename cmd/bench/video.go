package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// VideoCommand measures how films are served.
type VideoCommand struct {
	Binary  string        `default:"bin/taphuan" type:"existingfile" help:"The built program."`
	Courses string        `default:"courses" type:"existingdir" help:"The course packages; an1 is there."`
	Time    time.Duration `default:"1s" help:"How long one round lasts."`
	Rounds  int           `default:"8" help:"How many rounds of each server, by turns; the best one counts."`
}

const (
	rangeBytes = 1 << 20
	filmBytes  = 96 << 20 // fits the page cache: the servers are compared, not the disk
	viewers    = 8
)

// Run reads ranges of 1 MiB of one film on disk, by turns through the program as a signed-in learner and through nginx.
func (c *VideoCommand) Run(ctx context.Context) error {
	dir, err := newDataDir()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	courses, err := longFilm(c.Courses, dir)
	if err != nil {
		return err
	}
	os.Setenv("COURSES_DIR", courses)
	os.Setenv("FFMPEG", "/nowhere") // nothing is converted beside the measurement
	i, err := start(ctx, c.Binary, dir)
	if err != nil {
		return err
	}
	defer i.stop()
	ours, err := findFilm(ctx, i.url)
	if err != nil {
		return err
	}
	theirs, stop, err := startNginx(ctx, dir)
	if err != nil {
		fmt.Println("video ranges: nginx is not installed here (apt-get install nginx-light); nothing is compared")
		return nil
	}
	defer stop()
	var best [2]float64
	for range c.Rounds {
		for n, film := range []film{ours, theirs} {
			rate, err := film.watch(ctx, c.Time)
			if err != nil {
				return err
			}
			best[n] = max(best[n], rate)
		}
	}
	figure("video_ranges_of_1_MiB_ours", best[0], "MiB/s", "-")
	figure("video_ranges_of_1_MiB_nginx", best[1], "MiB/s", "-")
	figure("video_ranges_ours_to_nginx", best[0]/best[1], "of 1", ">=0.9")
	return nil
}

// longFilm copies a course and makes one of its films long, by a box at its end that players skip.
func longFilm(from, dir string) (courses string, err error) {
	courses = filepath.Join(dir, "courses")
	if err := os.CopyFS(filepath.Join(courses, "an1"), os.DirFS(filepath.Join(from, "an1"))); err != nil {
		return "", err
	}
	f, err := os.OpenFile(filepath.Join(courses, "an1", "media", "m1.mp4"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return "", err
	}
	free := make([]byte, filmBytes)
	binary.BigEndian.PutUint32(free, filmBytes)
	copy(free[4:], "free")
	_, err = f.Write(free)
	return courses, errors.Join(err, f.Close())
}

// film is where a film is read, with what the reader must show.
type film struct{ url, cookie string }

// findFilm signs a learner in and returns the address that the lesson gives them of its film.
func findFilm(ctx context.Context, url string) (film, error) {
	c := &learner{ctx: ctx, url: url}
	c.ask(http.MethodPost, "/session", `{"username":"hocvien","password":"hocvien-mau-138"}`, &struct{}{})
	var enrolled struct{ EnrollmentID string }
	c.ask(http.MethodPost, "/courses/an1/enrollment", "", &enrolled)
	var course struct {
		Modules []struct{ Lessons []struct{ ID, Kind string } }
	}
	c.ask(http.MethodGet, "/enrollments/"+enrolled.EnrollmentID, "", &course)
	for _, m := range course.Modules {
		for _, l := range m.Lessons {
			var lesson struct {
				Video *struct {
					URL   string
					Bytes int64
				}
			}
			if l.Kind == "video" {
				c.ask(http.MethodGet, "/enrollments/"+enrolled.EnrollmentID+"/lessons/"+l.ID, "", &lesson)
			}
			if lesson.Video != nil && lesson.Video.Bytes > filmBytes {
				return film{url: url + lesson.Video.URL, cookie: c.cookie}, c.err
			}
		}
	}
	return film{}, errors.Join(c.err, errors.New("no lesson has the long film"))
}

// learner speaks to the API and keeps its cookies, until the first error.
type learner struct {
	ctx         context.Context
	url, cookie string
	err         error
}

func (c *learner) ask(method, path, body string, into any) {
	if c.err != nil {
		return
	}
	request, err := http.NewRequestWithContext(c.ctx, method, c.url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		c.err = err
		return
	}
	request.Header.Set("Cookie", c.cookie)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		c.err = err
		return
	}
	defer answer.Body.Close()
	for _, cookie := range answer.Cookies() {
		c.cookie += cookie.Name + "=" + cookie.Value + "; "
	}
	var text bytes.Buffer
	if _, c.err = text.ReadFrom(answer.Body); c.err == nil && answer.StatusCode >= 300 {
		c.err = fmt.Errorf("%s %s: %d %s", method, path, answer.StatusCode, text.String())
	}
	if c.err == nil {
		c.err = json.Unmarshal(text.Bytes(), into)
	}
}

// startNginx serves the stored film by nginx as its documentation advises for files, on a port of its own.
func startNginx(ctx context.Context, dir string) (film, func(), error) {
	program, err := exec.LookPath("nginx")
	if err != nil {
		return film{}, nil, err
	}
	stored, err := longest(filepath.Join(dir, "media"))
	if err != nil {
		return film{}, nil, err
	}
	addr, err := freeAddress()
	if err != nil {
		return film{}, nil, err
	}
	port := addr[strings.LastIndexByte(addr, ':')+1:]
	conf := filepath.Join(dir, "nginx.conf")
	text := fmt.Sprintf(`daemon off; pid %[1]s/nginx.pid; error_log stderr crit; user root; worker_processes auto;
events { worker_connections 256; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000; default_type video/mp4;
  client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
  server { listen 127.0.0.1:%[2]s; root %[3]s; } }`, dir, port, filepath.Dir(stored))
	if os.Getuid() != 0 {
		text = strings.Replace(text, "user root; ", "", 1)
	}
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		return film{}, nil, err
	}
	cmd := exec.CommandContext(ctx, program, "-c", conf, "-p", dir)
	cmd.Stderr, cmd.Cancel = os.Stderr, func() error { return cmd.Process.Signal(os.Interrupt) }
	if err := cmd.Start(); err != nil {
		return film{}, nil, err
	}
	f := film{url: "http://127.0.0.1:" + port + "/" + filepath.Base(stored)}
	return f, func() { _ = cmd.Cancel(); _ = cmd.Wait() }, waitFor(ctx, f.url, 10*time.Second)
}

// longest is the largest file below a folder.
func longest(dir string) (path string, err error) {
	var most int64
	err = filepath.Walk(dir, func(p string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() && info.Size() > most {
			path, most = p, info.Size()
		}
		return err
	})
	return path, err
}

// watch has the viewers read ranges anywhere in the film for a while, and returns MiB a second.
func (f film) watch(ctx context.Context, lasts time.Duration) (float64, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: viewers, DisableCompression: true}}
	defer client.CloseIdleConnections()
	var total atomic.Int64
	var failed atomic.Pointer[error]
	var running sync.WaitGroup
	begin := time.Now()
	for range viewers {
		running.Go(func() {
			for time.Since(begin) < lasts && failed.Load() == nil {
				n, err := f.read(ctx, client)
				total.Add(n)
				if err != nil {
					failed.Store(&err)
				}
			}
		})
	}
	running.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return float64(total.Load()) / (1 << 20) / time.Since(begin).Seconds(), nil
}

func (f film) read(ctx context.Context, client *http.Client) (int64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.url, nil)
	if err != nil {
		return 0, err
	}
	at := rand.Int64N(filmBytes - rangeBytes)
	request.Header.Set("Cookie", f.cookie)
	request.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", at, at+rangeBytes-1))
	answer, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if answer.StatusCode != http.StatusPartialContent || n != rangeBytes {
		return 0, fmt.Errorf("%s answered %d with %d bytes", f.url, answer.StatusCode, n)
	}
	return n, err
}
