package coursepackage

import (
	"bytes"
	"image"
	_ "image/jpeg" // images of questions
	_ "image/png"
	"path"
	"regexp"

	"github.com/goccy/go-yaml/ast"

	"taphuan/internal/prose"
	"taphuan/internal/question"
)

// maxImageBytes bounds an image of a question: it is loaded over a phone line while the clock runs.
const maxImageBytes = 1 << 20

var imageName = regexp.MustCompile(`^[a-z0-9-]{1,60}\.(png|jpg)$`)

type hotspotAnswerYAML struct {
	Picks   whole      `yaml:"picks"`
	Regions []areaYAML `yaml:"regions"`
}

// areaYAML is the form of a region, in pixels: one of rect, circle and poly.
type areaYAML struct {
	Rect    []whole `yaml:"rect"`
	Circle  []whole `yaml:"circle"`
	Poly    []whole `yaml:"poly"`
	Correct bool    `yaml:"correct"`
}

// regionYAML says in one language what is to be seen in a region.
type regionYAML struct {
	Label   string `yaml:"label"`
	Explain string `yaml:"explain"`
}

func (q *questionReader) hotspot(body *question.Body, node ast.Node) {
	var y hotspotAnswerYAML
	if !q.doc.decode(&q.found, node, &y) {
		return
	}
	vi, en := q.yaml.VI.Regions, q.en().Regions
	if len(y.Regions) != len(vi) {
		q.problem("question.region_texts", []any{"answer", "regions"}, len(vi))
		return
	}
	if !q.sameLength(len(vi), len(en), "regions") {
		return
	}
	body.Hotspot = &question.Hotspot{Image: q.image(), Picks: int(y.Picks)}
	for i, area := range y.Regions {
		region := area.region()
		region.Label.VI = q.render(prose.RenderInline, vi[i].Label, "vi", "regions", i, "label")
		region.Explain.VI = q.render(prose.Render, vi[i].Explain, "vi", "regions", i, "explain")
		if len(en) > 0 {
			region.Label.EN = q.render(prose.RenderInline, en[i].Label, "en", "regions", i, "label")
			region.Explain.EN = q.render(prose.Render, en[i].Explain, "en", "regions", i, "explain")
		}
		body.Hotspot.Regions = append(body.Hotspot.Regions, region)
	}
}

// region takes the one form that is written; several are none.
func (a areaYAML) region() question.Region {
	region, forms := question.Region{Correct: a.Correct}, 0
	for shape, coords := range map[question.Shape][]whole{question.Rectangle: a.Rect, question.Circle: a.Circle, question.Polygon: a.Poly} {
		if len(coords) == 0 {
			continue
		}
		forms++
		region.Shape, region.Coords = shape, nil
		for _, c := range coords {
			region.Coords = append(region.Coords, int(c))
		}
	}
	if forms > 1 {
		region.Shape = ""
	}
	return region
}

// image reads the question's image: its name inside the package stands for the stored file until it is imported.
func (q *questionReader) image() question.Image {
	found := question.Image{Alt: question.LocalText{VI: q.yaml.VI.Alt, EN: q.en().Alt}}
	if !imageName.MatchString(q.yaml.Image) {
		q.problem("question.image_name", []any{"image"})
		return found
	}
	found.File = "media/" + q.yaml.Image
	data, ok := q.folder.bytes(&q.found, found.File, maxImageBytes)
	if !ok {
		return found
	}
	head, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || "image/"+format != imageMime(found.File) {
		q.problem("question.image_form", []any{"image"})
		return found
	}
	found.Width, found.Height = head.Width, head.Height
	q.pkg.names[found.File] = true
	return found
}

// imageMime tells the kind of an image by its name, which imageName has seen.
func imageMime(name string) string {
	if path.Ext(name) == ".png" {
		return "image/png"
	}
	return "image/jpeg"
}
