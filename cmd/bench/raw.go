package main

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
)

// mostConnections is how many connections the raw upserts use at most: the bundled PostgreSQL takes 100, and the
// server holds some of them.
const mostConnections = 64

// rawTable is assessment.answers without what protects it: no foreign key, no row-level security.
const rawTable = `CREATE SCHEMA IF NOT EXISTS raw;
	CREATE TABLE IF NOT EXISTS raw.answers (LIKE assessment.answers INCLUDING ALL) WITH (fillfactor = 70)`

// rawUpsert is the least that keeps an answer: a newer revision stands.
const rawUpsert = `INSERT INTO raw.answers AS kept (attempt_id, position, person_id, agency_id, revision, payload) VALUES ($1, $2, $1, $1, $3, '{"choices": [1]}')
	ON CONFLICT (attempt_id, position) DO UPDATE SET revision = excluded.revision, payload = excluded.payload, saved_at = now()
	WHERE excluded.revision > kept.revision`

// rawUpserts returns how many answers a second the database takes without a server: one upsert a commit, prepared,
// on so many connections, each of which has attempts of its own.
func rawUpserts(ctx context.Context, url string, connections int, lasts time.Duration) (float64, error) {
	settings, err := pgxpool.ParseConfig(url)
	if err != nil {
		return 0, err
	}
	settings.MaxConns, settings.MinConns = int32(connections), int32(connections)
	pool, err := pgxpool.NewWithConfig(ctx, settings)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	if _, err := pool.Exec(ctx, rawTable); err != nil {
		return 0, err
	}
	attempts := make([][8]uuid.UUID, connections)
	for i := range attempts {
		for j := range attempts[i] {
			attempts[i][j] = uuid.New()
		}
	}
	done := inTurns(connections, lasts, func(line, turn int) error {
		_, err := pool.Exec(ctx, rawUpsert, attempts[line][rand.IntN(8)], 1+turn%20, turn+1)
		return err
	})
	return done.perSecond(), done.err()
}
