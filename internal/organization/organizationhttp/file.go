package organizationhttp

import "net/url"

// download wraps a file as an attachment under a name in any language.
func download(mime, name string, body []byte) *File {
	return &File{ContentType: mime, ContentDisposition: "attachment; filename*=UTF-8''" + url.PathEscape(name),
		Policy: "sandbox; default-src 'none'", CacheControl: "no-store", Body: body}
}
