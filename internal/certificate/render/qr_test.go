package render

import (
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

// With a signed payload of every length it is still read from a page as a phone sees it, and its modules are not finer than
// an office printer separates.
func TestCodeWithProof(t *testing.T) {
	t.Parallel()
	for _, bytes := range []int{300, 450, 652} { // usual; long texts; the longest of each
		facts := samples()["long"]
		facts.Proof = strings.Repeat("31415926535897932", bytes/7)
		code, err := matrixFor(facts.coded(), codeSide)
		if err != nil {
			t.Fatal(err)
		}
		if module := codeSide / float64(code.Size()); module < finest {
			t.Errorf("%d bytes: modules of %.2f mm", bytes, module)
		}
		image := filepath.Join(t.TempDir(), "proof")
		tool(t, draw(t, facts), "pdftoppm", "-r", "200", "-png", "-singlefile", "FILE", image)
		if read := strings.TrimSpace(string(decode(t, image+".png"))); read != facts.coded() {
			t.Errorf("%d bytes: the code reads %q", bytes, read)
		}
	}
}

func decode(t *testing.T, image string) []byte {
	t.Helper()
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Fatal("zbarimg is missing: install the packages of .ci/packages")
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", image).Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return out
}
