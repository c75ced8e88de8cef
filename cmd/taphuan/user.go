package main

import (
	"context"
	"fmt"

	"taphuan/internal/app"
)

// UserCommand manages accounts.
type UserCommand struct {
	CreateAdmin CreateAdminCommand `cmd:"" help:"Make the first system administrator and print a one-time password."`
}

// CreateAdminCommand makes an administrator.
type CreateAdminCommand struct {
	Username string `required:"" help:"Name to sign in with."`
	FullName string `required:"" help:"Full name of the administrator."`
	Agency   string `required:"" help:"Name of the agency that runs the platform, such as the province; it is established when there is none."`
}

// Run makes the account in a database that is no demonstration, and prints the password once.
func (c *CreateAdminCommand) Run(ctx context.Context) error {
	cfg, log, err := load()
	if err != nil {
		return err
	}
	database, err := app.JoinDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	created, err := app.CreateAdmin(ctx, cfg, log, database.URL, app.NewAdmin{Username: c.Username, FullName: c.FullName, Agency: c.Agency})
	if err != nil {
		return err
	}
	fmt.Printf("Username: %s\nOne-time password: %s\nIt works once, until %s, and must be changed at the first sign-in.\n",
		created.Username, created.Password, created.ExpiresAt.Format("02/01/2006"))
	return nil
}
