package question

import (
	"fmt"

	"taphuan/internal/fault"
)

// hotspotKind (chỉ trên hình) asks to point at the right regions of an image. Partial is right regions that were hit
// minus picks that hit none, over right regions; all_or_nothing wants every right region hit and no pick beside them.
// A pick where a right and a wrong region overlap is right.
type hotspotKind struct{ plain }

// MaxPicks bounds how many places of an image may be pointed at.
const MaxPicks = 20

// Validate wants an image that is described, and regions within it.
func (hotspotKind) Validate(b Body) []fault.Field {
	var found faults
	found.scoring(b)
	h := b.Hotspot
	if h == nil {
		found.add("hotspot", "question.hotspot_required", fault.Text{
			VI: "Cần một hình và các vùng trên hình.", EN: "There must be an image with regions."})
		return found
	}
	found.image("hotspot.image", h.Image)
	if n := len(h.right()); n == 0 || len(h.Regions) > MaxRegions {
		found.add("hotspot.regions", "question.region_count", fault.Text{
			VI: fmt.Sprintf("Cần ít nhất một vùng đúng, nhiều nhất %d vùng.", MaxRegions),
			EN: fmt.Sprintf("There must be at least one correct region, and at most %d regions.", MaxRegions)})
	} else if h.Picks != 0 && (h.Picks < n || h.Picks > MaxPicks) {
		found.add("hotspot.picks", "question.picks", fault.Text{
			VI: fmt.Sprintf("Số điểm được chỉ phải từ số vùng đúng (%d) đến %d.", n, MaxPicks),
			EN: fmt.Sprintf("The number of picks must be from the number of correct regions (%d) to %d.", n, MaxPicks)})
	}
	for i, r := range h.Regions {
		found.region(fmt.Sprintf("hotspot.regions[%d]", i), h.Image, r)
	}
	return found
}

func (f *faults) image(path string, i Image) {
	if i.File == "" || len(i.File) > 200 {
		f.add(path+".file", "question.image_file", fault.Text{VI: "Cần một tệp hình.", EN: "There must be an image file."})
	}
	if i.Width < 1 || i.Height < 1 || i.Width > MaxImageSide || i.Height > MaxImageSide {
		f.add(path, "question.image_size", fault.Text{
			VI: fmt.Sprintf("Mỗi cạnh của hình phải từ 1 đến %d điểm ảnh.", MaxImageSide),
			EN: fmt.Sprintf("Each side of the image must be 1 to %d pixels.", MaxImageSide)})
	}
	f.text(path+".alt", i.Alt, MaxOptionLength, true)
}

// right lists the right regions.
func (h Hotspot) right() []Region {
	var right []Region
	for _, r := range h.Regions {
		if r.Correct {
			right = append(right, r)
		}
	}
	return right
}

// limit is how many places may be pointed at.
func (h Hotspot) limit() int {
	if h.Picks > 0 {
		return h.Picks
	}
	return len(h.right())
}

// hits reports of each pick whether it lies in a right region.
func (h Hotspot) hits(picks []Pick) []bool {
	hit := make([]bool, len(picks))
	for i, p := range picks {
		for _, r := range h.right() {
			hit[i] = hit[i] || r.holds(h.Image.pointOf(p))
		}
	}
	return hit
}

// Check wants places of the image, not more than may be pointed at.
func (hotspotKind) Check(b Body, a Answer) []fault.Field {
	var found faults
	if limit := b.Hotspot.limit(); len(a.Picks) > limit {
		found.add("picks", "answer.pick_count", fault.Text{
			VI: fmt.Sprintf("Chỉ được chỉ nhiều nhất %d điểm trên hình.", limit),
			EN: fmt.Sprintf("Point at most at %d places of the image.", limit)})
	}
	for i, p := range a.Picks {
		if p.X < 0 || p.Y < 0 || p.X > PickScale || p.Y > PickScale {
			found.add(fmt.Sprintf("picks[%d]", i), "answer.pick", fault.Text{
				VI: "Điểm này nằm ngoài hình.", EN: "This place lies outside the image."})
		}
	}
	return found
}

// Score counts the right regions that were hit and the picks that hit none.
func (hotspotKind) Score(b Body, _ Layout, a Answer) Points {
	right, wrong := 0, 0
	for _, r := range b.Hotspot.right() {
		if r.hitBy(b.Hotspot.Image, a.Picks) {
			right++
		}
	}
	for _, hit := range b.Hotspot.hits(a.Picks) {
		if !hit {
			wrong++
		}
	}
	return scoreParts(b, right-wrong, len(b.Hotspot.right()))
}

func (r Region) hitBy(image Image, picks []Pick) bool {
	for _, p := range picks {
		if r.holds(image.pointOf(p)) {
			return true
		}
	}
	return false
}

// Redact shows the image and how many places may be pointed at.
func (hotspotKind) Redact(b Body, _ Layout) View {
	view := viewOf(b)
	view.Image, view.Picks = &b.Hotspot.Image, b.Hotspot.limit()
	return view
}

// Review shows the right regions and what was pointed at.
func (k hotspotKind) Review(b Body, l Layout, a Answer) Review {
	h := b.Hotspot
	return Review{Right: k.RightAnswer(b, l), Hotspot: &HotspotReview{Image: h.Image, Regions: h.right(), Picks: a.Picks, Hit: h.hits(a.Picks)}}
}

// RightAnswer names the right regions.
func (hotspotKind) RightAnswer(b Body, _ Layout) LocalText {
	var labels []LocalText
	for _, r := range b.Hotspot.right() {
		labels = append(labels, r.Label)
	}
	return joinTexts(labels, "; ")
}
