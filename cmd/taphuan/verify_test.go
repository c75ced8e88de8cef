package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// keyFile is a key whose private half nobody here has, so that everything is by an unknown or another key.
const keyFile = `{"issuer":"https://taphuan.example","keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}`

// TestVerifyNeedsNothing: the command answers without any setting, in the language that was asked for, by its exit codes.
func TestVerifyNeedsNothing(t *testing.T) {
	t.Parallel()
	keys := filepath.Join(t.TempDir(), "jwks.json")
	if err := os.WriteFile(keys, []byte(keyFile), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		arguments []string
		code      int
		says      string
	}{
		"an address alone": {[]string{"--keys", keys, "--lang", "vi", "https://taphuan.example/xac-minh/7KQF2M9XH4TBW6PCN3RA8YVDE5"}, 4, "KHÔNG ĐỌC ĐƯỢC"},
		"in English":       {[]string{"--keys", keys, "--lang", "en", "12345"}, 4, "UNREADABLE"},
		"no keys":          {[]string{"12345"}, 80, "--keys"},
		"keys of no kind":  {[]string{"--keys", os.Args[0], "12345"}, 1, "not a set of published keys"},
	} {
		cmd := exec.Command(os.Args[0], append([]string{"verify"}, test.arguments...)...)
		cmd.Env = []string{asProgram + "=1", "PATH="}
		out, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != test.code || !strings.Contains(string(out), test.says) {
			t.Errorf("%s: exit code %d, want %d: %s", name, code, test.code, out)
		}
	}
}
