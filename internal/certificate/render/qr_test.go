package render

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A reader that shares nothing with our code finds the address on the page at screen resolution.
func TestCodeLeadsToTheVerificationPage(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plain", "demo"} {
		facts := samples()[name]
		image := filepath.Join(t.TempDir(), name)
		tool(t, draw(t, facts), "pdftoppm", "-r", "100", "-png", "-singlefile", "FILE", image)
		read := strings.TrimSpace(string(decode(t, image+".png")))
		if read != facts.VerifyURL {
			t.Errorf("%s: the code reads %q, want %q", name, read, facts.VerifyURL)
		}
	}
}

func decode(t *testing.T, image string) []byte {
	t.Helper()
	if _, err := exec.LookPath("zbarimg"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("zbarimg is missing: install the packages of .ci/packages")
		}
		t.Skip("zbarimg is missing")
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", image).Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return out
}
