package exchange

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"strings"

	"taphuan/internal/question"
)

// moodleWriter writes one question after another.
type moodleWriter struct {
	*exporter
	out bytes.Buffer
}

// writeMoodle writes every type but case studies; see moodle_write_types.go for what stands for what.
func (w *exporter) writeMoodle(items []Item) []byte {
	m := &moodleWriter{exporter: w}
	m.out.WriteString(xml.Header + "<quiz>\n")
	topic := ""
	for i, item := range items {
		w.at = i
		write, known := moodleWriters[item.Body.Type]
		if !known || !m.holds(item.Body) {
			w.leave(lossType)
			continue
		}
		if item.Topic != topic {
			topic = item.Topic
			fmt.Fprintf(&m.out, "<question type=\"category\"><category><text>%s</text></category></question>\n", escapedXML("$course$/top/"+topic))
		}
		m.question(item, write)
	}
	m.out.WriteString("</quiz>\n")
	return m.out.Bytes()
}

// holds reports whether the format has a place for this very question.
func (m *moodleWriter) holds(b question.Body) bool {
	if b.Formula != nil {
		_, ok := moodleExpression(*b.Formula)
		return ok
	}
	return b.Hotspot == nil || findMedia(m.media, b.Hotspot.Image.File) != nil
}

func (m *moodleWriter) question(item Item, write moodleType) {
	b := item.Body
	m.common(b)
	if b.Penalty != 0 && b.Type != question.Single {
		m.lose(lossPenalty)
	}
	fmt.Fprintf(&m.out, "<question type=\"%s\">\n<name><text>%s</text></name>\n", write.name, escapedXML(item.Name))
	stem := b.Stem
	if len(b.Gaps) > 0 {
		stem = m.embedGaps(b)
	}
	m.text("questiontext", "", stem)
	m.text("generalfeedback", "", b.Explain)
	m.element("defaultgrade", moodlePoints(b.MaxPoints))
	m.element("penalty", "0")
	m.element("hidden", "0")
	m.element("idnumber", item.Key)
	write.body(m, b)
	m.tags(item)
	m.out.WriteString("</question>\n")
}

func (m *moodleWriter) tags(item Item) {
	tags := item.Tags
	if item.Difficulty > 0 {
		tags = append(tags[:len(tags):len(tags)], fmt.Sprintf("muc-do:%d", item.Difficulty))
	}
	if len(tags) == 0 {
		return
	}
	m.out.WriteString("<tags>")
	for _, tag := range tags {
		fmt.Fprintf(&m.out, "<tag><text>%s</text></tag>", escapedXML(tag))
	}
	m.out.WriteString("</tags>\n")
}

func moodlePoints(p question.Points) string { return fmt.Sprintf("%d.%02d00000", p/100, p%100) }

func (m *moodleWriter) element(name, value string) {
	fmt.Fprintf(&m.out, "<%s>%s</%s>\n", name, escapedXML(value), name)
}

// text writes a text of HTML in both languages, with its pictures.
func (m *moodleWriter) text(name, attributes string, t question.LocalText) {
	fmt.Fprintf(&m.out, "<%s%s format=\"html\">", name, attributes)
	m.inside(t)
	fmt.Fprintf(&m.out, "</%s>\n", name)
}

// inside writes the text and the files of an element that is open.
func (m *moodleWriter) inside(t question.LocalText) {
	whole := multilang(t)
	fmt.Fprintf(&m.out, "<text><![CDATA[%s]]></text>", strings.ReplaceAll(mediaSource.ReplaceAllString(whole, `$1@@PLUGINFILE@@/$2"`), "]]>", "]]&gt;"))
	written := map[string]bool{}
	for _, found := range mediaSource.FindAllStringSubmatch(whole, -1) {
		if name := found[2]; !written[name] {
			written[name] = true
			m.file(name)
		}
	}
}

func (m *moodleWriter) file(name string) {
	picture := findMedia(m.media, name)
	if picture == nil {
		m.lose(lossPicture)
		return
	}
	fmt.Fprintf(&m.out, "<file name=\"%s\" path=\"/\" encoding=\"base64\">%s</file>", escapedXML(name), base64.StdEncoding.EncodeToString(picture.Data))
}

// answer writes an answer with what it earns, in hundredths of a percent.
func (m *moodleWriter) answer(weight int, t, feedback question.LocalText) {
	fmt.Fprintf(&m.out, "<answer fraction=\"%s\" format=\"html\">", m.fraction(weight))
	m.inside(t)
	if feedback.VI != "" {
		m.text("feedback", "", feedback)
	}
	m.out.WriteString("</answer>\n")
}

// plainAnswer writes an answer without markup.
func (m *moodleWriter) plainAnswer(text string, more string) {
	fmt.Fprintf(&m.out, "<answer fraction=\"100\" format=\"moodle_auto_format\"><text>%s</text>%s</answer>\n", escapedXML(text), more)
}

func escapedXML(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes all
	return out.String()
}
