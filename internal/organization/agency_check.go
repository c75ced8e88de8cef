package organization

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"taphuan/internal/fault"
)

// eventCheck looks at one event against the tree and gathers every fault with its place and its cure.
type eventCheck struct {
	event AgencyEvent
	tree  agencyTree
	wrong *fault.Error
}

// checkEvent returns fault.ErrInvalid with the fields named, or nil.
func checkEvent(e AgencyEvent, t agencyTree) error {
	c := &eventCheck{event: e, tree: t, wrong: fault.ErrInvalid}
	c.itself()
	if len(c.wrong.Fields) == 0 {
		c.shape()
	}
	if len(c.wrong.Fields) == 0 {
		c.sources()
		c.targets()
		c.details()
	}
	if len(c.wrong.Fields) > 0 {
		return c.wrong
	}
	return nil
}

func (c *eventCheck) at(path, code string, text fault.Text) { c.wrong = c.wrong.At(path, code, text) }

// itself looks at the texts, the day and the bounds.
func (c *eventCheck) itself() {
	e := c.event
	if n := utf8.RuneCountInString(e.Document); n == 0 || n > maxDocument {
		c.at("document", "required", fault.Text{VI: "Hãy ghi văn bản làm căn cứ (số, ngày, cơ quan ban hành), tối đa 300 ký tự.",
			EN: "Enter the document it rests on (number, date, issuer), at most 300 characters."})
	}
	if utf8.RuneCountInString(e.Note) > maxNote {
		c.at("note", "too_long", fault.TextTooLong)
	}
	if e.OccurredOn.Before(dayOf(1990, 1, 1)) || e.OccurredOn.After(dayOf(2100, 1, 1)) {
		c.at("occurredOn", "invalid", fault.Text{VI: "Hãy chọn ngày có hiệu lực từ năm 1990 đến 2100.", EN: "Choose an effective day from 1990 to 2100."})
	}
	if len(e.Sources) > maxEventAgencies || len(e.Targets) > maxEventAgencies || len(e.EndGrants) > 20*maxEventAgencies {
		c.at("sources", "too_many", fault.Text{VI: "Một sự kiện có tối đa 60 cơ quan nguồn và 60 cơ quan tiếp nhận.", EN: "An event has at most 60 sources and 60 targets."})
	}
}

// shape looks at how many sources and targets the kind of event has.
func (c *eventCheck) shape() {
	e := c.event
	need := func(path string, have, least, most int, text fault.Text) {
		if have < least || have > most {
			c.at(path, "count", text)
		}
	}
	const many = maxEventAgencies
	switch e.Kind {
	case Establish:
		need("sources", len(e.Sources), 0, 0, fault.Text{VI: "Thành lập mới không có cơ quan nguồn. Nếu có, hãy chọn hợp nhất hoặc chia tách.", EN: "An establishment has no source. If there is one, choose a merger or a split."})
		need("targets", len(e.Targets), 1, 1, textOneTarget)
	case Rename, MoveParent:
		need("sources", len(e.Sources), 1, 1, fault.Text{VI: "Hãy chọn đúng một cơ quan.", EN: "Choose exactly one agency."})
		need("targets", len(e.Targets), 0, 0, fault.Text{VI: "Sự kiện này không có cơ quan tiếp nhận.", EN: "This event has no target."})
		if e.Details == nil {
			c.at("details", "required", fault.Text{VI: "Hãy ghi thông tin mới của cơ quan.", EN: "Enter what the agency becomes."})
		}
	case Merge:
		need("sources", len(e.Sources), 1, many, textSources)
		need("targets", len(e.Targets), 1, 1, textOneTarget)
	case Absorb:
		need("sources", len(e.Sources), 1, many, textSources)
		need("targets", len(e.Targets), 1, 1, textOneTarget)
	case Split:
		need("sources", len(e.Sources), 1, 1, fault.Text{VI: "Chia tách có đúng một cơ quan nguồn.", EN: "A split has exactly one source."})
		need("targets", len(e.Targets), 2, many, fault.Text{VI: "Chia tách cần ít nhất hai cơ quan tiếp nhận. Nếu cơ quan cũ còn hoạt động, hãy chọn chính nó là một trong số đó.",
			EN: "A split needs at least two targets. If the old agency goes on, choose it as one of them."})
	case Dissolve:
		need("sources", len(e.Sources), 1, many, textSources)
		need("targets", len(e.Targets), 0, 0, fault.Text{VI: "Giải thể không có cơ quan tiếp nhận. Nếu có, hãy chọn sáp nhập.", EN: "A dissolution has no target. If there is one, choose an absorption."})
	case TransferFunction:
		need("sources", len(e.Sources), 1, many, textSources)
		need("targets", len(e.Targets), 1, many, fault.Text{VI: "Hãy chọn cơ quan nhận chức năng.", EN: "Choose who takes the function."})
	default:
		c.at("kind", "invalid", fault.Text{VI: "Hãy chọn loại sự kiện.", EN: "Choose the kind of event."})
	}
	if len(e.Targets) > 0 && (e.Receiver < 0 || e.Receiver >= len(e.Targets)) {
		c.at("receiver", "invalid", fault.Text{VI: "Hãy chọn cơ quan nhận người và đơn vị trực thuộc.", EN: "Choose which target takes the people and the units below."})
	}
	c.repeats()
}

