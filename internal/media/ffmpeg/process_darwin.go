package ffmpeg

import "os/exec"

// dieWithUs cannot be asked of this kernel: after a crash a program goes on to its end, unheard.
func dieWithUs(*exec.Cmd) {}
