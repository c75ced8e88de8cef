package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"taphuan/internal/coursepackage/narration"
)

// MediaCommand makes the narrated videos of course packages from their scripts.
type MediaCommand struct {
	Only    []string `arg:"" optional:"" help:"Courses (an1) or single scripts (an1/m2); all when none is named."`
	Courses string   `help:"Folder of the course packages." default:"courses"`
	Force   bool     `help:"Make the videos again even when they belong to the script as it is."`
}

// Run makes every video that is not current and prints one line a script. A script that fails
// does not stop the others; the error joins all failures.
func (c *MediaCommand) Run(ctx context.Context) error {
	scripts, err := narration.Scripts(c.Courses, c.Only...)
	if err != nil {
		return err
	}
	var failures []error
	for _, script := range scripts {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		result, err := narration.Make(ctx, script, c.Force)
		if err != nil {
			failures = append(failures, err)
			continue
		}
		fmt.Println(mediaLine(result))
	}
	return errors.Join(failures...)
}

func mediaLine(r narration.Result) string {
	if r.Current {
		return r.Video + "\tcurrent"
	}
	voice := "machine voice"
	if r.Human {
		voice = "recorded voice"
	}
	perMinute := float64(r.Bytes) / 1024 / r.Length.Minutes()
	return fmt.Sprintf("%s\t%s\t%d KiB\t%.0f KiB/min\t%s", r.Video, r.Length.Round(time.Second), r.Bytes>>10, perMinute, voice)
}
