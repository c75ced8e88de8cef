// Package arch holds the tests that keep the house in order: who may import whom, whose SQL
// names which schema, where system reasons may be used. There is no code here, only tests; each
// rule is data, written once.
package arch
