package embedded

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// processAttributes start a process as the account, apart from the terminal's
// Ctrl-C, and have the kernel signal it when this process dies.
func processAttributes(account *account, onDeath syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: account.credential(), Setpgid: true, Pdeathsig: onDeath}
}

// postmasterOn says whether process pid is a postmaster that runs on data, and
// with which command line. A zombie has none and counts as dead.
func postmasterOn(pid int, data string) (commandLine string, alive bool) {
	directory := filepath.Join("/proc", strconv.Itoa(pid))
	text, err := os.ReadFile(filepath.Join(directory, "cmdline"))
	if err != nil || len(text) == 0 {
		return "", false
	}
	words := strings.Split(string(text), "\x00")
	if filepath.Base(words[0]) != "postgres" {
		return "", false
	}
	working, err := os.Stat(filepath.Join(directory, "cwd"))
	if err != nil {
		return "", false
	}
	own, err := os.Stat(data)
	return strings.Join(words, " "), err == nil && os.SameFile(working, own)
}
