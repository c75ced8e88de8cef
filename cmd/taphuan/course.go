package main

import (
	"context"
	"errors"
	"fmt"

	"taphuan/internal/app"
	"taphuan/internal/coursepackage"
	"taphuan/internal/postgres"
)

// CourseCommand checks and imports course packages.
type CourseCommand struct {
	Validate CourseValidateCommand `cmd:"" help:"Say what is wrong with a package, by file and line."`
	Lint     CourseLintCommand     `cmd:"" help:"Compute study time and list what a teacher should look at."`
	Import   CourseImportCommand   `cmd:"" help:"Publish packages that changed."`
	List     CourseListCommand     `cmd:"" help:"List the packages of a folder."`
}

// CourseValidateCommand validates packages.
type CourseValidateCommand struct {
	Folders []string `arg:"" type:"existingdir" help:"Package folders, such as courses/an1."`
}

// Run prints every problem by file and line; any of them is a failure.
func (c *CourseValidateCommand) Run() error {
	failed := 0
	for _, folder := range c.Folders {
		_, found := coursepackage.Read(folder)
		print(found)
		failed += len(found)
	}
	if failed > 0 {
		return fmt.Errorf("%d problems: correct them and run again", failed)
	}
	return nil
}

func print(list []coursepackage.Problem) {
	for _, p := range list {
		fmt.Println(p.In("vi"))
	}
}

// CourseLintCommand lints packages.
type CourseLintCommand struct {
	Folders []string `arg:"" type:"existingdir" help:"Package folders, such as courses/an1."`
}

// Run prints the study time and the notes; periods that exceed the study time by too much are a failure.
func (c *CourseLintCommand) Run() error {
	failed := 0
	for _, folder := range c.Folders {
		p, found := coursepackage.Read(folder)
		if p == nil {
			print(found)
			return errors.New("the package cannot be read; correct it first")
		}
		report := coursepackage.Lint(p)
		fmt.Printf("%s\t%s\n", folder, report.Study)
		print(report.Problems)
		print(report.Notes)
		failed += len(report.Problems)
	}
	if failed > 0 {
		return fmt.Errorf("%d problems", failed)
	}
	return nil
}

// CourseImportCommand imports every package of the courses folder.
type CourseImportCommand struct{}

// Run imports; packages that did not change are left alone.
func (CourseImportCommand) Run(ctx context.Context) error {
	cfg, log, err := load()
	if err != nil {
		return err
	}
	database, err := app.JoinDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	if err := postgres.Migrate(ctx, database.URL); err != nil {
		return err
	}
	return app.ImportCourses(ctx, cfg, database.URL, log)
}

// CourseListCommand lists packages.
type CourseListCommand struct{}

// Run prints key, code and title of each package.
func (CourseListCommand) Run() error {
	cfg, _, err := load()
	if err != nil {
		return err
	}
	folders, err := app.CourseFolders(cfg.CoursesDir)
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if p, _ := coursepackage.Read(folder); p != nil {
			fmt.Printf("%s\t%s\t%s\n", p.Key, p.Code, p.Title.VI)
		}
	}
	return nil
}
