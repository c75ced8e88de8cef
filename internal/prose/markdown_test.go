package prose

import (
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestRender(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"Một **hai** *ba*":     "<p>Một <strong>hai</strong> <em>ba</em></p>",
		"a < b & c":            "<p>a &lt; b &amp; c</p>",
		`a \<b\> c`:            "<p>a &lt;b&gt; c</p>",
		"`<script>`":           "<p><code>&lt;script&gt;</code></p>",
		"http://gia.example/x": "<p>http://gia.example/x</p>",
		"www.gia.example":      "<p>www.gia.example</p>",
		"[tỉnh](https://quangngai.gov.vn \"x\")": `<p><a href="https://quangngai.gov.vn" rel="noreferrer">tỉnh</a></p>`,
		"<https://quangngai.gov.vn>":             `<p><a href="https://quangngai.gov.vn" rel="noreferrer">https://quangngai.gov.vn</a></p>`,
		"[gọi](tel:156)":                         `<p><a href="tel:156" rel="noreferrer">gọi</a></p>`,
		"3. ba\n4. bốn":                          "<ol start=\"3\">\n<li>ba</li>\n<li>bốn</li>\n</ol>",
		"```html\n<b>\n```":                      "<pre><code>&lt;b&gt;\n</code></pre>",
		"> **Từ:** `a@b.example`":                "<blockquote>\n<p><strong>Từ:</strong> <code>a@b.example</code></p>\n</blockquote>",
	}
	for source, want := range cases {
		got, rejected := Render(source)
		if got != want || len(rejected) > 0 {
			t.Errorf("%q becomes\n%s (%v), want\n%s", source, got, rejected, want)
		}
	}
}

func TestRenderInline(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"Gọi **156**": "Gọi <strong>156</strong>",
		"một\n\nhai":  "<p>một</p>\n<p>hai</p>",
		"- một":       "<ul>\n<li>một</li>\n</ul>",
		"":            "",
		"1\\. Mở tệp": "1. Mở tệp",
	} {
		if got, _ := RenderInline(source); got != want {
			t.Errorf("%q becomes %q, want %q", source, got, want)
		}
	}
}

var (
	anyTag  = regexp.MustCompile(`<[^>]*>?`)
	safeTag = regexp.MustCompile(`^<(/?(p|h[234]|strong|em|code|pre|blockquote|ul|li|table|thead|tbody|tr|th|td|a|ol)|[bh]r/?` +
		`|li class="task"|ol start="\d+"|t[hd] align="(left|center|right)"` +
		`|a href="(https?|mailto|tel):[^"]*" rel="noreferrer")>$`)
)

// Whatever is written, nothing that runs or loads reaches the page.
func FuzzRenderIsSafe(f *testing.F) {
	for _, seed := range []string{"<script>", "[a](javascript:alert(1))", "[a](data:text/html,x)", "![a](x)", "`a`", "<a href=x onclick=y>", "&lt;script&gt;", "[a]: javascript:x\n[a]", "| a |\n|--|\n| <b> |", "- [ ] a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 2000 {
			return
		}
		out, _ := Render(source)
		for _, tag := range anyTag.FindAllString(out, -1) {
			if !safeTag.MatchString(tag) {
				t.Errorf("%q becomes %q", source, out)
			}
		}
	})
}

// Texts made to be slow are rendered or refused within a moment.
func TestRenderIsQuick(t *testing.T) {
	t.Parallel()
	runtime.LockOSThread() // whose own time is measured, whatever else the machine does
	defer runtime.UnlockOSThread()
	for _, unit := range []string{"[", "*a_", "`", "![", "> ", "- ", "<", "&", "|", "**a", "[a](", "(", "\\", "~~~\n", "a\n\n", "1. ", "[a]: b\n"} {
		paragraph := strings.Repeat(unit, maxParagraphBytes/len(unit)-1)
		source := strings.Repeat(paragraph+"\n\n", 96<<10/maxParagraphBytes)
		start := threadTime(t)
		Render(source)
		if spent := threadTime(t) - start; spent > 20*time.Second {
			t.Errorf("%d bytes of %q take %v", len(source), unit, spent)
		}
	}
}

// threadTime is what the calling thread has computed so far.
func threadTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	const thread = 1 // RUSAGE_THREAD
	if err := syscall.Getrusage(thread, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func TestCountWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0,
		"Dừng lại, kiểm tra – báo ngay.": 6,
		"156 và 5656":     3,
		"a@b.example → !": 1,
	} {
		if got := CountWords(text); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
}
