package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"taphuan/internal/app/verification"
)

// mostHeld bounds what is read to be checked.
const mostHeld = 64 << 20

// VerifyCommand checks a certificate without network and database.
type VerifyCommand struct {
	Held string   `arg:"" help:"The text of the QR code, a file with it, a badge (.jwt or .json), a signed PDF file, or - for standard input."`
	Keys []string `required:"" short:"k" type:"existingfile" help:"Published keys, as they were downloaded: jwks.json for QR codes and badges, xac-minh.pem for PDF files; both may be given."`
	Lang string   `enum:"vi,en," default:"" help:"vi or en; by LANG when it is not given."`
}

// Help tells the exit codes.
func (VerifyCommand) Help() string {
	return "Exit codes: 0 proved and in force; 1 the command itself failed (80: it was called wrongly); 2 proved, but expired or not yet issued by this machine's clock; " +
		"3 forged, changed, misdirected or by a key that was not given; 4 nothing that can be checked. " +
		"The keys are published at /.well-known/jwks.json and /xac-minh.pem; the check itself asks no network. Revocation is not seen."
}

// Run prints what was found.
func (c *VerifyCommand) Run() error {
	held, err := c.read()
	if err != nil {
		return err
	}
	var keys verification.Keys
	for _, path := range c.Keys {
		file, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := keys.Add(file); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	outcome := verification.Verify(held, keys, time.Now(), c.language())
	fmt.Println(strings.Join(outcome.Lines, "\n"))
	if outcome.Standing == verification.InForce {
		return nil
	}
	return exitCode(outcome.Standing + 1)
}

// read takes a file by its name; whatever names none is the text itself.
func (c *VerifyCommand) read() ([]byte, error) {
	if c.Held == "-" {
		return io.ReadAll(io.LimitReader(os.Stdin, mostHeld))
	}
	file, err := os.Open(c.Held)
	if err != nil {
		return []byte(c.Held), nil
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mostHeld))
}

func (c *VerifyCommand) language() string {
	if c.Lang == "" && strings.HasPrefix(os.Getenv("LANG"), "en") {
		return "en"
	}
	return c.Lang
}

// exitCode ends the program with a code after everything was said.
type exitCode int

// Error is never printed.
func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// codeOf is the exit code of an error, and whether it still has to be told.
func codeOf(err error) (code int, tell bool) {
	if said := exitCode(0); errors.As(err, &said) {
		return int(said), false
	}
	return 1, true
}
