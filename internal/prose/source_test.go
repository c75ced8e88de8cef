package prose

import (
	"strings"
	"testing"
)

// TestSource: what an author is shown gives the same HTML again, in Markdown wherever there is one for it.
func TestSource(t *testing.T) {
	t.Parallel()
	for markup, want := range map[string]string{
		"":                                "",
		"<p>Một <strong>hai</strong></p>": "Một **hai**",
		"<p>một\nhai</p>":                 "một\nhai",
		"<p>H<sub>2</sub>O, m<sup>2</sup>, <u>gạch</u></p>":             "H<sub>2</sub>O, m<sup>2</sup>, <u>gạch</u>",
		"<p>Điền [[1]] và [[2]] * {a}_b_</p>":                           "Điền [[1]] và [[2]] * {a}\\_b_",
		"<p>a &lt; b &amp; c</p>":                                       "a < b & c",
		"<ul>\n<li>một</li>\n<li>hai</li>\n</ul>":                       "- một\n- hai",
		"<p>x</p>\n<pre><code>a\n\nb\n</code></pre>":                    "x\n\n```\na\n\nb\n```",
		`<p><a href="https://x.vn/" rel="noreferrer">tỉnh</a></p>`:      "[tỉnh](https://x.vn/)",
		"<table>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>": "<table><tbody><tr><td>1</td></tr></tbody></table>",
		`<p>Xem <img src="media:hinh.png" alt="Sơ đồ"/></p>`:            `Xem ![Sơ đồ](media:hinh.png)`,
		`<p><img src="media:a.jpg" alt="5 * 3 [x] &lt;b&gt; _a_"></p>`:  `![5 \* 3 \[x\] \<b> \_a\_](media:a.jpg)`,
		`<p>Nét<img src="media:a.jpg" alt=""></p>`:                      `Nét![](media:a.jpg)`,
	} {
		got := Source(markup, false)
		if back, rejected := Question(got, false); unbroken(back) != unbroken(markup) || rejected != nil {
			t.Errorf("%q is written %q, which gives %q (%v)", markup, got, back, rejected)
		}
		if got != want {
			t.Errorf("%q is written %q, want %q", markup, got, want)
		}
	}
}

// TestSourceInline: an option without a paragraph around it stays without.
func TestSourceInline(t *testing.T) {
	t.Parallel()
	for _, markup := range []string{"Gọi <strong>156</strong>", "1. Mở tệp", "<em>a</em> * b", "# không phải đề mục", "- 5", "`x`", `<img src="media:a.jpg" alt="Ổ khóa">`, "a_b_c", "&lt;script&gt;"} {
		if back, rejected := Question(Source(markup, true), true); back != markup || rejected != nil {
			t.Errorf("%q is written %q, which gives %q (%v)", markup, Source(markup, true), back, rejected)
		}
	}
}

// TestQuestionRejects names what no question may hold, and nothing of it comes through.
func TestQuestionRejects(t *testing.T) {
	t.Parallel()
	for source, code := range map[string]string{
		"<script>alert(1)</script>":              "markdown.tag",
		"một <iframe src=x></iframe>":            "markdown.tag",
		"<p>x<style>p{}</style></p>":             "markdown.tag",
		"[a](javascript:alert(1))":               "markdown.link",
		"![a](https://x.vn/a.png)":               "markdown.picture",
		"a<img src='https://x.vn/a.png' alt=''>": "markdown.picture",
		"<img src='//x.vn/a.png' alt=x>":         "markdown.picture",
		"a <img src='media:a'>":                  "markdown.alt",
		"![](media:a.jpg)":                       "markdown.alt",
		"![ ](media:a.jpg)\n\n![](media:b.jpg)":  "markdown.alt",
		"# Đề mục":                               "markdown.heading",
		strings.Repeat("a ", 8<<10):              "markdown.too_long",
	} {
		if out, rejected := Question(source, false); out != "" || len(rejected) == 0 || rejected[0].Code != code || rejected[0].Text().VI == "" {
			t.Errorf("%.40q gives %.80q, %v; want %s", source, out, rejected, code)
		}
	}
	out := SafeInQuestion(`<p onclick="x()">a<img src="https://x.vn/a.png" onerror="y()"><a href="javascript:z()">b</a></p>`)
	for _, bad := range []string{"onclick", "onerror", "javascript", "x.vn"} {
		if strings.Contains(out, bad) {
			t.Errorf("%s comes through: %s", bad, out)
		}
	}
}
