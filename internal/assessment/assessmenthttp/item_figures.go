package assessmenthttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

type itemsInput struct {
	ByTest
	Keys []string `query:"keys" maxItems:"100" doc:"Of questions; none: every one"`
	web.Paging
}

// ItemFigures are the figures of one question over the first attempts of those who saw it. Shares are hundredths of a percent.
type ItemFigures struct {
	VersionID      uuid.UUID     `json:"versionId" format:"uuid"`
	Key            string        `json:"key"`
	Topic          string        `json:"topic"`
	Level          int           `json:"level" doc:"As its author set it: 1 to 3"`
	Type           string        `json:"type" enum:"single,multiple,true_false,numeric,short_answer,matching,ordering,cloze,inline_choice,categorize,hotspot,single_choice_table,formula,essay,file_upload,case_study"`
	StemHTML       string        `json:"stemHtml"`
	People         int           `json:"people" doc:"Who saw it; 0 when they are fewer than ten: then nothing more is told"`
	Difficulty     *int          `json:"difficulty,omitempty" doc:"Mean of the points as a share of the highest: 10000 is the easiest"`
	Discrimination *int          `json:"discrimination,omitempty" doc:"Correlation with the rest of the paper, in hundredths"`
	Omitted        *int          `json:"omitted,omitempty" doc:"Share that left it open"`
	MedianSeconds  *int          `json:"medianSeconds,omitempty" doc:"Left out: not known"`
	Flags          []string      `json:"flags" nullable:"false" enum:"negative,strong_distractor,too_hard,weak,unused_distractor,too_easy" doc:"The gravest first; none for fewer than thirty people"`
	Labels         []LabelFigure `json:"labels" nullable:"false" doc:"The ways to answer; none for answers in words of one's own, and for more than 64 ways"`
}

// LabelFigure are the figures of one way to answer.
type LabelFigure struct {
	HTML     string `json:"html"`
	Correct  bool   `json:"correct"`
	Share    *int   `json:"share,omitempty" doc:"Of those who saw the question"`
	RestMean *int   `json:"restMean,omitempty" doc:"Mean of those who chose it on the rest of their paper, as a share of the points; left out for fewer than five"`
	Upper    *int   `json:"upper,omitempty" doc:"Share in the upper 27 % by the rest; left out while such a group is smaller than five"`
	Lower    *int   `json:"lower,omitempty" doc:"Share in the lower 27 %"`
}

func countItems(s *web.Server, svc *assessment.Service, address Address) {
	route := web.Route{Method: http.MethodGet, Path: "/courses/{key}/tests/{kind}/items", Permission: access.ManageCourses,
		Name: "count-items", Summary: "How the questions of a test are answered, those that need a look first: numbers, from ten people up"}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *itemsInput) (*web.Body[web.List[ItemFigures]], error) {
		items, total, err := svc.CountItems(ctx, who, in.question(), in.Keys, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		words := viewer{locale: web.Locale(ctx), address: address}
		return web.Respond(web.ListOf(items, total, in.Paging, words.itemFigures)), nil
	})
}

func (v viewer) itemFigures(i assessment.ItemFigures) ItemFigures {
	shape := ItemFigures{VersionID: i.VersionID, Key: i.Key, Topic: i.Topic, Level: i.Difficulty, Type: string(i.Type), StemHTML: v.html(i.Stem),
		Flags: []string{}, Labels: []LabelFigure{}}
	for _, flag := range i.Flags {
		shape.Flags = append(shape.Flags, string(flag))
	}
	for _, way := range i.Ways {
		shape.Labels = append(shape.Labels, LabelFigure{HTML: v.html(way.Text), Correct: way.Right})
	}
	f := i.Figures
	if f == nil {
		return shape
	}
	shape.People, shape.Difficulty, shape.Omitted = f.People, maybe(&f.Difficulty, share), maybe(&f.Omitted, share)
	shape.Discrimination = maybe(f.Discrimination, hundredths)
	shape.MedianSeconds = maybe(f.MedianSeconds, seconds)
	for n, label := range f.Labels {
		l := &shape.Labels[n]
		l.Share, l.RestMean, l.Upper, l.Lower = maybe(&label.Share, share), maybe(label.RestMean, share), maybe(label.Upper, share), maybe(label.Lower, share)
	}
	return shape
}
