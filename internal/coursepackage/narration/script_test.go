package narration

import (
	"os"
	"strings"
	"testing"
)

const goodScript = `title: {vi: Thư giả, en: Fake mail}
slides:
  - heading: {vi: Một lá thư, en: A letter}
    bullets: {vi: [Xem địa chỉ], en: [Read the address]}
    figure: mail
    figure_text:
      vi: {from: "Văn thư <a@b.example>", subject: Giấy mời}
      en: {from: "Registry <a@b.example>", subject: Invitation}
    say: {vi: Chị Hạnh nhận một lá thư., en: Hạnh gets a letter.}
    describe: {vi: Hình một lá thư., en: A drawing of a letter.}
`

func TestParseScriptReadsAGoodScript(t *testing.T) {
	t.Parallel()
	script, err := parseScript("m.script.yaml", []byte(goodScript))
	if err != nil {
		t.Fatal(err)
	}
	if got := script.Slides[0].FigureText.Vi.first("subject"); got != "Giấy mời" {
		t.Errorf("subject = %q", got)
	}
}

func TestParseScriptNamesFileAndLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ old, new, want string }{
		"broken YAML":       {"slides:", "slides: [", "m.script.yaml:"},
		"unknown key":       {"figure: mail", "figures: mail", "m.script.yaml:5: unknown field"},
		"unknown figure":    {"figure: mail", "figure: fax", `m.script.yaml:5: unknown figure "fax"; known: app, browser`},
		"unknown text":      {"subject: Giấy mời}", "topic: Giấy mời}", `m.script.yaml:7: figure mail has no text "topic"`},
		"no Vietnamese":     {"vi: Một lá thư,", "", "m.script.yaml:3: the Vietnamese text (vi) is missing"},
		"English missing":   {", en: A drawing of a letter.", "", "m.script.yaml:10: the title and every heading"},
		"bullets differ":    {"en: [Read the address]", "en: []", "m.script.yaml:4: 1 bullets in Vietnamese but 0 in English"},
		"unspeakable word":  {"nhận một lá thư.,", "nhận thư phishing.,", `m.script.yaml:9: the voice cannot say "phishing"`},
		"too long":          {"vi: Một lá thư", "vi: " + strings.Repeat("dài ", 30), "m.script.yaml:3: 119 characters, at most 90"},
		"endless word":      {"en: Hạnh gets a letter.", "en: " + strings.Repeat("x", 60), "m.script.yaml:9: the word"},
		"no slides":         {goodScript[strings.Index(goodScript, "  - heading"):], "", "m.script.yaml:2: a script has 1 to 40 slides"},
		"list in a figure":  {"subject: Giấy mời}", "subject: [Giấy mời]}", "one text is expected"},
		"duplicate mapping": {"    figure: mail\n", "    figure: mail\n    figure: sms\n", "m.script.yaml:6:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			broken := strings.Replace(goodScript, tc.old, tc.new, 1)
			if broken == goodScript {
				t.Fatal("the case changes nothing")
			}
			_, err := parseScript("m.script.yaml", []byte(broken))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error = %v, want one with %q", err, tc.want)
			}
		})
	}
}

func TestReadScriptRefusesAHugeFile(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/m.script.yaml"
	if err := os.WriteFile(path, make([]byte, maxScriptBytes+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadScript(path); err == nil || !strings.Contains(err.Error(), "larger than 256 KiB") {
		t.Errorf("error = %v", err)
	}
}
