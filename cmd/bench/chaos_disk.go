package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// diskSize is enough for a demonstration; a ballast takes what is left of it.
const diskSize = "1536m"

// fillDisk lets the disk of the database be full for some seconds, under load.
func (c *ChaosCommand) fillDisk(ctx context.Context, scratch string) error {
	dir := filepath.Join(scratch, "disk")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, "mount", "-t", "tmpfs", "-o", "mode=755,size="+diskSize, "tmpfs", dir).CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "bench: no small disk can be mounted here: %s", out)
		fmt.Println("disk_lost\tskipped\twrites\t==0")
		return nil
	}
	defer func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) }()
	h, err := openHallIn(ctx, filepath.Join(dir, "data"), c.Binary)
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.seat(ctx, loadCourse, learnersOfAPart); err != nil {
		return err
	}
	full := func(ctx context.Context, h *hall) error { return h.withFullDisk(ctx, filepath.Join(dir, "ballast")) }
	return c.suffer(ctx, h, filepath.Join(scratch, "ledger", "disk"), trouble{name: "disk", cause: cause(full).again(2, 4*time.Second)})
}

// withFullDisk fills the disk until the database has no room for its log, too, and has stopped; then there is room again.
func (h *hall) withFullDisk(ctx context.Context, ballast string) error {
	if err := fill(ballast); err != nil {
		return err
	}
	for range 50 { // each time a segment that was kept for later is used up
		if _, err := h.execute(ctx, "SELECT pg_switch_wal()"); err != nil {
			break
		}
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	if err := sleep(ctx, time.Second); err != nil {
		return err
	}
	if err := os.Remove(ballast); err != nil {
		return err
	}
	return waitFor(ctx, h.server.url+"/readyz", time.Minute)
}

// fill writes a file until the disk is full.
func fill(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, zeros{})
	if !errors.Is(err, syscall.ENOSPC) {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
