// Package doctor looks at one machine and says what is missing or wrong on it: settings, database,
// files, backups. It changes nothing. Each finding is one line with its cure; errors are what keeps
// the platform from working or loses something, warnings are what will, or what only a trial may have.
package doctor
