package mediahttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/media"
	"taphuan/internal/web"
)

// Video is a video of a library.
type Video struct {
	ID         uuid.UUID `json:"id"`
	AgencyID   uuid.UUID `json:"agencyId"`
	Title      string    `json:"title"`
	URL        string    `json:"url" doc:"The whole file, as it was uploaded"`
	PosterURL  string    `json:"posterUrl,omitempty"`
	OwnPoster  bool      `json:"ownPoster" doc:"The poster was chosen by an author"`
	Bytes      int64     `json:"bytes"`
	Mime       string    `json:"mime"`
	DurationMs int       `json:"durationMs" doc:"0: not known"`
	Width      int       `json:"width" doc:"0: not known"`
	Height     int       `json:"height"`
	State      string    `json:"state" enum:"queued,working,ready,refused"`
	Progress   int       `json:"progress" doc:"Percent"`
	Reason     string    `json:"reason" doc:"Why it is refused: a stable code"`
	// Refusal is the reason in words.
	Refusal   *web.LocalText `json:"refusal,omitempty" doc:"Why it is refused and what to do, in words"`
	CreatedAt time.Time      `json:"createdAt"`
}

// VideoDetails is a video with what was made of it.
type VideoDetails struct {
	Video
	Renditions []Rendition `json:"renditions" doc:"From the smallest on"`
}

// Rendition is one quality of a video.
type Rendition struct {
	Name      string `json:"name" enum:"audio,240p,360p,480p,720p,1080p"`
	Width     int    `json:"width"`
	Height    int    `json:"height"`
	Bytes     int64  `json:"bytes"`
	Bandwidth int    `json:"bandwidth" doc:"Bits a second at most"`
}

// Upload is a file of the caller on its way into a library.
type Upload struct {
	ID          uuid.UUID `json:"id"`
	AgencyID    uuid.UUID `json:"agencyId"`
	Name        string    `json:"name"`
	Bytes       int64     `json:"bytes"`
	Received    int64     `json:"received" doc:"Bytes from the first on"`
	Fingerprint string    `json:"fingerprint" doc:"By which the sender knows the file again"`
	State       string    `json:"state" enum:"open,received" doc:"A received one becomes a video in a moment"`
	ProgressAt  time.Time `json:"progressAt" doc:"When something last arrived"`
	ExpiresAt   time.Time `json:"expiresAt" doc:"When it is deleted, if nothing more arrives"`
}

// Room is how much of an agency's library is used.
type Room struct {
	UsedBytes int64 `json:"usedBytes"`
	MaxBytes  int64 `json:"maxBytes" doc:"Of all videos of the agency"`
	FileBytes int64 `json:"fileBytes" doc:"Of one file at most"`
}

type listVideosInput struct {
	web.Paging
	AgencyID uuid.UUID `query:"agencyId" doc:"Absent: every agency in which the caller makes courses"`
	Query    string    `query:"q" maxLength:"100" doc:"Words of the title"`
}

type videoInput struct {
	ID uuid.UUID `path:"id"`
}

type renameInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Title string `json:"title" minLength:"1" maxLength:"200"`
	}
}

type posterInput struct {
	ID      uuid.UUID `path:"id"`
	RawBody []byte    `contentType:"application/octet-stream"`
}

// LibraryRoutes adds the video library of authors and the uploads into it.
func LibraryRoutes(s *web.Server, p Parts, uploads *media.Uploads) {
	files := p.Files
	tusRoutes(s, uploads)
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/uploads", Permission: access.ManageCourses, Name: "list-uploads",
		Summary: "The caller's unfinished uploads, the newest first"}, listUploads(uploads))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/video-room", Permission: access.ManageCourses, Name: "find-video-room",
		Summary: "How much of an agency's video library is used"}, findRoom(uploads))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/videos", Permission: access.ManageCourses, Name: "list-videos",
		Summary: "Videos of a library, the newest first"}, listVideos(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/videos/{id}", Permission: access.ManageCourses, Name: "find-video",
		Summary: "One video, with what was made of it"}, findVideo(p))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/videos/{id}", Permission: access.ManageCourses, Name: "rename-video",
		Summary: "Give a video another title"}, renameVideo(files))
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/videos/{id}", Permission: access.ManageCourses, Name: "delete-video",
		Summary: "Take a video out of the library; lessons that show it keep it"}, deleteVideo(files))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/videos/{id}/poster", Permission: access.ManageCourses, Name: "set-poster",
		Summary: "Set a poster of one's own: a JPEG, PNG or WebP picture", MaxBody: media.MaxPosterBytes + 1<<10}, setPoster(files))
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/videos/{id}/poster", Permission: access.ManageCourses, Name: "remove-poster",
		Summary: "Show the picture that was taken from the video again"}, removePoster(files))
}

