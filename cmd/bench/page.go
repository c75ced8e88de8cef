package main

import (
	"context"
	"os"
	"os/exec"
	"time"
)

// PageCommand measures what the main pages cost a browser.
type PageCommand struct {
	Binary string `default:"bin/taphuan" type:"existingfile" help:"The built program."`
}

// Run starts the program on a new demonstration and visits it with an empty cache.
func (c *PageCommand) Run(ctx context.Context) error {
	dir, err := newDataDir()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	i, err := start(ctx, c.Binary, dir)
	if err != nil {
		return err
	}
	defer i.stop()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	browser := exec.CommandContext(ctx, "node", "tools/page-weight.mjs", i.url, "hocvien", "hocvien-mau-138")
	browser.Dir, browser.Stdout, browser.Stderr = "frontend", os.Stdout, os.Stderr
	return browser.Run()
}
