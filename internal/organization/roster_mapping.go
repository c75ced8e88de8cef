package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/postgres"
)

// rosterMapping is what the columns of one form mean in an agency.
type rosterMapping struct {
	bun.BaseModel `bun:"table:organization.roster_mappings"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	Kind          RosterKind `bun:"kind"`
	Form          []byte     `bun:"form"`
	Fields        []string   `bun:"fields,array"`
	UsedAt        time.Time  `bun:"used_at"`
}

// maxMappings bounds how many forms an agency's lists are remembered by: the last used ones.
const maxMappings = 200

// listMappings returns the remembered mappings of an agency by the form of the headings.
func (s *Service) listMappings(ctx context.Context, agency uuid.UUID, kind RosterKind) (map[string][]heading, error) {
	var rows []rosterMapping
	err := s.db.Read(ctx, postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&rows).Where("agency_id = ? AND kind = ?", agency, string(kind)).Order("used_at DESC").Limit(maxMappings).Scan(ctx)
	})
	remembered := make(map[string][]heading, len(rows))
	for _, r := range rows {
		fields := make([]heading, len(r.Fields))
		for i, field := range r.Fields {
			fields[i] = heading(field)
		}
		remembered[string(r.Form)] = fields
	}
	return remembered, err
}

// rememberTx keeps what somebody said about the columns of a form and the groups of titles.
func (s *Service) rememberTx(ctx context.Context, tx bun.Tx, cmd CheckRoster, table *rosterTable) error {
	if err := saveTitles(ctx, tx, cmd.AgencyID, cmd.Titles, s.now()); err != nil || cmd.Fields == nil {
		return err
	}
	fields := make([]string, len(table.columns.fields))
	for i, h := range table.columns.fields {
		fields[i] = string(h)
	}
	row := rosterMapping{AgencyID: cmd.AgencyID, Kind: table.kind, Form: table.columns.form(), Fields: fields, UsedAt: s.now()}
	_, err := tx.NewInsert().Model(&row).On("CONFLICT (agency_id, kind, form) DO UPDATE").
		Set("fields = EXCLUDED.fields, used_at = EXCLUDED.used_at").Exec(ctx)
	return err
}

// FieldsByLetter turns meanings by the letter of the column into fields by column.
// Error: ErrRosterMapping for a letter or a meaning that there is none of.
func FieldsByLetter(letters map[string]string) ([]string, error) {
	fields := []string{}
	for letter, field := range letters {
		number, err := excelize.ColumnNameToNumber(letter)
		if err != nil || number > maxColumns || len(field) > 20 {
			return nil, ErrRosterMapping
		}
		for len(fields) < number {
			fields = append(fields, "")
		}
		fields[number-1] = field
	}
	return fields, nil
}
