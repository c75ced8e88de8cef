package coursepackagehttp

import (
	"context"
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/coursepackage"
	"taphuan/internal/web"
)

// ByCourse is the part of an address that names a course.
type ByCourse struct {
	Key string `path:"key" maxLength:"40"`
}

type publishBankInput struct {
	ByCourse
	Body struct {
		Mark int64 `json:"mark" minimum:"0" doc:"Of the preview that was seen"`
	}
}

// BankPublication is what publishing a bank would do.
type BankPublication struct {
	Version     int               `json:"version" doc:"Of the course today"`
	Mark        int64             `json:"mark" doc:"Stands for what this preview says"`
	Questions   int               `json:"questions" doc:"That tests could draw afterwards"`
	Changes     []BankChange      `json:"changes" nullable:"false" doc:"By key"`
	Shortages   []TestShortage    `json:"shortages" nullable:"false" doc:"What stands in the way"`
	Equivalents []EquivalentFault `json:"equivalents" nullable:"false" doc:"By key; these stand in the way, too"`
}

// EquivalentFault is a question that needs dragging or an image, and for which there is no other.
type EquivalentFault struct {
	Key  string        `json:"key"`
	Stem web.LocalText `json:"stem" doc:"HTML"`
	Text web.LocalText `json:"text" doc:"Why, and what to do"`
}

// BankChange is a question by which the next tests differ from those of today.
type BankChange struct {
	Key    string        `json:"key"`
	Stem   web.LocalText `json:"stem" doc:"HTML"`
	Before int           `json:"before" doc:"Number of the version; 0: it is new to the tests"`
	After  int           `json:"after" doc:"Number of the version; 0: the tests drop it"`
}

// TestShortage is what a test lacks.
type TestShortage struct {
	Kind  string      `json:"kind" enum:"pre_test,self_check,final"`
	Cells []ShortCell `json:"cells" nullable:"false"`
	Fixed []string    `json:"fixed" nullable:"false" doc:"Keys of fixed questions that are retired"`
}

// ShortCell is a cell of a blueprint for which there are too few questions.
type ShortCell struct {
	Topic      string `json:"topic"`
	Difficulty int    `json:"difficulty"`
	Asked      int    `json:"asked"`
	Available  int    `json:"available"`
}

func bankRoutes(s *web.Server, editor *coursepackage.Editor) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}/bank/publication", Permission: access.ManageCourses, Name: "preview-bank-publication",
		Summary: "What publishing the reviewed questions would change"},
		func(ctx context.Context, who access.Principal, in *ByCourse) (*web.Body[BankPublication], error) {
			p, err := editor.PreviewBank(ctx, who, in.Key)
			return web.Respond(publicationOf(p)), err
		})
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/courses/{key}/bank/publication", Permission: access.ManageCourses, Name: "publish-bank",
		Summary: "Let tests draw the reviewed questions: the course gets a new version, and who has begun stays on the old one"},
		func(ctx context.Context, who access.Principal, in *publishBankInput) (*web.Body[NewVersion], error) {
			version, err := editor.PublishBank(ctx, who, in.Key, uint64(in.Body.Mark))
			return web.Respond(NewVersion{Version: version}), err
		})
}

func publicationOf(p coursepackage.BankPublication) BankPublication {
	shape := BankPublication{Version: p.Version, Mark: int64(p.Mark), Questions: p.Questions, Changes: []BankChange{}, Shortages: []TestShortage{},
		Equivalents: []EquivalentFault{}}
	for _, c := range p.Changes {
		shape.Changes = append(shape.Changes, BankChange{Key: c.Key, Stem: web.LocalText(c.Stem), Before: c.Before, After: c.After})
	}
	for _, u := range p.Unequal {
		shape.Equivalents = append(shape.Equivalents, EquivalentFault{Key: u.Key, Stem: web.LocalText(u.Stem), Text: web.LocalText(u.Text())})
	}
	for _, t := range p.Shortages {
		short := TestShortage{Kind: string(t.Kind), Cells: []ShortCell{}, Fixed: append([]string{}, t.Fixed...)}
		for _, cell := range t.Cells {
			short.Cells = append(short.Cells, ShortCell(cell))
		}
		shape.Shortages = append(shape.Shortages, short)
	}
	return shape
}
