// Package fault defines the one error type that crosses package borders.
//
// A fault has a kind (what sort of answer it becomes), a stable code (what programs match on),
// a text in Vietnamese and English (what a stranger may read) and a cause (what an operator
// may read in the log). Domains return faults; package web renders and logs them, once.
package fault
