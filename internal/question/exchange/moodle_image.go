package exchange

import (
	"math"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

var (
	reasonMarkers = words{"moodle.markers",
		"Kéo nhiều nhãn khác nhau vào hình chưa có loại tương ứng. Hãy tách thành các câu chỉ một nơi trên hình.",
		"Dragging several different markers has no like here. Split it into questions that point at one thing."}
	reasonNoImage  = words{"image.missing", "Thiếu hình của câu hỏi.", "The picture of the question is missing."}
	reasonImageAlt = words{"image.alt",
		"Hình chưa có lời mô tả cho người dùng trình đọc màn hình; đã ghi tạm. Hãy viết lại.",
		"The picture had no description for screen readers; a stock one was written. Replace it."}
	reasonShape = words{"image.shape", "Không đọc được một vùng trên hình.", "A region of the picture cannot be read."}
)

// ddmarker reads one marker to be dragged to places of a picture: a question that points at them.
func (q *moodleQuestion) ddmarker() {
	b := &q.item.Body
	drags, drops := q.node.all("drag"), q.node.all("drop")
	used := map[string]bool{}
	for _, drop := range drops {
		used[drop.value("choice")] = true
	}
	if len(used) != 1 {
		q.refuse(reasonMarkers)
		return
	}
	file := q.node.first("file")
	if file == nil {
		q.refuse(reasonNoImage)
		return
	}
	data, err := decodedFile(file)
	if err != nil {
		q.refuse(reasonNoImage)
		return
	}
	spot := q.spotImage(file.attr("name"), data, question.LocalText{})
	label := question.LocalText{VI: "Nơi cần chỉ", EN: "The place"}
	if n, _ := strconv.Atoi(drops[0].value("choice")); n >= 1 && n <= len(drags) {
		label = q.text(drags[n-1].value("text"), true)
	}
	for _, drop := range drops {
		region, ok := moodleRegion(drop.value("shape"), drop.value("coords"))
		if !ok {
			q.refuse(reasonShape)
			return
		}
		region.Label, region.Correct = label, true
		spot.Regions = append(spot.Regions, region)
	}
	b.Type, b.Scoring, b.Hotspot = question.HotspotType, question.Partial, spot
}

// spotImage keeps the picture of a hotspot; one that cannot be kept refuses the item.
func (d *draft) spotImage(name string, data []byte, alt question.LocalText) *question.Hotspot {
	kept, wrong := d.shelf.put(name, data)
	if kept == "" {
		d.refuse(wrong, shown(name))
	}
	if alt.VI == "" {
		d.change(reasonImageAlt)
		alt = question.LocalText{VI: "Hình của câu hỏi", EN: "The picture of the question"}
	}
	width, height := pictureSize(data)
	return &question.Hotspot{Image: question.Image{File: kept, Width: width, Height: height, Alt: alt}}
}

// moodleRegion reads a drop zone: circle "x,y;r", rectangle "x,y;width,height", polygon "x,y;x,y;...".
func moodleRegion(shape, coords string) (question.Region, bool) {
	numbers, ok := coordinates(strings.ReplaceAll(coords, ";", ","))
	if !ok {
		return question.Region{}, false
	}
	switch {
	case shape == "circle" && len(numbers) == 3:
		return question.Region{Shape: question.Circle, Coords: numbers}, true
	case shape == "rectangle" && len(numbers) == 4:
		return question.Region{Shape: question.Rectangle, Coords: []int{numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3]}}, true
	case shape == "polygon" && len(numbers) >= 6:
		return question.Region{Shape: question.Polygon, Coords: numbers}, true
	}
	return question.Region{}, false
}

// coordinates reads numbers parted by commas, rounded to pixels.
func coordinates(text string) ([]int, bool) {
	var numbers []int
	for part := range strings.SplitSeq(text, ",") {
		value, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(value) || value < 0 || value > question.MaxImageSide {
			return nil, false
		}
		numbers = append(numbers, int(value+0.5))
	}
	return numbers, true
}
