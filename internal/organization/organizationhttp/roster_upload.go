package organizationhttp

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// maxUpload is the file and the form around it.
const maxUpload = organization.MaxRosterBytes + 64<<10

// uploadTime is how long a form may take to arrive over a slow line.
const uploadTime = 2 * time.Minute

var errForm = fault.New(fault.Invalid, "upload.form",
	fault.Text{VI: "Thiếu tệp hoặc năm học trong biểu mẫu tải lên.", EN: "The upload form lacks the file or the school year."})

// uploadInput keeps the body unread until the caller's right was asked. Nothing of it is ever
// written to a temporary file, as a form parser would do with a large one.
type uploadInput struct {
	ID   uuid.UUID `path:"id"`
	kind string
	body io.Reader
}

// Resolve keeps the request's body.
func (in *uploadInput) Resolve(ctx huma.Context) []error {
	in.kind, in.body = ctx.Header("Content-Type"), ctx.BodyReader()
	// A deadline that cannot be set is the server's own.
	_ = ctx.SetReadDeadline(time.Now().Add(uploadTime))
	return nil
}

// form is the upload: file and school year.
type form struct {
	fileName   string
	file       []byte
	schoolYear string
}

// read reads the form part by part into memory, within its bounds; the parts named are needed.
func (in *uploadInput) read(needed ...string) (form, error) {
	kind, params, err := mime.ParseMediaType(in.kind)
	if err != nil || kind != "multipart/form-data" || in.body == nil {
		return form{}, errForm
	}
	reader := multipart.NewReader(io.LimitReader(in.body, maxUpload), params["boundary"])
	var f form
	for range 8 {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return form{}, formFault(err)
		}
		if err := f.take(part); err != nil {
			return form{}, err
		}
	}
	if f.fileName == "" || slices.Contains(needed, "schoolYear") && f.schoolYear == "" {
		return form{}, errForm
	}
	return f, nil
}

func (f *form) take(part *multipart.Part) error {
	limit := int64(100)
	if part.FormName() == "file" {
		limit = organization.MaxRosterBytes
	}
	content, err := io.ReadAll(io.LimitReader(part, limit+1))
	if err != nil {
		return formFault(err)
	}
	if int64(len(content)) > limit {
		return organization.ErrRosterTooLarge
	}
	switch part.FormName() {
	case "file":
		f.fileName, f.file = part.FileName(), content
	case "schoolYear":
		f.schoolYear = string(content)
	default:
		return fault.ErrInvalid.At("body", "unknown", fault.TextUnknown)
	}
	return nil
}

func formFault(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return organization.ErrRosterTooLarge
	}
	return errForm.Because(err)
}

// describeUpload tells the OpenAPI document of the form.
func describeUpload(s *web.Server) {
	path := s.API.OpenAPI().Paths[web.Prefix+"/agencies/{id}/rosters"]
	if path == nil || path.Post == nil {
		return
	}
	path.Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {
		Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file", "schoolYear"}, Properties: map[string]*huma.Schema{
			"file":       {Type: huma.TypeString, Format: "binary", Description: "Class list, .xlsx or .csv, at most 10 MiB"},
			"schoolYear": {Type: huma.TypeString, Pattern: "^20[0-9]{2}-20[0-9]{2}$"},
		}},
	}}}
}
