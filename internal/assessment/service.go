package assessment

import (
	"time"

	"github.com/google/uuid"

	"taphuan/internal/learning"
	"taphuan/internal/media"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// Grace (thời gian ân hạn) is how long after the deadline an answer still counts as in time: a
// slow line must not cost the last answer.
const Grace = 5 * time.Second

// What is kept in memory, at most.
const (
	keptBodies  = 4000 // question versions
	keptPapers  = 4000 // running attempts
	keptTests   = 200  // course versions
	filesAtOnce = 2    // files of questions at one time
)

// Service runs the use cases of this domain.
type Service struct {
	db       *postgres.DB
	learning *learning.Service
	files    *media.Service
	outbox   *outbox.Outbox
	now      func() time.Time
	codes    codeKey

	bodies *memory[uuid.UUID, question.Body]
	papers *memory[uuid.UUID, heldPaper]
	tests  *memory[uuid.UUID, []pooledTest]

	exchanging chan struct{} // files of questions that are read or written

	starting   *postgres.Group[wish, started]
	saving     *postgres.Group[sheet, Saved]
	submitting *postgres.Group[submission, graded]
}

// New returns a service. now is the clock of the day; instants that decide are the database's.
func New(db *postgres.DB, courses *learning.Service, files *media.Service, events *outbox.Outbox, now func() time.Time) *Service {
	s := &Service{db: db, learning: courses, files: files, outbox: events, now: now,
		bodies: newMemory[uuid.UUID, question.Body](keptBodies),
		papers: newMemory[uuid.UUID, heldPaper](keptPapers),
		tests:  newMemory[uuid.UUID, []pooledTest](keptTests), exchanging: make(chan struct{}, filesAtOnce)}
	s.starting = postgres.NewGroup(startingRules, s.startAll)
	s.saving = postgres.NewGroup(savingRules, plantedSave(s.saveSheets))
	s.submitting = postgres.NewGroup(submittingRules, s.submitAll)
	return s
}
