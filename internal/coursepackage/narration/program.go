package narration

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// maxProgramOutput bounds what is kept of an outside program's messages, in bytes.
const maxProgramOutput = 64 << 10

// runProgram runs an outside program to its end or until the limit and returns its messages
// (standard output and error together). A failure carries the last of them.
func runProgram(ctx context.Context, limit time.Duration, stdin, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	said := &tailBuffer{limit: maxProgramOutput}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), said, said
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Run()
	if ctx.Err() == context.DeadlineExceeded {
		return "", fmt.Errorf("%s did not finish within %s", name, limit)
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", name, err, said.tail(600))
	}
	return said.tail(maxProgramOutput), nil
}

// tailBuffer keeps the last bytes written to it.
type tailBuffer struct {
	limit int
	kept  []byte
}

func (b *tailBuffer) Write(p []byte) (int, error) {
	b.kept = append(b.kept, p...)
	if extra := len(b.kept) - b.limit; extra > 0 {
		b.kept = append(b.kept[:0], b.kept[extra:]...)
	}
	return len(p), nil
}

func (b *tailBuffer) tail(n int) string {
	return string(bytes.TrimSpace(b.kept[max(0, len(b.kept)-n):]))
}

// programs are the outside programs the maker needs and the Debian package of each.
var programs = []struct{ name, debian string }{
	{"chromium", "chromium"},
	{"espeak-ng", "espeak-ng"},
	{"ffmpeg", "ffmpeg"},
	{"ffprobe", "ffmpeg"},
}

// MissingPackages lists the Debian packages to install before videos can be made; none when
// everything is there. The font counts: without it the slides would look different.
func MissingPackages(ctx context.Context) []string {
	var missing []string
	for _, p := range programs {
		if _, err := exec.LookPath(p.name); err != nil && !slices.Contains(missing, p.debian) {
			missing = append(missing, p.debian)
		}
	}
	family, err := runProgram(ctx, 30*time.Second, "", "fc-match", "-f", "%{family}", slideFont)
	if err != nil || !strings.Contains(family, slideFont) {
		missing = append(missing, "fontconfig", "fonts-noto-core")
	}
	return missing
}

// slideFont is the font of the slides, as in slides/slide.css.
const slideFont = "Noto Sans"
