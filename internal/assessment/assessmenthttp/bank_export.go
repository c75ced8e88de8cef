package assessmenthttp

import (
	"context"
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/question/exchange"
	"taphuan/internal/web"
)

func exportRoutes(s *web.Server, b Bank) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}/bank/export/losses", Permission: access.ManageCourses, Name: "list-export-losses",
		Summary: "What a format could not hold of the questions, item by item"}, listLosses(b))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}/bank/export", Permission: access.ManageCourses, Name: "export-bank",
		Summary: "Questions of a bank as a file of another system"}, exportBank(b))
}

type exportInput struct {
	BankFilter
	Format string `query:"format" required:"true" enum:"excel,moodle_xml,gift,qti_2.2,qti_3.0"`
}

// ExportLosses is what a format could not hold.
type ExportLosses struct {
	Bytes  int          `json:"bytes" doc:"Of the file"`
	Losses []ExportLoss `json:"losses" nullable:"false"`
}

// ExportLoss is what a format could not hold of one question.
type ExportLoss struct {
	Key     string          `json:"key"`
	Left    bool            `json:"left" doc:"It is not in the file at all"`
	Reasons []web.LocalText `json:"reasons" nullable:"false"`
}

func listLosses(b Bank) func(context.Context, access.Principal, *exportInput) (*web.Body[ExportLosses], error) {
	return func(ctx context.Context, who access.Principal, in *exportInput) (*web.Body[ExportLosses], error) {
		out, err := b.Assessment.ExportBank(ctx, who, in.question(), exchange.Format(in.Format))
		shape := ExportLosses{Bytes: len(out.Data), Losses: make([]ExportLoss, len(out.Losses))}
		for i, loss := range out.Losses {
			shape.Losses[i] = ExportLoss{Key: loss.Name, Left: loss.Left, Reasons: make([]web.LocalText, len(loss.Reasons))}
			for n, reason := range loss.Reasons {
				shape.Losses[i].Reasons[n] = web.LocalText(reason.Text)
			}
		}
		return web.Respond(shape), err
	}
}

func exportBank(b Bank) func(context.Context, access.Principal, *exportInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *exportInput) (*web.File, error) {
		out, err := b.Assessment.ExportBank(ctx, who, in.question(), exchange.Format(in.Format))
		return web.Download(out.Type, "ngan-hang-"+in.Key+out.Ending, out.Data), err
	}
}
