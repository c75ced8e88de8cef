// Package frontend carries the built web application inside the binary.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:build
var build embed.FS

// Files returns the built web application: 200.html (the shell of every page
// that is rendered in the browser), the prerendered pages, the assets under
// _app/immutable, and beside each compressible file its .br and .gz form.
// Before `npm run build` it holds nothing but placeholder.txt.
func Files() fs.FS {
	files, err := fs.Sub(build, "build")
	if err != nil {
		panic(err) // the directory is embedded, so its name is known to be valid
	}
	return files
}
