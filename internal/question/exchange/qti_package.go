package exchange

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// QTI packages are read by the specifications of 1EdTech: "IMS QTI 2.1/2.2" and "QTI 3.0", whose names are the same but
// for their spelling (qti-simple-choice, simpleChoice), and "IMS Content Packaging" for the manifest.

const maxItemFile = 8 << 20 // bytes of one item

var (
	reasonNoManifest = words{"qti.no_manifest",
		"Gói không có imsmanifest.xml nên chủ đề, mức độ khó và thứ tự không rõ.", "The package has no imsmanifest.xml, so topics, difficulty and order are not known."}
	reasonQTI1 = words{"qti.version",
		"Gói dùng QTI 1.2 (kiểu cũ), chưa đọc được. Hãy xuất lại dạng QTI 2.1 trở lên.", "The package is QTI 1.2, which is not read. Export it as QTI 2.1 or later."}
	reasonQTITest = words{"qti.test",
		"Bài kiểm tra trong gói (thứ tự, thời gian, cách tính điểm) không nhập; chỉ nhập câu hỏi.", "The test in the package (order, time, scoring) was not imported; its questions were."}
	reasonItemFile = words{"qti.item_file", "Tệp câu hỏi bị thiếu, hỏng hoặc quá 8 MB.", "The file of the question is missing, broken or over 8 MB."}
	reasonNoItems  = words{"qti.no_items", "Gói không có câu hỏi QTI nào.", "The package holds no QTI questions."}
)

// qtiResource is an item that the manifest names.
type qtiResource struct {
	file     string
	metadata *node
}

func (im *importer) readPackage(a *archive) error {
	resources, err := im.manifest(a)
	if err != nil {
		return err
	}
	for _, r := range resources {
		if err := im.packageItem(a, r); err != nil {
			return err
		}
	}
	if len(resources) == 0 {
		im.notes.add(reasonNoItems.reason())
	}
	return nil
}

// manifest lists the items of a package; without a manifest, every file that is one.
func (im *importer) manifest(a *archive) ([]qtiResource, error) {
	name := a.manifest()
	if name == "" {
		im.notes.add(reasonNoManifest.reason())
		return im.itemFiles(a)
	}
	data, err := a.read(name, a.limits.Part)
	if err != nil {
		return nil, err
	}
	var list []qtiResource
	err = eachChild(data, "resources", func(r *node) {
		kind := r.attr("type")
		switch {
		case strings.HasPrefix(kind, "imsqti_item_") || strings.HasPrefix(kind, "imsqti_apipitem_"):
			list = append(list, qtiResource{cleanPath(path.Join(path.Dir(name), r.attr("href"))), r.first("metadata")})
		case strings.HasPrefix(kind, "imsqti_xmlv1p") || strings.HasPrefix(kind, "imsqti_xmlv1"):
			im.notes.add(reasonQTI1.reason())
		case strings.HasPrefix(kind, "imsqti_test_") || strings.HasPrefix(kind, "imsqti_assessment_"):
			im.notes.add(reasonQTITest.reason())
		}
	})
	return list, err
}

// manifest finds the manifest, at the top or in the one folder that holds the package; "" for none.
func (a *archive) manifest() string {
	const name = "imsmanifest.xml"
	if a.has(name) {
		return name
	}
	found := ""
	for part := range a.parts {
		if folder, file := path.Split(part); file == name && strings.Count(folder, "/") == 1 {
			if found != "" {
				return ""
			}
			found = part
		}
	}
	return found
}

// cleanPath is the path of a part as archives name it.
func cleanPath(href string) string { return strings.TrimPrefix(path.Clean("/"+href), "/") }

