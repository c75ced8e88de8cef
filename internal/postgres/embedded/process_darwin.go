package embedded

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// processAttributes start a process as the account, apart from the terminal's
// Ctrl-C. The kernel cannot signal it when this process dies: reclaim finds it
// at the next start.
func processAttributes(account *account, _ syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: account.credential(), Setpgid: true}
}

// postmasterOn says whether process pid is a postmaster that runs on data, and
// with which command line.
func postmasterOn(pid int, data string) (commandLine string, alive bool) {
	output, err := exec.Command("/bin/ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return "", false
	}
	commandLine = strings.TrimSpace(string(output))
	return commandLine, strings.Contains(commandLine, "postgres") && strings.Contains(commandLine, data)
}
