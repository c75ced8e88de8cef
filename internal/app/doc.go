// Package app puts the parts together: configuration, database, domains, routes, reactions,
// background work. It is the only package that knows all the others; nothing imports it but the
// commands.
//
// Read routes.go for what can be asked, reactions.go for what follows what.
package app
