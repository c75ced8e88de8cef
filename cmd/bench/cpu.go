package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/procfs"
)

// measureCPU returns the share of a core, in percent, that each process uses with its children while something runs.
func measureCPU(pids []int, run func() error) ([]float64, error) {
	var failed error
	begin := time.Now()
	shares, err := secondsOfCPU(pids, func() { failed = run() })
	took := time.Since(begin).Seconds()
	for i := range shares {
		shares[i] *= 100 / took
	}
	return shares, errors.Join(failed, err)
}

// secondsOfCPU returns how many seconds each process uses with its children while something runs.
func secondsOfCPU(pids []int, run func()) ([]float64, error) {
	before, err := usedCPU(pids)
	if err != nil {
		return nil, err
	}
	run()
	used, err := usedCPU(pids)
	for i := range used {
		used[i] -= before[i]
	}
	return used, err
}

// usedCPU returns how many seconds each process has used, its present and past children included.
func usedCPU(pids []int) ([]float64, error) {
	procs, err := procfs.AllProcs()
	if err != nil {
		return nil, err
	}
	const ticks = 100 // a second, in /proc on Linux
	used := make([]float64, len(pids))
	for _, p := range procs {
		stat, err := p.Stat()
		if errors.Is(err, os.ErrNotExist) {
			continue // ended meanwhile
		}
		if err != nil {
			return nil, err
		}
		for i, pid := range pids {
			if stat.PID == pid || stat.PPID == pid {
				used[i] += stat.CPUTime() + float64(stat.CUTime+stat.CSTime)/ticks
			}
		}
	}
	return used, nil
}

// postmasterOf returns the process that runs the bundled database of a data directory.
func postmasterOf(dir string) (pid int, err error) {
	text, err := os.ReadFile(filepath.Join(dir, "pg18", "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	_, err = fmt.Sscan(string(text), &pid)
	return pid, err
}
