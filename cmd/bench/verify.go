package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"sync"
	"time"
)

// VerifyCommand measures the public verification page.
type VerifyCommand struct {
	Binary string        `default:"bin/taphuan" type:"existingfile" help:"The built program."`
	Time   time.Duration `default:"20s" help:"How long strangers look."`
	Rate   int           `default:"200" help:"Look-ups in a second."`
	Idle   time.Duration `default:"10s" help:"How long to wait first, so that what a new demonstration leaves to do is done."`
}

// holders are accounts of the demonstration that hold certificates.
var holders = []string{"giaovien", "daumoi", "tinh", "biensoan"}

// Run has strangers from many networks open verification pages at a steady rate, whatever the server does with it: one
// that is slow is asked all the same. A look-up takes from the moment when it was due.
func (c *VerifyCommand) Run(ctx context.Context) error {
	dir, err := newDataDir()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	os.Setenv("TRUSTED_PROXIES", "127.0.0.1,::1") // so that strangers come from many addresses
	i, err := start(ctx, c.Binary, dir)
	if err != nil {
		return err
	}
	defer i.stop()
	pages, err := verificationPages(ctx, i.url)
	if err != nil {
		return err
	}
	time.Sleep(c.Idle)
	c.look(ctx, pages, 2*time.Second) // what only the first ones cost is not counted
	var looked tally
	cpu, err := secondsOfCPU([]int{i.cmd.Process.Pid}, func() { looked = c.look(ctx, pages, c.Time) })
	if err != nil {
		return err
	}
	looked.figures("verification_page", "-", "<=20")
	figure("verification_page_cpu", 1000*cpu[0]/float64(len(looked.took)), "ms each, database included", "-")
	return nil
}

// verificationPages are the addresses of the pages of certificates in the demonstration.
func verificationPages(ctx context.Context, url string) ([]string, error) {
	var pages []string
	for _, name := range holders {
		l := &learner{ctx: ctx, url: url}
		l.ask(http.MethodPost, "/session", fmt.Sprintf(`{"username":"%s","password":"%[1]s-mau-138"}`, name), &struct{}{})
		var list struct{ Items []struct{ Code string } }
		l.ask(http.MethodGet, "/me/certificates", "", &list)
		if l.err != nil {
			return nil, l.err
		}
		for _, one := range list.Items {
			pages = append(pages, url+"/xac-minh/"+one.Code)
		}
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("the demonstration's accounts hold no certificates")
	}
	return pages, nil
}

func (c *VerifyCommand) look(ctx context.Context, pages []string, lasts time.Duration) tally {
	var all tally
	var mu sync.Mutex
	var strangers sync.WaitGroup
	begin := time.Now()
	for n := range int(lasts.Seconds() * float64(c.Rate)) {
		due := begin.Add(time.Duration(n) * time.Second / time.Duration(c.Rate))
		time.Sleep(time.Until(due))
		strangers.Go(func() {
			err := open(ctx, pages[n%len(pages)])
			mu.Lock()
			defer mu.Unlock()
			all.add(time.Since(due), err)
		})
	}
	strangers.Wait()
	all.elapsed = time.Since(begin)
	return all
}

// open reads a page as somebody from a network of their own.
func open(ctx context.Context, page string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
	if err != nil {
		return err
	}
	request.Header.Set("X-Forwarded-For", fmt.Sprintf("198.18.%d.%d", rand.IntN(256), rand.IntN(256)))
	answer, err := lines.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s", page, answer.Status)
	}
	return err
}
