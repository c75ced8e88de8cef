// Command ledger is a load client that distrusts the server: learners take final tests over the API while faults
// happen, and every write stands in a ledger of the client's own before it is sent. Afterwards the ledger is compared
// with the database and the API: whatever was acknowledged must be there, once, and graded as it stands.
//
// It is a program of its own, so that it shares no mistake with the server: nothing of internal/ is used. Its
// learners sit in a course whose final test asks for numbers: 1 is right within 1, and every answer hides a nonce
// in its decimals.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Load  LoadCommand  `cmd:"" help:"Let learners take tests, and keep the ledger."`
	Race  RaceCommand  `cmd:"" help:"Let each learner start one test from many devices at once, and keep the ledger."`
	Check CheckCommand `cmd:"" help:"Compare the ledger with the database and the API; exits 1 when something is wrong."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commands
	command := kong.Parse(&cli, kong.Name("ledger"))
	command.BindTo(ctx, (*context.Context)(nil))
	command.FatalIfErrorf(command.Run())
}
