package app

import (
	"context"
	"strings"

	"taphuan/internal/catalog/cataloghttp"
	"taphuan/internal/web"
)

// courseHead is the head of a public course page: its title and summary, and the
// page itself for visitors who are not signed in.
func (a *App) courseHead(ctx context.Context, path string) (web.Head, bool) {
	key, ok := strings.CutPrefix(path, "/khoa-hoc/")
	if !ok || key == "" || len(key) > 40 || strings.Contains(key, "/") {
		return web.Head{}, false
	}
	page, err := cataloghttp.FindPage(ctx, a.courseParts(), key)
	if err != nil {
		return web.Head{}, false
	}
	return web.Head{Title: page.Title.VI + " - Tập Huấn", Description: page.Summary.VI,
		Answers: []web.Answer{{Path: "/api/v1/courses/" + key, Body: page}}}, true
}
