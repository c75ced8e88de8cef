package ffmpeg

import (
	"os/exec"
	"syscall"
)

// dieWithUs has the kernel kill the program when this process dies, however it dies.
func dieWithUs(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
