package web

import (
	"net/http"
	"strings"

	"github.com/gin-contrib/gzip"
	"github.com/gin-gonic/gin"
)

// compress packs the API's JSON answers to reads and the playlists of videos: on a poor line they arrive in
// a third of the time. Files are packed already; the site keeps its own packed forms.
func compress() gin.HandlerFunc {
	pack := gzip.Gzip(gzip.DefaultCompression)
	return func(c *gin.Context) {
		if c.Request.Method == http.MethodGet && isText(c.Request.URL.Path) {
			pack(c)
			return
		}
		c.Next()
	}
}

// isText tells the API's JSON from its downloads, which end in a kind of file, and playlists from media.
func isText(path string) bool {
	if !strings.HasPrefix(path, Prefix+"/") {
		return strings.HasPrefix(path, "/media/") && strings.HasSuffix(path, ".m3u8")
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	return !strings.Contains(last, ".") && last != "pdf" && last != "file"
}
