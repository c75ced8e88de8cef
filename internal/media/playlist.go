package media

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Playlist writes a playlist of a video file for HTTP Live Streaming (RFC 8216): master.m3u8 with every quality, or
// that of one by its name, such as 360p.m3u8. fault.ErrNotFound when there is none, or not yet. signer signs the
// addresses inside.
func (s *Service) Playlist(ctx context.Context, file uuid.UUID, name string, signer Signer) (string, error) {
	encoding, renditions, err := FindEncoding(ctx, s.db.Bun, file)
	if err != nil {
		return "", postgres.Fault(err)
	}
	if !encoding.IsReady() {
		return "", fault.ErrNotFound
	}
	if name == "master.m3u8" {
		return masterPlaylist(file, renditions, signer)
	}
	at := slices.IndexFunc(renditions, func(r Rendition) bool { return r.Name+".m3u8" == name })
	if at < 0 {
		return "", fault.ErrNotFound
	}
	return renditions[at].playlist(signer), nil
}

// playlistHead begins every playlist: version 7 is that of fragmented MP4.
const playlistHead = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n"

// masterPlaylist lists the qualities with a picture, the smallest first: players begin with it.
func masterPlaylist(file uuid.UUID, renditions []Rendition, signer Signer) (string, error) {
	var list strings.Builder
	list.WriteString(playlistHead)
	listed := 0
	for _, r := range renditions {
		if r.Width == 0 {
			continue
		}
		fmt.Fprintf(&list, "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\",RESOLUTION=%dx%d,FRAME-RATE=%.3f\n%s.m3u8?%s\n",
			r.Bandwidth, r.AverageBandwidth, r.Codecs, r.Width, r.Height, r.FrameRate, r.Name, signer.Query(file))
		listed++
	}
	if listed == 0 {
		return "", fault.ErrNotFound
	}
	return list.String(), nil
}

// playlist lists the segments of a rendition, all pieces of one file that is named from where the playlist stands.
func (r Rendition) playlist(signer Signer) string {
	longest := 0
	for _, s := range r.Segments {
		longest = max(longest, s[0])
	}
	address := "../" + r.RenditionID.String() + "?" + signer.Query(r.RenditionID)
	var list strings.Builder
	fmt.Fprintf(&list, playlistHead+"#EXT-X-TARGETDURATION:%d\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-MAP:URI=\"%s\",BYTERANGE=\"%d@0\"\n",
		int(math.Round(float64(longest)/1000)), address, r.InitBytes)
	start := r.InitBytes
	for _, s := range r.Segments {
		fmt.Fprintf(&list, "#EXTINF:%.3f,\n#EXT-X-BYTERANGE:%d@%d\n%s\n", float64(s[0])/1000, s[1], start, address)
		start += s[1]
	}
	list.WriteString("#EXT-X-ENDLIST\n")
	return list.String()
}