func (c *eventCheck) repeats() {
	seen := map[uuid.UUID]bool{}
	for i, s := range c.event.Sources {
		if seen[s] {
			c.at(fmt.Sprintf("sources[%d]", i), "repeated", textRepeated)
		}
		seen[s] = true
	}
	isTarget := map[uuid.UUID]bool{}
	for i, t := range c.event.Targets {
		switch {
		case (t.AgencyID == uuid.Nil) == (t.New == nil):
			c.at(fmt.Sprintf("targets[%d]", i), "required", fault.Text{VI: "Hãy chọn một cơ quan hoặc ghi thông tin cơ quan mới.", EN: "Choose an agency or describe the new one."})
		case t.New == nil && isTarget[t.AgencyID]:
			c.at(fmt.Sprintf("targets[%d]", i), "repeated", textRepeated)
		case t.New == nil && seen[t.AgencyID] && c.event.Kind != Split:
			c.at(fmt.Sprintf("targets[%d]", i), "is_source", fault.Text{VI: "Cơ quan này đang là cơ quan nguồn. Hãy chọn sáp nhập nếu nó tiếp tục hoạt động, và bỏ nó khỏi danh sách nguồn.",
				EN: "This agency is a source. If it goes on, choose an absorption and take it out of the sources."})
		}
		isTarget[t.AgencyID] = t.New == nil
	}
}

// sources looks whether each source stands on the day and may change then.
func (c *eventCheck) sources() {
	for i, id := range c.event.Sources {
		path, day := fmt.Sprintf("sources[%d]", i), c.event.OccurredOn
		last, known := c.tree.last(id)
		v, stands := c.tree.at(id, day)
		switch {
		case !known:
			c.at(path, "unknown", textUnknownAgency)
		case c.event.Kind == TransferFunction && !stands && isDay(last.ValidTo, day): // gives away its functions on the day of its end
		case !stands:
			c.at(path, "not_standing", notStanding(c.tree, id, day))
		case v.ValidTo != nil:
			c.at(path, "changed_later", fault.Text{
				VI: fmt.Sprintf("%s đã có thay đổi từ ngày %s, sau ngày của sự kiện này. Hãy hoàn tác thay đổi đó trước.", v.Name, dayVI(*v.ValidTo)),
				EN: fmt.Sprintf("%s changes again on %s, after this event. Reverse that change first.", v.Name, dayEN(*v.ValidTo))})
		case c.event.ends(id) && v.ValidFrom.Equal(day):
			c.at(path, "begins_then", fault.Text{
				VI: fmt.Sprintf("%s có thông tin mới bắt đầu từ chính ngày này nên không thể kết thúc trong ngày. Hãy chọn ngày khác.", v.Name),
				EN: fmt.Sprintf("%s has a new version from this very day and cannot end on it. Choose another day.", v.Name)})
		case c.event.ends(id):
			c.below(path, id)
		}
	}
}

// below looks at what stands under an ending source: a dissolution leaves nothing behind.
func (c *eventCheck) below(path string, id uuid.UUID) {
	for _, v := range c.tree.under(id, c.event.OccurredOn) {
		if isEnding(c.event, v.AgencyID) {
			continue
		}
		switch {
		case c.event.Kind == Dissolve:
			c.at(path, "has_units", fault.Text{
				VI: fmt.Sprintf("%s vẫn thuộc cơ quan này. Hãy chuyển hoặc giải thể các đơn vị trực thuộc trước.", v.Name),
				EN: fmt.Sprintf("%s still belongs to this agency. Move or dissolve the units below first.", v.Name)})
			return
		case v.ValidTo != nil || v.ValidFrom.After(c.event.OccurredOn):
			c.at(path, "unit_changed_later", fault.Text{
				VI: fmt.Sprintf("Đơn vị trực thuộc %s có thay đổi sau ngày này. Hãy hoàn tác thay đổi đó trước.", v.Name),
				EN: fmt.Sprintf("The unit %s below changes after this day. Reverse that change first.", v.Name)})
			return
		}
	}
}

