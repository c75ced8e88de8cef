package app

import (
	"context"
	"strings"

	"taphuan/internal/web"
)

// courseHead is the head of a public course page: its title and summary.
func (a *App) courseHead(ctx context.Context, path string) (web.Head, bool) {
	key, ok := strings.CutPrefix(path, "/khoa-hoc/")
	if !ok || key == "" || len(key) > 40 || strings.Contains(key, "/") {
		return web.Head{}, false
	}
	course, _, err := a.parts.catalog.FindCourse(ctx, key)
	if err != nil {
		return web.Head{}, false
	}
	return web.Head{Title: course.Title.VI + " - Tập Huấn", Description: course.Summary.VI}, true
}
