package organizationhttp

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

const (
	// maxMapping bounds what is said about columns and titles.
	maxMapping = 256 << 10
	// maxUpload is the file and the form around it.
	maxUpload = organization.MaxRosterBytes + maxMapping + 64<<10
)

// uploadTime is how long a form may take to arrive over a slow line.
const uploadTime = 2 * time.Minute

var errForm = fault.New(fault.Invalid, "upload.form",
	fault.Text{VI: "Thiếu tệp trong biểu mẫu tải lên, hoặc biểu mẫu bị cắt.", EN: "The upload form lacks the file, or was cut off."})

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

// form is the upload: the file and what is said about it.
type form struct {
	fileName string
	file     []byte
	fields   map[string]string
}

// formFields are the fields that may stand beside the file, with their bounds.
var formFields = map[string]int64{"kind": 20, "schoolYear": 20, "effectiveOn": 20, "sheet": 200, "mapping": maxMapping}

// read reads the form part by part into memory, within its bounds.
func (in *uploadInput) read() (form, error) {
	kind, params, err := mime.ParseMediaType(in.kind)
	if err != nil || kind != "multipart/form-data" || in.body == nil {
		return form{}, errForm
	}
	reader := multipart.NewReader(io.LimitReader(in.body, maxUpload), params["boundary"])
	f := form{fields: map[string]string{}}
	for range 12 {
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
	if f.fileName == "" {
		return form{}, errForm
	}
	return f, nil
}

func (f *form) take(part *multipart.Part) error {
	name := part.FormName()
	limit, known := formFields[name]
	if name == "file" {
		limit, known = organization.MaxRosterBytes, true
	}
	if !known {
		return fault.ErrInvalid.At("body", "unknown", fault.TextUnknown)
	}
	content, err := io.ReadAll(io.LimitReader(part, limit+1))
	switch {
	case err != nil:
		return formFault(err)
	case int64(len(content)) > limit && name == "file":
		return organization.ErrRosterTooLarge
	case int64(len(content)) > limit:
		return fault.ErrInvalid.At("body."+name, "too_long", fault.TextTooLong)
	case name == "file":
		f.fileName, f.file = part.FileName(), content
	default:
		f.fields[name] = string(content)
	}
	return nil
}

// mapping is what somebody says about the columns and titles of a list.
type mapping struct {
	Columns map[string]string `json:"columns"` // meanings by the letter of the column
	Titles  map[string]string `json:"titles"`  // position groups by title
}

// command turns a form into a check. Errors: organization.ErrEffectiveOn, ErrRosterMapping.
func (f form) command(agency uuid.UUID) (organization.CheckRoster, error) {
	cmd := organization.CheckRoster{AgencyID: agency, Kind: organization.RosterKind(f.fields["kind"]), SchoolYear: f.fields["schoolYear"],
		FileName: f.fileName, File: f.file, Sheet: f.fields["sheet"]}
	if text := f.fields["effectiveOn"]; text != "" {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return cmd, organization.ErrEffectiveOn
		}
		cmd.EffectiveOn = &day
	}
	if f.fields["mapping"] == "" {
		return cmd, nil
	}
	var said mapping
	if err := json.Unmarshal([]byte(f.fields["mapping"]), &said); err != nil {
		return cmd, organization.ErrRosterMapping
	}
	cmd.Titles = said.Titles
	if len(said.Columns) == 0 {
		return cmd, nil
	}
	fields, err := organization.FieldsByLetter(said.Columns)
	cmd.Fields = fields
	return cmd, err
}

func formFault(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return organization.ErrRosterTooLarge
	}
	return errForm.Because(err)
}

// describeUploads tells the OpenAPI document of the forms.
func describeUploads(s *web.Server) {
	text := func(about string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Description: about} }
	properties := map[string]*huma.Schema{
		"file":        {Type: huma.TypeString, Format: "binary", Description: "List of people, .xlsx or .csv, at most 10 MiB and 50,000 people; it is not kept"},
		"kind":        {Type: huma.TypeString, Enum: []any{"students", "officers"}, Description: "students when absent"},
		"schoolYear":  {Type: huma.TypeString, Pattern: "^20[0-9]{2}-20[0-9]{2}$", Description: "Of a class list"},
		"effectiveOn": {Type: huma.TypeString, Format: "date", Description: "Since when a list of officers holds; the day of the commit when absent"},
		"sheet":       text("Which sheet of the workbook, when several hold lists"),
		"mapping":     text(`JSON: {"columns": {"B": "name"}, "titles": {"Trưởng phòng": "leader"}}; as remembered or guessed when absent`),
	}
	for _, path := range []string{"/agencies/{id}/rosters", "/agencies/{id}/rosters/columns", "/rosters/{id}/file"} {
		item := s.API.OpenAPI().Paths[web.Prefix+path]
		if item == nil || item.Post == nil {
			continue
		}
		item.Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {
			Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: properties}}}}
	}
}
