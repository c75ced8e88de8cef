package certificatehttp

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	paper "taphuan/internal/certificate/render"
	"taphuan/internal/web"
)

// Design is how certificates look and the lines that they carry.
type Design struct {
	Form          string   `json:"form" enum:"woven,state,arcs"`
	Palette       string   `json:"palette" maxLength:"40"`
	Background    string   `json:"background" enum:"rosette,rays,plain"`
	Logo          []byte   `json:"logo,omitempty" doc:"PNG or JPEG; given back as a PNG"`
	NumberMark    string   `json:"numberMark" maxLength:"24"`
	HeaderLines   []string `json:"headerLines" maxItems:"3" nullable:"false"`
	Place         string   `json:"place" maxLength:"60"`
	CertifiedBy   string   `json:"certifiedBy" maxLength:"120"`
	BasisDocument string   `json:"basisDocument" maxLength:"300"`
	SignLines     []string `json:"signLines" maxItems:"4" nullable:"false"`
	SignerName    string   `json:"signerName" maxLength:"80"`
}

// DesignEntry is a design that was saved, without its logo.
type DesignEntry struct {
	ID         uuid.UUID `json:"id"`
	ValidFrom  string    `json:"validFrom" format:"date"`
	MadeAt     time.Time `json:"madeAt"`
	Form       string    `json:"form" enum:"woven,state,arcs"`
	Palette    string    `json:"palette"`
	SignerName string    `json:"signerName"`
}

// IssuerDesigns is an issuer with its designs.
type IssuerDesigns struct {
	IssuerID uuid.UUID     `json:"issuerId"`
	Issuer   string        `json:"issuer"`
	Current  Design        `json:"current"`
	Chosen   []DesignEntry `json:"chosen" nullable:"false" doc:"All that were saved, the last first; 50 at most"`
}

// Palette is a choice of colors, as #rrggbb.
type Palette struct {
	Key     string `json:"key"`
	Primary string `json:"primary"`
	Accent  string `json:"accent"`
}

type designList struct {
	Issuers  []IssuerDesigns `json:"issuers" nullable:"false"`
	Palettes []Palette       `json:"palettes" nullable:"false"`
}

// DesignFrom is a design with the day from which it holds.
type DesignFrom struct {
	Design
	ValidFrom string `json:"validFrom" format:"date"`
}

type designInput struct {
	ID   uuid.UUID `path:"id"`
	Body DesignFrom
}

type designPreviewInput struct {
	ID     uuid.UUID `path:"id"`
	Sample string    `query:"sample" enum:"short,long"`
	As     string    `query:"as" enum:"pdf,svg"`
	Body   DesignFrom
}

// maxDesign bounds a design with its logo in base64.
const maxDesign = 1 << 20

func designRoutes(s *web.Server, certificates *certificate.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/certificate-designs", Permission: access.ManageRegister, Name: "list-certificate-designs",
		Summary: "The issuers whose certificates the caller looks after, with their designs"}, listDesigns(certificates))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/certificate-issuers/{id}/designs", Permission: access.ManageRegister, Name: "save-certificate-design",
		Summary: "Certificates look so from a day on; what was issued stays", Status: http.StatusNoContent, MaxBody: maxDesign}, saveDesign(certificates))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/certificate-issuers/{id}/designs/preview", Permission: access.ManageRegister, Name: "preview-certificate-design",
		Summary: "An invented certificate in a design, as a page to print or a picture of it; nothing is stored", MaxBody: maxDesign}, previewDesign(certificates))
}

func listDesigns(s *certificate.Service) func(context.Context, access.Principal, *struct{}) (*web.Body[designList], error) {
	return func(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[designList], error) {
		found, err := s.ListDesigns(ctx, who)
		if err != nil {
			return nil, err
		}
		list := designList{Issuers: make([]IssuerDesigns, len(found))}
		for i, of := range found {
			list.Issuers[i] = IssuerDesigns{IssuerID: of.Current.IssuerID, Issuer: of.Issuer, Current: shownDesign(of.Current), Chosen: make([]DesignEntry, len(of.Chosen))}
			for n, d := range of.Chosen {
				list.Issuers[i].Chosen[n] = DesignEntry{ID: d.ID, ValidFrom: web.Date(&d.ValidFrom), MadeAt: d.MadeAt, Form: string(d.Form), Palette: d.Palette, SignerName: d.SignerName}
			}
		}
		for _, p := range paper.Palettes() {
			list.Palettes = append(list.Palettes, Palette{Key: p.Key, Primary: colorCode(p.Primary), Accent: colorCode(p.Accent)})
		}
		return web.Respond(list), nil
	}
}

func colorCode(c paper.Color) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func shownDesign(d certificate.Design) Design {
	return Design{Form: string(d.Form), Palette: d.Palette, Background: string(d.Background), Logo: d.Logo, NumberMark: d.NumberMark, HeaderLines: d.HeaderLines,
		Place: d.Place, CertifiedBy: d.CertifiedBy, BasisDocument: d.BasisDocument, SignLines: d.SignLines, SignerName: d.SignerName}
}

func (b DesignFrom) design() certificate.Design {
	day, _ := time.Parse(time.DateOnly, b.ValidFrom) // the format was checked
	return certificate.Design{ValidFrom: day, Form: paper.Form(b.Form), Palette: b.Palette, Background: paper.Background(b.Background), Logo: b.Logo, NumberMark: b.NumberMark,
		HeaderLines: b.HeaderLines, Place: b.Place, CertifiedBy: b.CertifiedBy, BasisDocument: b.BasisDocument, SignLines: b.SignLines, SignerName: b.SignerName}
}

func saveDesign(s *certificate.Service) func(context.Context, access.Principal, *designInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *designInput) (*struct{}, error) {
		return nil, s.SaveDesign(ctx, who, in.ID, in.Body.design())
	}
}

func previewDesign(s *certificate.Service) func(context.Context, access.Principal, *designPreviewInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *designPreviewInput) (*web.File, error) {
		picture := in.As == "svg"
		page, err := s.PreviewDesign(ctx, who, in.ID, in.Body.design(), in.Sample == "long", picture)
		if err != nil {
			return nil, err
		}
		if picture {
			return web.Download("image/svg+xml", "mau-giay-chung-nhan.svg", page), nil
		}
		return web.Download("application/pdf", "mau-giay-chung-nhan.pdf", page), nil
	}
}