func listUploads(uploads *media.Uploads) func(context.Context, access.Principal, *struct{}) (*web.Body[[]Upload], error) {
	return func(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[[]Upload], error) {
		list, err := uploads.ListUploads(ctx, who)
		if err != nil {
			return nil, err
		}
		shown := make([]Upload, len(list))
		for i, u := range list {
			shown[i] = Upload{ID: u.ID, AgencyID: u.AgencyID, Name: u.Name, Bytes: u.Size, Received: u.Received, Fingerprint: u.Fingerprint,
				State: string(u.State), ProgressAt: u.ProgressAt.UTC(), ExpiresAt: u.ExpiresAt().UTC()}
		}
		return web.Respond(shown), nil
	}
}

func findRoom(uploads *media.Uploads) func(context.Context, access.Principal, *videoInput) (*web.Body[Room], error) {
	return func(ctx context.Context, who access.Principal, in *videoInput) (*web.Body[Room], error) {
		room, err := uploads.FindRoom(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		return web.Respond(Room{UsedBytes: room.Used, MaxBytes: room.AgencyBytes, FileBytes: room.FileBytes}), nil
	}
}

func listVideos(p Parts) func(context.Context, access.Principal, *listVideosInput) (*web.Body[web.List[Video]], error) {
	return func(ctx context.Context, who access.Principal, in *listVideosInput) (*web.Body[web.List[Video]], error) {
		list, total, err := p.Files.ListVideos(ctx, who, media.ListVideos{AgencyID: in.AgencyID, Query: in.Query, Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(list, total, in.Paging, p.videoOf)), nil
	}
}

func findVideo(p Parts) func(context.Context, access.Principal, *videoInput) (*web.Body[VideoDetails], error) {
	return func(ctx context.Context, who access.Principal, in *videoInput) (*web.Body[VideoDetails], error) {
		found, renditions, err := p.Files.FindLibraryVideo(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		details := VideoDetails{Video: p.videoOf(found), Renditions: make([]Rendition, len(renditions))}
		for i, r := range renditions {
			details.Renditions[i] = Rendition{Name: r.Name, Width: r.Width, Height: r.Height, Bytes: r.Bytes(), Bandwidth: r.Bandwidth}
		}
		return web.Respond(details), nil
	}
}

func (p Parts) videoOf(v media.LibraryVideo) Video {
	shown := Video{ID: v.ID, AgencyID: v.AgencyID, Title: v.Title, URL: p.Signer.Address(v.FileID, ""), OwnPoster: v.PosterID != uuid.Nil, Bytes: v.File.Size, Mime: v.File.Mime,
		DurationMs: v.File.DurationMs, Width: v.File.Width, Height: v.File.Height, State: string(media.Queued), CreatedAt: v.CreatedAt.UTC()}
	poster := v.PosterID
	if e := v.Encoding; e != nil {
		shown.State, shown.Progress, shown.Reason = string(e.State), e.Progress, e.Reason
		if e.State == media.Refused {
			refusal := web.LocalText(media.RefusalText(e.Reason))
			shown.Refusal = &refusal
		}
		if poster == uuid.Nil {
			poster = e.PosterID
		}
	}
	if poster != uuid.Nil {
		shown.PosterURL = p.Signer.Address(poster, "")
	}
	return shown
}

func renameVideo(files *media.Service) func(context.Context, access.Principal, *renameInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *renameInput) (*struct{}, error) {
		return nil, files.RenameVideo(ctx, who, in.ID, in.Body.Title)
	}
}

func deleteVideo(files *media.Service) func(context.Context, access.Principal, *videoInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *videoInput) (*struct{}, error) {
		return nil, files.DeleteVideo(ctx, who, in.ID)
	}
}

func setPoster(files *media.Service) func(context.Context, access.Principal, *posterInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *posterInput) (*struct{}, error) {
		return nil, files.SetPoster(ctx, who, in.ID, in.RawBody)
	}
}

func removePoster(files *media.Service) func(context.Context, access.Principal, *videoInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *videoInput) (*struct{}, error) {
		return nil, files.RemovePoster(ctx, who, in.ID)
	}
}
