package exchange

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"taphuan/internal/question"
)

// qtiVersion is what differs between the versions beside the spelling.
type qtiVersion struct {
	three                                                            bool
	namespace, item, manifest, schema, version, matched, mapped, lom string
}

var qtiVersions = map[Format]qtiVersion{
	QTI22: {false, "http://www.imsglobal.org/xsd/imsqti_v2p2", "imsqti_item_xmlv2p2", "http://www.imsglobal.org/xsd/imscp_v1p1", "QTIv2.2 Package", "1.0.0",
		"http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct", "http://www.imsglobal.org/question/qti_v2p2/rptemplates/map_response", "http://ltsc.ieee.org/xsd/LOM"},
	QTI30: {true, "http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "imsqti_item_xmlv3p0", "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", "QTI Package", "3.0.0",
		"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct", "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response", "http://ltsc.ieee.org/xsd/LOM"},
}

// writePackage writes a package of one file an item, with the pictures that they use.
func (w *exporter) writePackage(items []Item, format Format) ([]byte, error) {
	version := qtiVersions[format]
	var parts []packedPart
	var resources bytes.Buffer
	kept := map[string]bool{}
	for i, item := range items {
		w.at = i
		q := &qtiWriter{exporter: w, version: version}
		root, ok := q.item(item, fmt.Sprintf("item-%d", i+1))
		if !ok {
			w.leave(lossType)
			continue
		}
		x := &qtiXML{three: version.three}
		x.write(root)
		name := fmt.Sprintf("items/item-%d.xml", i+1)
		parts = append(parts, packedPart{name, append([]byte(xml.Header), x.out.Bytes()...)})
		resources.WriteString(w.resource(item, version, name, fmt.Sprintf("item-%d", i+1), kept))
	}
	for _, m := range w.media {
		if kept[m.Name] {
			parts = append(parts, packedPart{"media/" + m.Name, m.Data})
		}
	}
	manifest := fmt.Sprintf(xml.Header+`<manifest xmlns="%s" identifier="taphuan"><metadata><schema>%s</schema><schemaversion>%s</schemaversion></metadata><organizations/><resources>%s</resources></manifest>`,
		version.manifest, version.schema, version.version, resources.String())
	return packed(append([]packedPart{{"imsmanifest.xml", []byte(manifest)}}, parts...))
}

// resource names an item in the manifest, with what only the manifest can say of it.
func (w *exporter) resource(item Item, v qtiVersion, file, id string, kept map[string]bool) string {
	var out strings.Builder
	fmt.Fprintf(&out, `<resource identifier="%s" type="%s" href="%s"><metadata><lom xmlns="%s"><general>`, id, v.item, file, v.lom)
	if item.Key != "" {
		fmt.Fprintf(&out, `<identifier><catalog>key</catalog><entry>%s</entry></identifier>`, escapedXML(item.Key))
	}
	fmt.Fprintf(&out, `<title><string language="vi">%s</string></title>`, escapedXML(item.Name))
	for _, tag := range item.Tags {
		fmt.Fprintf(&out, `<keyword><string language="vi">%s</string></keyword>`, escapedXML(tag))
	}
	out.WriteString(`</general>`)
	if item.Difficulty > 0 {
		fmt.Fprintf(&out, `<educational><difficulty><source>LOMv1.0</source><value>%s</value></difficulty></educational>`, [...]string{"", "easy", "medium", "difficult"}[item.Difficulty])
	}
	if item.Topic != "" {
		out.WriteString(`<classification><purpose><source>LOMv1.0</source><value>discipline</value></purpose><taxonPath><source><string language="vi">Chủ đề</string></source>`)
		for step := range strings.SplitSeq(item.Topic, "/") {
			fmt.Fprintf(&out, `<taxon><entry><string language="vi">%s</string></entry></taxon>`, escapedXML(step))
		}
		out.WriteString(`</taxonPath></classification>`)
	}
	fmt.Fprintf(&out, `</lom></metadata><file href="%s"/>`, file)
	for _, name := range MediaNames(item.Body) {
		if findMedia(w.media, name) == nil {
			w.lose(lossPicture)
			continue
		}
		kept[name] = true
		fmt.Fprintf(&out, `<file href="media/%s"/>`, escapedXML(name))
	}
	out.WriteString(`</resource>`)
	return out.String()
}

// qtiWriter builds one item.
type qtiWriter struct {
	*exporter
	version      qtiVersion
	declarations []*element
	body         []*element
	processing   []*element
	feedback     []*element
	outcomes     []*element // that say which feedback is shown
	template     string     // of the processing, when one says all
	responses    int
}

