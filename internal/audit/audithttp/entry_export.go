package audithttp

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strings"
	"time"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

type exportInput struct{ EntryFilter }

var columns = []fault.Text{{VI: "Lúc", EN: "At"}, {VI: "Người thực hiện", EN: "Who"}, {VI: "Vai trò", EN: "Role"}, {VI: "Việc", EN: "Action"},
	{VI: "Đối tượng", EN: "Object"}, {VI: "Cơ quan", EN: "Agency"}, {VI: "Lý do", EN: "Reason"}, {VI: "Trước", EN: "Before"}, {VI: "Sau", EN: "After"}}

func exportEntries(svc *audit.Service, names Names) func(context.Context, access.Principal, *exportInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *exportInput) (*web.File, error) {
		q, err := in.query()
		if err != nil {
			return nil, err
		}
		records, err := svc.ExportEntries(ctx, who, q)
		if err != nil {
			return nil, err
		}
		entries, err := named(ctx, names, records)
		if err != nil {
			return nil, err
		}
		body, err := writeCSV(entries, web.Locale(ctx))
		return web.Download("text/csv; charset=utf-8", "nhat-ky-he-thong.csv", body), err
	}
}

// writeCSV writes entries with a byte order mark, by which Excel knows UTF-8. No cell is ever a formula.
func writeCSV(entries []Entry, locale string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = c.In(locale)
	}
	rows := [][]string{head}
	for _, e := range entries {
		object := e.ObjectName
		if object == "" && e.ObjectID != nil {
			object = e.ObjectType + " " + e.ObjectID.String()
		}
		row := []string{e.At.In(hoChiMinh).Format("02/01/2006 15:04:05"), e.ActorName, in(e.ActorRole, locale), in(e.ActionName, locale),
			object, e.AgencyName, e.Reason, plainValue(e.Before), plainValue(e.After)}
		for i := range row {
			row[i] = plain(row[i])
		}
		rows = append(rows, row)
	}
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

var hoChiMinh = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

func in(text web.LocalText, locale string) string {
	return fault.Text{VI: text.VI, EN: text.EN}.In(locale)
}

func plainValue(stored any) string {
	raw, isRaw := stored.(json.RawMessage)
	if !isRaw {
		return ""
	}
	return string(raw)
}

// plain keeps a text from becoming a formula where the file is opened.
func plain(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
