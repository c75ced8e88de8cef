package main

import (
	"encoding/json"
	"os"
	"sync"
	"time"
)

// Kind tells writes apart.
type Kind string

// The kinds of write.
const (
	Start  Kind = "start"
	Save   Kind = "save"
	Submit Kind = "submit"
)

// Write is one thing that a learner wants. It is sent again under the same key until the server has answered.
type Write struct {
	Key        string    `json:"key"` // person, attempt, position, revision and nonce
	Kind       Kind      `json:"kind"`
	Person     string    `json:"person"`
	Enrollment string    `json:"enrollment"`
	Attempt    string    `json:"attempt,omitempty"`
	Position   int       `json:"position,omitempty"`
	Revision   int64     `json:"revision,omitempty"`
	Text       string    `json:"text,omitempty"` // the answer, which holds the nonce
	NotedAt    time.Time `json:"notedAt"`
}

// Outcome is what is known of a write.
type Outcome string

// The outcomes.
const (
	OK      Outcome = "ok"      // answered with success, and with this revision or a later one
	Fail    Outcome = "fail"    // refused: certainly not written
	Unknown Outcome = "unknown" // no answer, or a server's error: written or not
)

// Mark is what one sending of a write came to.
type Mark struct {
	Key         string    `json:"key"`
	Outcome     Outcome   `json:"outcome"`
	Status      int       `json:"status,omitempty"` // of HTTP; 0: no answer
	SentAt      time.Time `json:"sentAt"`
	HeardAt     time.Time `json:"heardAt"`
	Attempt     string    `json:"attempt,omitempty"` // that a start returned
	Items       int       `json:"items,omitempty"`   // how many questions its paper has
	Score       int       `json:"score,omitempty"`   // of a submission, hundredths
	SubmittedAt time.Time `json:"submittedAt,omitzero"`
}

// entry is one line of the ledger.
type entry struct {
	Write *Write `json:"write,omitempty"`
	Mark  *Mark  `json:"mark,omitempty"`
}

// Journal is one worker's own file of the ledger.
type Journal struct {
	mu   sync.Mutex
	file *os.File
}

// OpenJournal makes the file; one that is there is refused.
func OpenJournal(path string) (*Journal, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	return &Journal{file: file}, err
}

// Note writes down what is about to be sent. When it returns, that is on disk.
func (j *Journal) Note(w Write) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.append(entry{Write: &w}); err != nil {
		return err
	}
	return j.file.Sync()
}

// Mark writes down what a sending came to. A mark that a crash of this program loses leaves its write unknown.
func (j *Journal) Mark(m Mark) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.append(entry{Mark: &m})
}

func (j *Journal) append(e entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = j.file.Write(append(line, '\n'))
	return err
}

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }
