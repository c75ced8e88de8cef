//go:build !planted

package assessment

import (
	"context"

	"taphuan/internal/postgres"
)

// Here a build with the tag planted makes the mistake that it is told to (planted_mistakes.go), so that the ledger can
// show that it would find one. In the program nothing happens at these places.

type saveSheets func(ctx context.Context, sheets []sheet) ([]postgres.Outcome[Saved], error)

func plantedSave(save saveSheets) saveSheets { return save }

func plantedStatement(p postgres.Prepared) postgres.Prepared { return p }

func plantedAgain() bool { return false }
