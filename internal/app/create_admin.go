package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/config"
	"taphuan/internal/identity"
	"taphuan/internal/instance"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// NewAdmin is the first administrator of an installation.
type NewAdmin struct {
	Username string
	FullName string
	Agency   string // established as the root when the installation has no agency yet
}

// CreateAdmin makes a system administrator with a one-time password and, on the first call,
// marks the installation as production. It refuses a demonstration.
func CreateAdmin(ctx context.Context, cfg config.Config, log *slog.Logger, databaseURL string, admin NewAdmin) (identity.OneTime, error) {
	if err := postgres.Migrate(ctx, databaseURL); err != nil {
		return identity.OneTime{}, err
	}
	db, err := postgres.Open(ctx, databaseURL, 4)
	if err != nil {
		return identity.OneTime{}, err
	}
	defer db.Close()
	secret, err := cfg.SecretKey()
	if err != nil {
		return identity.OneTime{}, err
	}
	keys, err := identity.NewKeys(secret)
	if err != nil {
		return identity.OneTime{}, err
	}
	accounts, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: cfg.PublicURL.String(), Log: log})
	if err != nil {
		return identity.OneTime{}, err
	}
	var slip identity.OneTime
	err = db.RunInTx(ctx, postgres.System(postgres.CreateAdmin), func(ctx context.Context, tx bun.Tx) error {
		if err := markProduction(ctx, tx); err != nil {
			return err
		}
		person, err := insertAdmin(ctx, tx, admin)
		if err != nil {
			return err
		}
		if _, err := accounts.CreateAccountTx(ctx, tx, person, admin.Username); err != nil {
			return err
		}
		slips, err := accounts.IssueOneTimePasswordsTx(ctx, tx, []uuid.UUID{person})
		if err != nil {
			return err
		}
		slip = slips[0]
		return audit.RecordTx(ctx, tx, audit.Entry{ActorRole: "operator", Action: "create_admin", ObjectType: "person", ObjectID: person, After: map[string]string{"username": slip.Username}})
	})
	return slip, err
}

func markProduction(ctx context.Context, tx bun.Tx) error {
	switch mode, err := instance.FindMode(ctx, tx); {
	case err != nil:
		return err
	case mode == instance.Demonstration:
		return errors.New("this database is a demonstration and stays one: use another database for real work")
	case mode == instance.Production:
		return nil
	}
	return instance.SetModeTx(ctx, tx, instance.Production)
}

func insertAdmin(ctx context.Context, tx bun.Tx, admin NewAdmin) (uuid.UUID, error) {
	today := organization.Day(time.Now())
	agency, err := organization.EnsureRootTx(ctx, tx, admin.Agency, today)
	if err != nil {
		return uuid.Nil, err
	}
	person, err := organization.NewPerson(audit.NewID(), agency, organization.Officer, admin.FullName)
	if err != nil {
		return uuid.Nil, err
	}
	if err := organization.InsertPersonTx(ctx, tx, person); err != nil {
		return uuid.Nil, err
	}
	posting := organization.Posting{ID: audit.NewID(), PersonID: person.ID, AgencyID: agency, PositionGroup: "officer", Staffing: "none", Counts: true, ValidFrom: today}
	if err := organization.InsertPostingTx(ctx, tx, posting); err != nil {
		return uuid.Nil, err
	}
	grant := organization.Grant{ID: audit.NewID(), PersonID: person.ID, Role: access.SystemAdmin, AgencyID: agency, ValidFrom: today, Document: "taphuan user create-admin"}
	return person.ID, organization.InsertGrantTx(ctx, tx, grant)
}