// itemFiles finds the items of a package without a manifest. Error: ErrFormat where there are none.
func (im *importer) itemFiles(a *archive) ([]qtiResource, error) {
	var list []qtiResource
	for name := range a.parts {
		if !strings.HasSuffix(strings.ToLower(name), ".xml") {
			continue
		}
		data, err := a.read(name, maxItemFile)
		if errors.Is(err, ErrUnpackedTooLarge) {
			return nil, err
		}
		if root := rootElement(string(data)); root == "assessmentItem" || root == "qti-assessment-item" {
			list = append(list, qtiResource{file: name})
		}
	}
	if len(list) == 0 {
		return nil, ErrFormat
	}
	slices.SortFunc(list, func(a, b qtiResource) int { return strings.Compare(a.file, b.file) })
	return list, nil
}

// packageItem reads one item; what is wrong with its file is said of the item alone, but for what makes the whole
// package hostile.
func (im *importer) packageItem(a *archive, r qtiResource) error {
	d := im.draft(path.Base(r.file), Place{Part: r.file})
	d.picture = func(reference string) ([]byte, words) { return a.picture(r.file, reference) }
	data, err := a.read(r.file, maxItemFile)
	if errors.Is(err, ErrUnpackedTooLarge) && a.spent > a.limits.Unpacked {
		return err
	}
	var root *node
	if err == nil {
		root, err = rootNode(data)
	}
	if errors.Is(err, ErrEntities) || errors.Is(err, ErrTooDeep) {
		return err
	}
	if err != nil {
		d.refuse(reasonItemFile)
		return im.add(d)
	}
	d.lom(r.metadata)
	d.qti(root)
	return im.add(d)
}

// readLoneItem reads an item that was uploaded without a package: its pictures are missing.
func (im *importer) readLoneItem(data []byte) error {
	root, err := rootNode(data)
	if err != nil {
		return err
	}
	d := im.draft("", Place{Line: 1})
	d.qti(root)
	return im.add(d)
}

// rootNode reads a whole document, whose names become those of QTI 2.
func rootNode(data []byte) (*node, error) {
	x := newXML(data)
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil, ErrXML
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			root, err := x.tree(start)
			if err == nil {
				renameQTI(root)
			}
			return root, err
		}
	}
}

// renameQTI spells the names of QTI 3 as QTI 2 does.
func renameQTI(n *node) {
	if rest, ok := strings.CutPrefix(n.name, "qti-"); ok {
		n.name = camel(rest)
		for i, a := range n.attrs {
			if !strings.HasPrefix(a.Name.Local, "data-") && !strings.HasPrefix(a.Name.Local, "aria-") {
				n.attrs[i].Name.Local = camel(a.Name.Local)
			}
		}
	}
	for _, kid := range n.kids {
		renameQTI(kid)
	}
}

func camel(name string) string {
	parts := strings.Split(name, "-")
	for i, part := range parts[1:] {
		if part != "" {
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "")
}

// lom reads what the manifest says of an item (IEEE LOM): its key, keywords, difficulty and topic.
func (d *draft) lom(metadata *node) {
	for _, lom := range metadata.find("lom") {
		for _, id := range lom.find("identifier") {
			if entry := id.first("entry"); entry != nil {
				d.item.Key = strings.TrimSpace(entry.words())
			}
		}
		var tags []string
		for _, keyword := range lom.find("keyword") {
			tags = append(tags, strings.TrimSpace(keyword.words()))
		}
		d.tagged(tags)
		for _, difficulty := range lom.find("difficulty") {
			d.item.Difficulty = lomDifficulty[strings.TrimSpace(difficulty.value("value"))]
		}
		var steps []string
		for _, taxon := range lom.find("taxon") {
			if entry := strings.TrimSpace(taxon.first("entry").words()); entry != "" {
				steps = append(steps, entry)
			}
		}
		d.item.Topic = strings.Join(steps, "/")
	}
	if len(metadata.find("lom")) > 0 && d.item.Key == "" {
		d.item.Key = noKey
	}
}

// noKey marks an item whose manifest says that it has none, so that its identifier is not taken for one.
const noKey = "\x00"

var lomDifficulty = map[string]int{"very easy": 1, "easy": 1, "medium": 2, "difficult": 3, "very difficult": 3}
