package app

import (
	"testing"

	"taphuan/internal/organization"
	"taphuan/internal/pgtest"
)

// staysBehind are columns that name people and do not follow a merge, each with the reason.
var staysBehind = map[string]string{
	"identity.accounts":            "an account is one entry's; the merge locks it and undoing opens it",
	"identity.sessions":            "of an account",
	"identity.refresh_tokens":      "of an account",
	"identity.devices":             "of an account",
	"identity.totp_secrets":        "of an account",
	"identity.recovery_codes":      "of an account",
	"identity.passkeys":            "of an account",
	"identity.ceremonies":          "of an account",
	"audit.person_reads":           "append-only: who read the merged entry is found by the merge",
	"organization.person_tokens":   "words for search; they go with the row and are written anew",
	"organization.roster_rows":     "what a file said on its day; a list that is committed again finds the person by name and code",
	"organization.merge_changes":   "the merge itself",
	"organization.distinct_people": "goes with the row, in the ledger",
	"assessment.code_tries":        "tries at access codes within the last minute, of an account",
	"media.uploads":                "a file on its way is its sender's account's, and gone after 7 days",
	// Taking an event back finds rows by their own key, and refuses those that are no longer what it wrote.
	// It deletes the journal: were that in the ledger of a merge, the merge could not be undone after it.
	"organization.agency_event_changes": "the journal of an event: what it wrote on its day",
}

// TestEveryPersonTableFollows: each table with a person_id is in the table of facts that follow a
// merge, or stands above with the reason why not. A new table without a line fails here.
func TestEveryPersonTableFollows(t *testing.T) {
	t.Parallel()
	_, owner := pgtest.NewWithOwner(t)
	follows := map[string]bool{}
	for _, name := range organization.PersonTableNames(personFacts()...) {
		follows[name] = true
	}
	var tables []string
	err := owner.NewRaw(`SELECT table_schema || '.' || c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE c.column_name = 'person_id' AND t.table_type = 'BASE TABLE' AND table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY 1`).Scan(t.Context(), &tables)
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) < 20 {
		t.Fatalf("only %d tables with people were found", len(tables))
	}
	for _, name := range tables {
		if _, stays := staysBehind[name]; !follows[name] && !stays {
			t.Errorf("%s holds facts of people: add it to its domain's PersonFacts, so that merging two entries of one person loses nothing", name)
		}
		delete(follows, name)
	}
	for name := range follows {
		t.Errorf("PersonFacts names %s, which has no person_id", name)
	}
}
