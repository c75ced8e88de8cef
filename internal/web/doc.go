// Package web is the edge of the program: one gin engine with one huma API (OpenAPI 3.1 at
// /api/openapi.json), authentication, request ids, limits, errors and the static front end.
//
// Every route is added by Handle or Stream and names its permission; there is no other way in,
// so a route without a permission does not exist. Errors of handlers become RFC 9457 problems
// here and are logged here, once.
package web