func (q *qtiWriter) item(item Item, id string) (*element, bool) {
	b := item.Body
	if b.Source != (question.LocalText{}) {
		q.lose(lossSource)
	}
	if b.Type == question.CaseStudy {
		q.caseStudy(b)
	} else if !q.question(b, "", solution) {
		return nil, false
	}
	root := el("assessmentItem", "xmlns", q.version.namespace, "identifier", id, "title", item.Name, "adaptive", "false", "timeDependent", "false", "xml:lang", "vi")
	root.with(q.declarations...)
	root.with(q.outcome("SCORE", "float", "0"), q.outcome("MAXSCORE", "float", decimalPoints(b.MaxPoints)))
	root.with(q.outcomes...)
	root.with(el("itemBody").with(q.body...))
	processing := el("responseProcessing")
	if q.template != "" && len(q.feedback) == 0 {
		processing.attrs = []string{"template", q.template}
	} else {
		processing.with(q.processing...)
	}
	root.with(processing)
	return root.with(q.feedback...), true
}

func (q *qtiWriter) outcome(id, base, value string) *element {
	return el("outcomeDeclaration", "identifier", id, "cardinality", "single", "baseType", base).with(
		el("defaultValue").with(el("value").saying(value)))
}

func decimalPoints(p question.Points) string { return fmt.Sprintf("%d.%02d", p/100, p%100) }

// question writes the stem, the interaction and the explanation of a question or of a part of one.
func (q *qtiWriter) question(b question.Body, prefix, outcome string) bool {
	write := qtiWriters[b.Type]
	if write == nil || b.Hotspot != nil && findMedia(q.media, b.Hotspot.Image.File) == nil {
		return false
	}
	q.responses++
	id := "RESPONSE"
	if prefix != "" {
		id = "RESPONSE_" + strings.TrimSuffix(prefix, "_")
	}
	if b.Penalty != 0 && b.Type != question.Single {
		q.lose(lossPenalty)
	}
	if len(b.Gaps) == 0 {
		q.body = append(q.body, q.text(b.Stem)...)
	}
	write(q, b, id, prefix)
	q.explain(b.Explain, outcome)
	return true
}

// explain shows the explanation under an outcome that is always set.
func (q *qtiWriter) explain(t question.LocalText, outcome string) {
	if t.VI != "" {
		q.outcomes = append(q.outcomes, q.outcome(outcome, "identifier", "explain"))
		q.show(t, outcome, "explain")
	}
}

// show adds feedback that appears when an outcome has a value; QTI 3 puts its content into a body of its own.
func (q *qtiWriter) show(t question.LocalText, outcome, value string) {
	f := el("modalFeedback", "outcomeIdentifier", outcome, "identifier", value, "showHide", "show")
	if q.version.three {
		q.feedback = append(q.feedback, f.with(el("contentBody").with(q.text(t)...)))
		return
	}
	q.feedback = append(q.feedback, f.with(q.text(t)...))
}

// text writes both languages of a text, with the pictures where the package has them.
func (q *qtiWriter) text(t question.LocalText) []*element {
	vi, en := q.placed(t.VI), q.placed(t.EN)
	if en == "" {
		return []*element{fragmentOf(vi)}
	}
	return []*element{el("div", "xml:lang", "vi").with(fragmentOf(vi)), el("div", "xml:lang", "en").with(fragmentOf(en))}
}

func (q *qtiWriter) placed(markup string) string {
	if strings.Contains(markup, " start=") {
		q.lose(lossMarkup)
	}
	return mediaSource.ReplaceAllString(markup, `$1../media/$2"`)
}

// caseStudy writes each part in a block of its own.
func (q *qtiWriter) caseStudy(b question.Body) {
	stem := q.text(b.Stem)
	q.explain(b.Explain, solution)
	var blocks []*element
	for i, part := range b.Parts {
		if part.Source != (question.LocalText{}) {
			q.lose(lossSource)
		}
		q.body = nil
		if !q.question(part, fmt.Sprintf("P%d_", i+1), fmt.Sprintf("%s_%d", solution, i+1)) {
			q.lose(lossPart, i+1)
			continue
		}
		blocks = append(blocks, el("div", "class", "part").with(q.body...))
	}
	q.body = append(stem, blocks...)
	q.template = ""
}

var lossPart = words{"loss.part", "Ý %d không có loại tương ứng nên không được xuất.", "Part %d has no like in the format and was left out."}
