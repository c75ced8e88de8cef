package main

import (
	"context"
	"fmt"
	"time"

	"taphuan/internal/app"
	"taphuan/internal/app/demo"
	"taphuan/internal/config"
	"taphuan/internal/postgres"
)

// RunCommand starts everything for a trial.
type RunCommand struct {
	Demo bool `help:"With DATABASE_URL: load the demonstration province when that database is empty. The bundled database always gets it."`
}

// Run starts the database, migrates it, imports the courses, loads the demonstration province
// when there is nothing yet, and serves.
func (c *RunCommand) Run(ctx context.Context) error {
	cfg, log, err := load()
	if err != nil {
		return err
	}
	start := time.Now()
	database, err := app.OpenDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	if err := postgres.Migrate(ctx, database.URL); err != nil {
		return err
	}
	if err := app.ImportCourses(ctx, cfg, database.URL, log); err != nil {
		return err
	}
	if database.Bundled() || c.Demo {
		if err := loadDemo(ctx, cfg, database.URL); err != nil {
			return err
		}
	}
	return serve(ctx, cfg, log, database, true, func(program *app.App) {
		fmt.Printf("\nTập Huấn đã sẵn sàng sau %.1f giây: %s\n", time.Since(start).Seconds(), cfg.PublicURL)
		if program.Demo() {
			printAccounts()
		}
		fmt.Println("Nhấn Ctrl-C để dừng.")
	})
}

// loadDemo loads the demonstration province into a database that holds nobody yet.
func loadDemo(ctx context.Context, cfg config.Config, url string) error {
	empty, err := demo.IsEmpty(ctx, url)
	if err != nil || !empty {
		return err
	}
	secret, err := cfg.SecretKey()
	if err != nil {
		return err
	}
	fmt.Println("Đang tạo tỉnh minh họa...")
	return demo.Load(ctx, url, demo.Options{Today: time.Now(), Secret: secret})
}

// printAccounts prints one account per role of the demonstration.
func printAccounts() {
	fmt.Printf("\n%-12s %-18s %s\n", "Tài khoản", "Mật khẩu", "Vai trò")
	for _, a := range demo.Accounts() {
		fmt.Printf("%-12s %-18s %s\n", a.Username, a.Password, a.Note.VI)
	}
	fmt.Printf("\nĐợt kiểm tra của xã Bình Sơn, khóa TH1, trong tuần đầu: mã vào phòng %s\n\n", demo.SittingCode)
}
