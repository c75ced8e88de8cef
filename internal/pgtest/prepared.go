package pgtest

import (
	"crypto/rand"
	"strings"
	"sync"
	"testing"
)

// Prepared is a database with which several tests of a package begin: made by the first test that asks, and
// cloned for each. The package's TestMain drops it at the end.
type Prepared struct {
	Prepare func(address string) error // fills a fresh database with all migrations and leaves no connection open

	once   sync.Once
	server string
	name   string // empty: not made
	err    error
}

// URL returns the address, for its superuser, of a clone. The clone is dropped when the test ends.
func (p *Prepared) URL(t testing.TB) string {
	t.Helper()
	server := serverFor(t)
	p.once.Do(func() { p.err = p.make(server) })
	if p.err != nil {
		t.Fatal(p.err)
	}
	return create(t, server, " TEMPLATE "+p.name)
}

func (p *Prepared) make(server string) error {
	template, err := migrated(server)
	if err != nil {
		return err
	}
	name := databasePrefix + strings.ToLower(rand.Text())
	if err := administer(server, "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		return err
	}
	p.server, p.name = server, name
	address, err := withDatabase(server, name)
	if err != nil {
		return err
	}
	return p.Prepare(address)
}

// Drop drops the database that the clones were made from.
func (p *Prepared) Drop() error {
	if p.name == "" {
		return nil
	}
	return administer(p.server, "DROP DATABASE IF EXISTS "+p.name+" WITH (FORCE)")
}