func isEnding(e AgencyEvent, id uuid.UUID) bool {
	for _, s := range e.Sources {
		if s == id {
			return e.ends(s)
		}
	}
	return false
}

// targets looks at who goes on, and at declared shares.
func (c *eventCheck) targets() {
	declared, sum := 0, 0
	for i, t := range c.event.Targets {
		path := fmt.Sprintf("targets[%d]", i)
		if t.Share != nil {
			declared, sum = declared+1, sum+*t.Share
			if *t.Share < 1 || *t.Share > WholeShare {
				c.at(path+".share", "invalid", textShares)
			}
		}
		if t.New != nil {
			c.place(path+".new", *t.New, uuid.Nil)
			continue
		}
		if _, known := c.tree.last(t.AgencyID); !known {
			c.at(path, "unknown", textUnknownAgency)
		} else if _, stands := c.tree.at(t.AgencyID, c.event.OccurredOn); !stands {
			c.at(path, "not_standing", notStanding(c.tree, t.AgencyID, c.event.OccurredOn))
		} else {
			c.targetPlace(path, t.AgencyID)
		}
	}
	if declared > 0 && (declared != len(c.event.Targets) || sum != WholeShare) {
		c.at("targets", "shares", textShares)
	}
	if c.event.Kind == Establish && len(c.event.Targets) == 1 && c.event.Targets[0].New == nil {
		c.at("targets[0]", "required", fault.Text{VI: "Hãy ghi thông tin của cơ quan mới.", EN: "Describe the new agency."})
	}
	if c.event.Kind == Absorb && len(c.event.Targets) == 1 && c.event.Targets[0].New != nil {
		c.at("targets[0]", "standing", fault.Text{VI: "Sáp nhập cần một cơ quan đang có. Nếu lập cơ quan mới, hãy chọn hợp nhất.", EN: "An absorption goes into an agency that stands. For a new one choose a merger."})
	}
}

// targetPlace looks that what takes the units below does not stand below an ending source itself, at any depth but the first.
func (c *eventCheck) targetPlace(path string, id uuid.UUID) {
	for _, s := range c.event.ending() {
		if c.tree.above(s, id, c.event.OccurredOn) {
			c.at(path, "below_source", fault.Text{VI: "Cơ quan tiếp nhận đang trực thuộc cơ quan kết thúc. Hãy chuyển cơ quan cấp trên của nó trước.",
				EN: "The target stands below an ending agency. Move it first."})
			return
		}
	}
}

// details looks at what a renamed or moved agency becomes.
func (c *eventCheck) details() {
	if (c.event.Kind == Rename || c.event.Kind == MoveParent) && c.event.Details != nil {
		c.place("details", *c.event.Details, c.event.Sources[0])
	}
}

// place looks at the details of an agency (uuid.Nil: a new one) and where they put it.
func (c *eventCheck) place(path string, d AgencyDetails, self uuid.UUID) {
	c.wrong = d.check(c.wrong, path)
	day := c.event.OccurredOn
	for _, p := range []struct {
		path string
		id   uuid.UUID
	}{{path + ".parentId", d.ParentID}, {path + ".professionalParentId", d.ProfessionalParentID}} {
		if p.id == uuid.Nil {
			continue
		}
		v, open := c.tree.open(p.id, day)
		_, known := c.tree.last(p.id)
		switch {
		case !known:
			c.at(p.path, "unknown", textUnknownAgency)
		case !open && v.ValidTo == nil:
			c.at(p.path, "not_standing", notStanding(c.tree, p.id, day))
		case !open && c.endsSometime(p.id), isEnding(c.event, p.id):
			c.at(p.path, "ends", fault.Text{VI: "Cơ quan cấp trên này kết thúc hoạt động. Hãy chọn cơ quan tiếp nối nó.", EN: "This parent ends. Choose the agency that continues it."})
		case self != uuid.Nil && c.tree.above(self, p.id, day):
			c.at(p.path, "cycle", fault.Text{VI: "Cơ quan cấp trên đang trực thuộc chính cơ quan này, sẽ thành vòng lặp. Hãy chọn cơ quan khác.",
				EN: "The parent stands below this agency, which would make a circle. Choose another one."})
		case c.tree.depth(p.id, day)+1+c.heightOf(self, day) >= maxTreeDepth:
			c.at(p.path, "too_deep", fault.Text{VI: "Cây tổ chức có tối đa 12 cấp. Hãy đặt cơ quan ở cấp cao hơn.", EN: "The tree has at most 12 levels. Put the agency higher up."})
		}
	}
	if self == uuid.Nil && d.ParentID == uuid.Nil && d.Kind != KindProvince {
		c.at(path+".parentId", "required", fault.Text{VI: "Hãy chọn cơ quan cấp trên.", EN: "Choose the parent."})
	}
	c.unique(path, d, self)
}

