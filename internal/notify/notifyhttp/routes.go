// Package notifyhttp is the inbox, the settings of notices and the mail address over HTTP.
package notifyhttp

import (
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/notify"
	"taphuan/internal/web"
)

// Routes adds the routes of notices. All are about the caller alone.
func Routes(s *web.Server, notices *notify.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/notices", Permission: access.Learn, Name: "list-notices",
		Summary: "The caller's notices, the newest first"}, list(notices))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/me/notices/read", Permission: access.Learn, Name: "mark-notices-read",
		Summary: "Mark the given notices as read, or all"}, markRead(notices))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/notice-settings", Permission: access.Learn, Name: "get-notice-settings",
		Summary: "How the caller is told: mail address, kinds, quiet hours"}, findSettings(notices))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/me/notice-settings", Permission: access.Learn, Name: "set-notice-settings",
		Summary: "Choose which kinds are mailed and when it is quiet; duties cannot be turned off"}, setSettings(notices))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/me/mail-address", Permission: access.Learn, Name: "prove-mail-address",
		Summary: "Send a code to a mail address"}, proveAddress(notices))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/me/mail-address/confirm", Permission: access.Learn, Name: "confirm-mail-address",
		Summary: "Make the address the caller's by the code that was sent to it"}, confirmAddress(notices))
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/me/mail-address", Permission: access.Learn, Name: "remove-mail-address",
		Summary: "Forget the caller's mail address"}, removeAddress(notices))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/mails", Permission: access.Learn, Name: "list-mails",
		Summary: "What was mailed to the caller, the newest first"}, listMails(notices))
}
