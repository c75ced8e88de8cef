package narration

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Scripts lists the scripts under courses/<key>/media/ in order. Each name in only is a course
// ("an1") or one script of a course ("an1/m2"); without names all are listed. A name that
// matches nothing is an error.
func Scripts(courses string, only ...string) ([]string, error) {
	if len(only) == 0 {
		only = []string{"*"}
	}
	var found []string
	for _, name := range only {
		course, script, _ := strings.Cut(name, "/")
		if script == "" {
			script = "*"
		}
		paths, err := filepath.Glob(filepath.Join(courses, course, "media", script+scriptSuffix))
		if err != nil || len(paths) == 0 {
			return nil, fmt.Errorf("no script %s; expected %s", name, filepath.Join(courses, "<key>", "media", "<name>"+scriptSuffix))
		}
		found = append(found, paths...)
	}
	return found, nil
}
