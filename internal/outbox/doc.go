// Package outbox carries events between domains: what must happen after a commit is written in
// the committing transaction itself.
//
// A domain calls AppendTx inside its transaction; one River job per subscribed reaction is
// inserted with it and runs after the commit, at least once, with retries. A reaction is
// therefore idempotent. Jobs that fail for good stay in the queue's table as discarded: the dead
// letters. Payloads carry ids only, never names. Which reaction follows which event is one table,
// in app/reactions.go.
package outbox
