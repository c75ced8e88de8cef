package identity

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// oneTimeLife is how long a printed slip can be used.
const oneTimeLife = 30 * 24 * time.Hour

// OneTime (mật khẩu dùng một lần) is what a slip shows. The password is nowhere else.
type OneTime struct {
	PersonID  uuid.UUID
	Username  string
	Password  string
	ExpiresAt time.Time
	InUse     bool // the person has signed in before
}

// IssueOneTimePasswordsTx gives each person a new one-time password and voids the one before. A
// password that they chose themselves keeps working until the slip is used. The caller has checked
// that these people may be seen and has set the scope to them; it records the act.
// Error: fault.ErrNotFound when one of them has no account in the scope.
func (s *Service) IssueOneTimePasswordsTx(ctx context.Context, tx bun.IDB, personIDs []uuid.UUID) ([]OneTime, error) {
	if len(personIDs) == 0 {
		return nil, nil
	}
	slips := make([]OneTime, len(personIDs))
	hashes := make([][]byte, len(personIDs))
	expires := s.now().Add(oneTimeLife)
	for i, id := range personIDs {
		slips[i] = OneTime{PersonID: id, Password: newOneTimePassword(), ExpiresAt: expires}
		hashes[i] = s.keys.oneTimeHash(id, slips[i].Password)
	}
	var rows []accountRow
	err := tx.NewRaw(`UPDATE identity.accounts a SET one_time_hash = n.hash, one_time_expires_at = ?, one_time_printed_at = ?
		FROM unnest(ARRAY[?]::uuid[], ARRAY[?]::bytea[]) AS n(person_id, hash)
		WHERE a.person_id = n.person_id AND a.person_id IN (?) RETURNING a.person_id, a.username, a.last_sign_in_at`,
		expires, s.now(), bun.List(personIDs), bun.List(hashes), bun.List(personIDs)).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	accounts := map[uuid.UUID]accountRow{}
	for _, r := range rows {
		accounts[r.PersonID] = r
	}
	for i := range slips {
		account, ok := accounts[slips[i].PersonID]
		if !ok {
			return nil, fault.ErrNotFound
		}
		slips[i].Username, slips[i].InUse = account.Username, account.LastSignInAt != nil
	}
	return slips, nil
}
