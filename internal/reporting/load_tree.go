package reporting

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/reporting/tree"
)

// loadTree reads the dated tree of agencies. No row of it is about a person.
func loadTree(ctx context.Context, tx bun.IDB) (tree.Tree, error) {
	var versions []tree.Version
	if err := tx.NewRaw(query("list_versions")).Scan(ctx, &versions); err != nil {
		return tree.Tree{}, err
	}
	var successions []tree.Succession
	if err := tx.NewRaw(query("list_successions")).Scan(ctx, &successions); err != nil {
		return tree.Tree{}, err
	}
	return tree.New(versions, successions), nil
}
