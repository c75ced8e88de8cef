package audit

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ListEntries asks for one page of the log, the newest first. Zero values ask for all.
type ListEntries struct {
	ActorID  uuid.UUID
	ObjectID uuid.UUID
	AgencyID uuid.UUID
	Action   string
	From, To *time.Time // days in Viet Nam, both included
	Older    uuid.UUID  // only entries older than this one
	Limit    int
}

// Record is one entry as it is read.
type Record struct {
	ID         uuid.UUID
	At         time.Time
	ActorID    *uuid.UUID
	ActorRole  string
	AgencyID   *uuid.UUID
	Action     string
	ObjectType string
	ObjectID   *uuid.UUID
	Reason     string
	Before     json.RawMessage
	After      json.RawMessage
}

// maxExport bounds one export of the log, in entries.
const maxExport = 50_000

// ErrExportTooLarge says that an export would hold too many entries.
var ErrExportTooLarge = fault.New(fault.TooLarge, "audit.export_too_large", fault.Text{
	VI: "Nhật ký quá dài để xuất một lần (trên 50.000 dòng). Hãy chọn khoảng ngày ngắn hơn.",
	EN: "The log is too long for one file (over 50,000 lines). Choose fewer days."})

// ListEntries (đọc nhật ký hệ thống) returns a page of entries and whether older ones follow. It needs
// audit.read and shows the affairs of the agencies in reach; those of the whole installation only to
// whose right spans it. The reading itself is recorded, the same question once an hour.
func (s *Service) ListEntries(ctx context.Context, who access.Principal, q ListEntries) ([]Record, bool, error) {
	limit := q.Limit
	q.Limit++
	records, err := s.read(ctx, who, q, "read_audit_log")
	if err != nil || len(records) <= limit {
		return records, false, err
	}
	return records[:limit], true, nil
}

// ExportEntries returns every entry that ListEntries would page through. Error: ErrExportTooLarge.
func (s *Service) ExportEntries(ctx context.Context, who access.Principal, q ListEntries) ([]Record, error) {
	q.Older, q.Limit = uuid.Nil, maxExport+1
	records, err := s.read(ctx, who, q, "export_audit_log")
	if err == nil && len(records) > maxExport {
		return nil, ErrExportTooLarge
	}
	return records, err
}

func (s *Service) read(ctx context.Context, who access.Principal, q ListEntries, action string) ([]Record, error) {
	if err := who.Require(access.ReadAudit); err != nil {
		return nil, err
	}
	whole, err := s.whole(ctx, who, access.ReadAudit)
	if err != nil {
		return nil, err
	}
	agencies := who.AgenciesFor(access.ReadAudit)
	scope := postgres.Agencies(agencies...)
	if whole {
		scope = postgres.System(postgres.ReadAuditLog)
	}
	var records []Record
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		query := entriesQuery(tx, q)
		if !whole {
			query.Where("agency_id IN (?)", bun.List(agencies))
		}
		records = nil
		if err := query.Scan(ctx, &records); err != nil {
			return err
		}
		return recordReading(ctx, tx, who, action, q)
	})
	return records, err
}

func entriesQuery(tx bun.IDB, q ListEntries) *bun.SelectQuery {
	query := tx.NewSelect().Table("audit.entries").Column("id", "at", "actor_id", "actor_role", "agency_id", "action", "object_type", "object_id", "reason", "before", "after")
	for column, id := range map[string]uuid.UUID{"actor_id": q.ActorID, "object_id": q.ObjectID, "agency_id": q.AgencyID} {
		if id != uuid.Nil {
			query.Where("? = ?", bun.Ident(column), id)
		}
	}
	if q.Action != "" {
		query.Where("action = ?", q.Action)
	}
	if q.From != nil {
		query.Where("at >= (?::date)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'", q.From.Format(time.DateOnly))
	}
	if q.To != nil {
		query.Where("at < (?::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'", q.To.Format(time.DateOnly))
	}
	if q.Older != uuid.Nil {
		query.Where("id < ?", q.Older)
	}
	return query.Order("id DESC").Limit(int64(q.Limit))
}

// recordReading notes the question that was asked of the log, without its page; the same question by
// the same person within the hour is one reading. An export is noted each time.
func recordReading(ctx context.Context, tx bun.IDB, who access.Principal, action string, q ListEntries) error {
	asked := map[string]string{}
	for name, id := range map[string]uuid.UUID{"actorId": q.ActorID, "objectId": q.ObjectID, "agencyId": q.AgencyID} {
		if id != uuid.Nil {
			asked[name] = id.String()
		}
	}
	for name, day := range map[string]*time.Time{"from": q.From, "to": q.To} {
		if day != nil {
			asked[name] = day.Format(time.DateOnly)
		}
	}
	if q.Action != "" {
		asked["action"] = q.Action
	}
	if action == "read_audit_log" {
		again, err := askedAgain(ctx, tx, who, action, asked)
		if err != nil || again {
			return err
		}
	}
	return RecordTx(ctx, tx, Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ReadAudit, uuid.Nil)), Action: action, ObjectType: "audit_log", After: asked})
}

func askedAgain(ctx context.Context, tx bun.IDB, who access.Principal, action string, asked map[string]string) (bool, error) {
	text, err := json.Marshal(asked)
	if err != nil {
		return false, err
	}
	return tx.NewSelect().Table("audit.entries").Where("actor_id = ? AND action = ? AND after = ?::jsonb", who.PersonID, action, string(text)).
		Where("at > now() - interval '1 hour'").Exists(ctx)
}
