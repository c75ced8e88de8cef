// Package access says who may do what: roles, permissions and the matrix between them.
//
// It is pure: it knows nothing of HTTP or SQL. A service asks it twice: the coarse right on the
// route (Principal.Require) and the fine right on the object's agency (Principal.RequireAt).
// PostgreSQL asks a third time by row-level security (package postgres).
//
// testdata/matrix.golden shows every role with every permission, so that a change of rights is
// seen whole in a diff.
package access
