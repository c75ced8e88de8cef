package embedded

import (
	"bytes"
	"strings"
	"sync"
)

const (
	// logTailSize is how much of the server's log is kept in memory, in bytes.
	logTailSize = 64 << 10
	// quotedLines is how many lines of it an error message shows.
	quotedLines = 15
)

// logTail keeps the end of what the server wrote.
type logTail struct {
	mutex sync.Mutex
	kept  []byte
}

func newLogTail() *logTail { return &logTail{} }

// Write keeps p and forgets the oldest bytes beyond the size. It never fails.
func (l *logTail) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.kept = append(l.kept, p...)
	if excess := len(l.kept) - logTailSize; excess > 0 {
		l.kept = append(l.kept[:0], l.kept[excess:]...)
	}
	return len(p), nil
}

func (l *logTail) contains(text string) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return bytes.Contains(l.kept, []byte(text))
}

// quote returns the last lines for the end of an error message, or nothing.
func (l *logTail) quote() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	text := strings.TrimSpace(string(l.kept))
	if text == "" {
		return ""
	}
	lines := strings.Split(text, "\n")
	lines = lines[max(0, len(lines)-quotedLines):]
	return "\nthe end of its log:\n\t" + strings.Join(lines, "\n\t")
}
