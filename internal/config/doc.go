// Package config turns the environment into a Config once, at the start. Every
// mistake is reported at once, each with the variable's name and the cure, and
// secrets stay hidden when a Config is printed or logged. .env.example lists the
// variables.
package config
