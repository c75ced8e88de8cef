// Command bench measures the built program and prints one figure a line, separated by tabs:
// name, value, unit, goal. It exits 0 whatever the figures say.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Chaos  ChaosCommand  `cmd:"" help:"Faults while learners take tests, and what the ledger says of them."`
	Exam   ExamCommand   `cmd:"" help:"A final test that many take at once: answers, starts, submissions, whole attempts."`
	Page   PageCommand   `cmd:"" help:"Requests and kilobytes of the main pages, cold, in Chromium."`
	People PeopleCommand `cmd:"" help:"Search and more over many people."`
	Watch  WatchCommand  `cmd:"" help:"What watching costs, and whether a killed server loses any of it."`
	Start  StartCommand  `cmd:"" help:"Time to the first answer, cold and warm, and idle memory."`
	Verify VerifyCommand `cmd:"" help:"The public verification page, at a steady rate."`
	Video  VideoCommand  `cmd:"" help:"Ranges of a film on disk, beside nginx."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commands
	command := kong.Parse(&cli, kong.Name("bench"))
	command.BindTo(ctx, (*context.Context)(nil))
	command.FatalIfErrorf(command.Run())
}

// figure prints one measured figure with its goal ("<=1000", ">=0.5", "==0").
func figure(name string, value float64, unit, goal string) {
	fmt.Printf("%s\t%.3g\t%s\t%s\n", name, value, unit, goal)
}
