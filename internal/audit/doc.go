// Package audit records who did what.
//
// It owns schema audit: entries (every privileged write, with actor, reason, before and after),
// person_reads (who opened whose rows, shown to the person) and commitments (a salted leaf per
// certificate, grade by hand and seal). All three are append-only for the application: its role
// has neither UPDATE nor DELETE on them.
//
// Every domain calls RecordTx inside its own transaction, so that an act and its record stand or
// fall together.
package audit
