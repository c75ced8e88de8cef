package certificate

import (
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"taphuan/internal/certificate/render"
	"taphuan/internal/learning"
	"taphuan/internal/pades"
)

// BenchmarkSigned draws and signs one certificate after another and says how many a second of a core's
// time makes: "signed/s".
func BenchmarkSigned(b *testing.B) {
	w := newWorld(b, false)
	who, event := w.complete(b, w.department, 845)
	c := w.issue(b, who, event)
	by, err := w.signer(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	facts, before := w.printed(c), processorTime()
	for b.Loop() {
		pdf, err := render.Certificate(facts, render.TealGold())
		if err == nil {
			_, err = pades.Sign(b.Context(), pdf, by.Identity, w.Service.act(c, by))
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/(processorTime()-before).Seconds(), "signed/s")
}

// processorTime is what this process has used of the processor, which other work on the machine does not lengthen.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkIssued takes CERTIFICATES completions (200 without it) from the event to the signed file in the database by two workers,
// and says how long 10,000 take at this pace: "10000-s".
func BenchmarkIssued(b *testing.B) {
	n, _ := strconv.Atoi(os.Getenv("CERTIFICATES"))
	if n < 1 {
		n = 200
	}
	w := newWorld(b, false)
	for b.Loop() {
		b.StopTimer()
		events := make(chan learning.CourseCompleted, n)
		for range n {
			_, event := w.complete(b, w.department, 845)
			events <- event
		}
		close(events)
		b.StartTimer()
		var workers sync.WaitGroup
		for range 2 {
			workers.Go(func() {
				for event := range events {
					if err := w.toFile(b, event); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		workers.Wait()
	}
	if made := w.count(b, `SELECT count(*) FROM certificate.documents`); made != n*b.N {
		b.Fatalf("%d documents of %d", made, n*b.N)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(n*b.N)*10_000, "10000-s")
}

// toFile is what the two reactions do.
func (w *world) toFile(b *testing.B, event learning.CourseCompleted) error {
	if err := w.Issue(b.Context(), event); err != nil {
		return err
	}
	var c Certificate
	if err := w.owner.NewSelect().Model(&c).Where("enrollment_id = ?", event.EnrollmentID).Scan(b.Context()); err != nil {
		return err
	}
	return w.MakeDocument(b.Context(), Issued{CertificateID: c.ID})
}

// BenchmarkCopies draws 100 certificates as one file for paper: "1000-pages-s" and "page-kB".
func BenchmarkCopies(b *testing.B) {
	w := newWorld(b, false)
	for range 100 {
		who, event := w.complete(b, w.department, 845)
		w.issue(b, who, event)
	}
	copies, err := w.FindCopies(b.Context(), registrar(w.police), RegisterQuery{IssuerID: w.issuer})
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for b.Loop() {
		pages, err := copies.Print(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		size = len(pages)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)*10, "1000-pages-s")
	b.ReportMetric(float64(size)/100/1000, "page-kB")
}
