package web

import "net/url"

// File is a download that cannot run in the page.
type File struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	Policy             string `header:"Content-Security-Policy"`
	CacheControl       string `header:"Cache-Control"`
	Body               []byte
}

// Download wraps a file as an attachment under a name in any language.
func Download(mime, name string, body []byte) *File {
	return &File{ContentType: mime, ContentDisposition: "attachment; filename*=UTF-8''" + url.PathEscape(name),
		Policy: "sandbox; default-src 'none'", CacheControl: "no-store", Body: body}
}
