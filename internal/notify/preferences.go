package notify

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// Preferences (cài đặt thông báo) is how a person wants to be told.
type Preferences struct {
	bun.BaseModel `bun:"table:notify.preferences"`
	PersonID      uuid.UUID `bun:"person_id"`
	Email         *string   `bun:"email"`
	Muted         []Kind    `bun:"muted,array"`
	QuietFrom     int       `bun:"quiet_from"` // minute of the day in Viet Nam
	QuietTo       int       `bun:"quiet_to"`
	Locale        string    `bun:"locale"` // of the page on which these were set: mails are written in it
}

// defaultPreferences are those of a person who has set none: quiet from 20:00 to 07:00.
func defaultPreferences(person uuid.UUID) Preferences {
	return Preferences{PersonID: person, Muted: []Kind{}, QuietFrom: 20 * 60, QuietTo: 7 * 60, Locale: "vi"}
}

// isQuiet reports whether an instant lies in the person's quiet hours; from == to means none.
func (p Preferences) isQuiet(at time.Time) bool {
	at = at.In(organization.HoChiMinh)
	minute := at.Hour()*60 + at.Minute()
	if p.QuietFrom <= p.QuietTo {
		return minute >= p.QuietFrom && minute < p.QuietTo
	}
	return minute >= p.QuietFrom || minute < p.QuietTo
}

// Mutes reports whether the person gets no mail of this kind.
func (p Preferences) Mutes(kind Kind) bool { return slices.Contains(p.Muted, kind) }

// FindPreferences returns the caller's preferences.
func (s *Service) FindPreferences(ctx context.Context, who access.Principal) (Preferences, error) {
	found := defaultPreferences(who.PersonID)
	err := s.DB.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return findPreferences(ctx, tx, &found)
	})
	return found, err
}

// findPreferences fills what the person has set and leaves the rest.
func findPreferences(ctx context.Context, tx bun.IDB, p *Preferences) error {
	err := tx.NewSelect().Model(p).Where("person_id = ?", p.PersonID).Scan(ctx)
	if fault.KindOf(postgres.Fault(err)) == fault.NotFound {
		return nil
	}
	return err
}

// localeOf is the language that the caller reads.
func localeOf(who access.Principal) string {
	if who.Locale == "en" {
		return "en"
	}
	return "vi"
}

// SetPreferences says what is not mailed and when it is quiet.
type SetPreferences struct {
	Muted     []Kind
	QuietFrom int
	QuietTo   int
}

// check refuses what cannot be: most kinds are never muted.
func (c SetPreferences) check() error {
	for _, kind := range c.Muted {
		if !slices.Contains(Kinds(), kind) || !kind.IsMutable() {
			return fault.ErrInvalid.At("body.muted", "not_mutable", textKind)
		}
	}
	if c.QuietFrom < 0 || c.QuietFrom > 1439 || c.QuietTo < 0 || c.QuietTo > 1439 {
		return fault.ErrInvalid.At("body.quietFrom", "out_of_range", textMinute)
	}
	return nil
}

// SetPreferences keeps the caller's preferences. fault.ErrInvalid names a kind that cannot be muted
// or a minute that no day has.
func (s *Service) SetPreferences(ctx context.Context, who access.Principal, cmd SetPreferences) error {
	if err := cmd.check(); err != nil {
		return err
	}
	p := Preferences{PersonID: who.PersonID, Muted: cmd.Muted, QuietFrom: cmd.QuietFrom, QuietTo: cmd.QuietTo, Locale: localeOf(who)}
	if p.Muted == nil {
		p.Muted = []Kind{}
	}
	return s.DB.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&p).ExcludeColumn("email").
			On("CONFLICT (person_id) DO UPDATE").Set("muted = EXCLUDED.muted, quiet_from = EXCLUDED.quiet_from, quiet_to = EXCLUDED.quiet_to").
			Set("locale = EXCLUDED.locale, updated_at = now()").Returning("NULL").Exec(ctx)
		return err
	})
}
