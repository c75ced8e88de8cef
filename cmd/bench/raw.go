package main

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
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

// raw is the database without a server: connections, each with attempts of its own.
type raw struct {
	pool     *pgxpool.Pool
	attempts [][8]uuid.UUID
	revision atomic.Int64
}

// openRaw connects so often; the caller closes it.
func openRaw(ctx context.Context, url string, connections int) (*raw, error) {
	settings, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	settings.MaxConns, settings.MinConns = int32(connections), int32(connections)
	pool, err := pgxpool.NewWithConfig(ctx, settings)
	if err != nil {
		return nil, err
	}
	r := &raw{pool: pool, attempts: make([][8]uuid.UUID, connections)}
	for i := range r.attempts {
		for j := range r.attempts[i] {
			r.attempts[i][j] = uuid.New()
		}
	}
	if _, err := pool.Exec(ctx, rawTable); err != nil {
		pool.Close()
		return nil, err
	}
	return r, nil
}

func (r *raw) close() { r.pool.Close() }

// upserts stores answers for a while: one upsert a commit, prepared.
func (r *raw) upserts(ctx context.Context, lasts time.Duration) tally {
	return inTurns(len(r.attempts), lasts, func(line, turn int) error {
		_, err := r.pool.Exec(ctx, rawUpsert, r.attempts[line][rand.IntN(8)], 1+turn%20, r.revision.Add(1))
		return err
	})
}