func (c *eventCheck) heightOf(self uuid.UUID, day time.Time) int {
	if self == uuid.Nil {
		return 0
	}
	return c.tree.height(self, day)
}

// endsSometime reports whether an agency has an end.
func (c *eventCheck) endsSometime(id uuid.UUID) bool {
	last, _ := c.tree.last(id)
	return last.ValidTo != nil
}

// unique looks that nobody else has the code, and nobody in the same province the short name, from the day on.
func (c *eventCheck) unique(path string, d AgencyDetails, self uuid.UUID) {
	day, root := c.event.OccurredOn, uuid.Nil
	if d.ParentID != uuid.Nil {
		root = c.tree.root(d.ParentID, day)
	}
	c.tree.each(func(v AgencyVersion) {
		if v.AgencyID == self || v.ValidTo != nil && !v.ValidTo.After(day) || isEnding(c.event, v.AgencyID) {
			return
		}
		if v.Code == d.Code {
			c.at(path+".code", "taken", fault.Text{
				VI: fmt.Sprintf("Mã này đang là mã của %s. Hãy dùng mã khác.", v.Name), EN: fmt.Sprintf("This is the code of %s. Use another one.", v.Name)})
		}
		if d.ShortName != "" && v.ShortName == d.ShortName && c.tree.root(v.AgencyID, later(v.ValidFrom, day)) == root {
			c.at(path+".shortName", "taken", fault.Text{
				VI: fmt.Sprintf("Tên viết tắt này đang được %s dùng trong ký hiệu văn bản. Hãy chọn tên khác.", v.Name),
				EN: fmt.Sprintf("%s uses this short name in its document symbols. Choose another one.", v.Name)})
		}
	})
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// notStanding says that an agency does not stand on a day, and since or until when.
func notStanding(t agencyTree, id uuid.UUID, day time.Time) fault.Text {
	list := t.versions[id]
	first, last := list[0], list[len(list)-1]
	if day.Before(first.ValidFrom) {
		return fault.Text{VI: fmt.Sprintf("%s chưa có vào ngày này, chỉ có từ ngày %s. Hãy đổi ngày hoặc chọn cơ quan khác.", first.Name, dayVI(first.ValidFrom)),
			EN: fmt.Sprintf("%s does not exist yet on this day, only from %s. Change the day or choose another agency.", first.Name, dayEN(first.ValidFrom))}
	}
	end := day
	if last.ValidTo != nil {
		end = *last.ValidTo
	}
	return fault.Text{VI: fmt.Sprintf("%s đã kết thúc từ ngày %s. Hãy đổi ngày hoặc chọn cơ quan tiếp nối.", last.Name, dayVI(end)),
		EN: fmt.Sprintf("%s ended on %s. Change the day or choose the agency that continues it.", last.Name, dayEN(end))}
}

var (
	textOneTarget     = fault.Text{VI: "Hãy chọn đúng một cơ quan tiếp nhận.", EN: "Choose exactly one target."}
	textSources       = fault.Text{VI: "Hãy chọn ít nhất một cơ quan nguồn.", EN: "Choose at least one source."}
	textRepeated      = fault.Text{VI: "Cơ quan này đã được chọn. Hãy bỏ một trong hai.", EN: "This agency is chosen already. Take one of them out."}
	textUnknownAgency = fault.Text{VI: "Không tìm thấy cơ quan này. Hãy chọn lại từ danh sách.", EN: "There is no such agency. Choose one from the list."}
	textShares        = fault.Text{VI: "Tỷ lệ phải được ghi cho mọi cơ quan tiếp nhận và cộng lại đúng 100%, hoặc để trống tất cả.", EN: "Give every target a share that adds up to 100%, or leave all of them empty."}
)

func isDay(at *time.Time, day time.Time) bool { return at != nil && at.Equal(day) }

func dayOf(year int, month time.Month, date int) time.Time {
	return time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
}

func dayVI(day time.Time) string { return day.Format("02/01/2006") }

func dayEN(day time.Time) string { return day.Format("2 January 2006") }
