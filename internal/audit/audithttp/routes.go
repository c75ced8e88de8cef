// Package audithttp is the audit log over HTTP.
package audithttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/web"
)

// Names returns the names of people and agencies by id.
type Names func(ctx context.Context, people, agencies []uuid.UUID) (map[uuid.UUID]string, error)

// Routes adds the routes of the audit log.
func Routes(s *web.Server, svc *audit.Service, names Names) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/audit/entries", Permission: access.ReadAudit, Name: "list-audit-entries",
		Summary: "The audit log, newest first; the reading is recorded"}, listEntries(svc, names))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/audit/entries.csv", Permission: access.ReadAudit, Name: "export-audit-entries",
		Summary: "The audit log as a CSV file; the export is recorded"}, exportEntries(svc, names))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/audit/actions", Permission: access.ReadAudit, Name: "list-audit-actions",
		Summary: "What can stand in the log, in words"}, listActions)
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/account-events", Permission: access.SignedIn, Name: "list-account-events",
		Summary: "What others did with the caller's account and roles, newest first"}, listOwn(svc, names))
}
