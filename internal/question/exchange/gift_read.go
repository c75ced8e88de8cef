package exchange

import (
	"regexp"
	"strings"
)

// GIFT is read by the grammar of Moodle's documentation ("GIFT format"), with its comments that carry an id and tags
// ("// [id:x] [tag:y]"): questions are parted by empty lines, an answer block stands in braces.

var (
	giftMark     = regexp.MustCompile(`(?m)^\s*(\$CATEGORY:|::)`)
	giftBlock    = regexp.MustCompile(`(?s)(^|[^\\])\{\s*([=~#]|T|F|TRUE|FALSE|\}).*\}`)
	giftCategory = regexp.MustCompile(`^\s*\$CATEGORY:\s*(.*)$`)
	giftComment  = regexp.MustCompile(`\[(id|tag):((?:[^\]\\]|\\.)*)\]`)
	giftFormat   = regexp.MustCompile(`^\s*\[(html|moodle|plain|markdown)\]`)
)

func isGIFT(name, text string) bool {
	return strings.Contains(strings.ToLower(name), ".gift") || giftMark.MatchString(text) || giftBlock.MatchString(text)
}

// giftReader reads a file line by line and a question at an empty line.
type giftReader struct {
	*importer
	topic string
	block []string
	line  int // where the block starts
	key   string
	tags  []string
}

func (im *importer) readGIFT(text string) error {
	r := &giftReader{importer: im}
	for i, line := range strings.Split(composed(text), "\n") {
		if err := r.take(i+1, line); err != nil {
			return err
		}
	}
	return r.flush()
}

func (r *giftReader) take(number int, line string) error {
	trimmed := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(trimmed, "//"):
		r.comment(trimmed)
	case trimmed == "":
		return r.flush()
	case giftCategory.MatchString(line):
		err := r.flush()
		r.topic = giftUnescape(giftCategory.FindStringSubmatch(line)[1])
		return err
	default:
		if len(r.block) == 0 {
			r.line = number
		}
		r.block = append(r.block, line)
	}
	return nil
}

// comment keeps the id and the tags that a comment carries for the question below it.
func (r *giftReader) comment(line string) {
	for _, m := range giftComment.FindAllStringSubmatch(line, maxTags) {
		value := giftUnescape(strings.ReplaceAll(m[2], `\]`, "]"))
		if m[1] == "id" {
			r.key = value
		} else {
			r.tags = append(r.tags, value)
		}
	}
}

func (r *giftReader) flush() error {
	if len(r.block) == 0 {
		return nil
	}
	d := r.draft("", Place{Line: r.line})
	d.item.Topic, d.item.Key = r.topic, r.key
	d.tagged(r.tags)
	q := giftQuestion{draft: d}
	q.read(giftEscape(strings.Join(r.block, "\n")))
	r.block, r.key, r.tags = nil, "", nil
	return r.add(d)
}

// difficultyTag carries the difficulty in formats that know tags only.
var difficultyTag = regexp.MustCompile(`^(?:muc-do|difficulty):([123])$`)

// tagged keeps tags; one of them may be the difficulty.
func (d *draft) tagged(tags []string) {
	for _, tag := range tags {
		tag = strings.TrimSpace(tag)
		if m := difficultyTag.FindStringSubmatch(tag); m != nil {
			d.item.Difficulty = int(m[1][0] - '0')
		} else if tag != "" {
			d.item.Tags = append(d.item.Tags, clipped(tag))
		}
	}
}

// Escaped signs are kept apart from those that rule by standing in a range of Unicode that no text uses.
const giftSigns = `\~=#{}:n`

const giftPrivate = '\ue000'

func giftEscape(text string) string {
	var b strings.Builder
	escaped := false
	for _, r := range text {
		at := strings.IndexRune(giftSigns, r)
		switch {
		case escaped && at >= 0:
			b.WriteRune(giftPrivate + rune(at))
		case escaped:
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\\':
			escaped = true
			continue
		case r < giftPrivate || r >= giftPrivate+rune(len(giftSigns)):
			b.WriteRune(r)
		}
		escaped = false
	}
	if escaped {
		b.WriteRune('\\')
	}
	return b.String()
}

// giftPlain puts the signs back.
func giftPlain(text string) string {
	return strings.Map(func(r rune) rune {
		if at := r - giftPrivate; at >= 0 && at < rune(len(giftSigns)) {
			if giftSigns[at] == 'n' {
				return '\n'
			}
			return rune(giftSigns[at])
		}
		return r
	}, text)
}

func giftUnescape(text string) string { return strings.TrimSpace(giftPlain(giftEscape(text))) }
