package organization

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

// TestAPITokens makes, uses and ends tokens: each stands for its maker, in one agency, for a time.
func TestAPITokens(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	token, secret, err := w.CreateAPIToken(t.Context(), w.who, CreateAPIToken{AgencyID: w.dept, Name: " Phần mềm  nhân sự ", Days: 30})
	ok(t, err)
	if token.Name != "Phần mềm nhân sự" || !strings.HasPrefix(secret, TokenPrefix) || !strings.HasSuffix(secret, token.Hint) || len(secret) != len(TokenPrefix)+43 {
		t.Errorf("the token is %+v, %d letters", token, len(secret))
	}
	var stored []byte
	ok(t, w.owner.NewRaw("SELECT hash FROM organization.api_tokens").Scan(t.Context(), &stored))
	if bytes.Contains(stored, []byte(secret)) || w.count("SELECT count(*) FROM audit.entries WHERE action = 'create_api_token' AND after::text NOT LIKE ?", "%"+secret+"%") != 1 {
		t.Error("the token itself is kept")
	}
	holder, err := w.FindTokenHolder(t.Context(), secret)
	ok(t, err)
	if holder.PersonID != w.who.PersonID || !slices.Contains(holder.Agencies, w.general) || slices.Contains(holder.Agencies, w.first) {
		t.Errorf("the holder is %+v", holder)
	}
	list, total, err := w.ListAPITokens(t.Context(), w.who, w.dept, 10, 0)
	ok(t, err)
	if total != 1 || list[0].LastUsedAt == nil || list[0].Hash != nil {
		t.Errorf("the list is %+v", list)
	}
	for _, wrong := range []string{"", TokenPrefix, secret[:len(secret)-1], secret + "x", strings.ToUpper(secret)} {
		_, err := w.FindTokenHolder(t.Context(), wrong)
		assertFault(t, wrong, err, fault.ErrSessionExpired)
	}
	w.today = w.today.AddDate(0, 0, 31)
	_, err = w.FindTokenHolder(t.Context(), secret)
	assertFault(t, "an expired token", err, fault.ErrSessionExpired)
	w.today = w.today.AddDate(0, 0, -31)
	for range 2 {
		ok(t, w.RevokeAPIToken(t.Context(), w.who, w.dept, token.ID))
	}
	_, err = w.FindTokenHolder(t.Context(), secret)
	assertFault(t, "a revoked token", err, fault.ErrSessionExpired)
	if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'revoke_api_token' AND agency_id = ?", w.dept); n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestAPITokenRights(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	token, _, err := w.CreateAPIToken(t.Context(), w.who, CreateAPIToken{AgencyID: w.dept, Name: "x", Days: 1})
	ok(t, err)
	program := w.who
	program.Only = access.ManageRoster
	for name, who := range map[string]access.Principal{
		"nobody": {}, "a learner": as(access.Learner, w.dept), "a leader": as(access.AgencyLeader, w.dept), "another agency": as(access.FocalPoint, w.first),
		"the province": as(access.ProvinceManager, w.province, w.dept), "a token": program, "a person before the first own password": restricted(w.who),
	} {
		_, _, err := w.CreateAPIToken(t.Context(), who, CreateAPIToken{AgencyID: w.dept, Name: "x", Days: 1})
		assertOneOf(t, name+": create", err)
		_, _, err = w.ListAPITokens(t.Context(), who, w.dept, 10, 0)
		assertOneOf(t, name+": list", err)
		assertOneOf(t, name+": revoke", w.RevokeAPIToken(t.Context(), who, w.dept, token.ID))
	}
	other := as(access.FocalPoint, w.first)
	assertFault(t, "another agency's token under one's own", w.RevokeAPIToken(t.Context(), other, w.first, token.ID), fault.ErrNotFound)
	assertFault(t, "no such token", w.RevokeAPIToken(t.Context(), w.who, w.dept, audit.NewID()), fault.ErrNotFound)
	for _, wrong := range []CreateAPIToken{{w.dept, "", 1}, {w.dept, strings.Repeat("a", 81), 1}, {w.dept, "x", 0}, {w.dept, "x", 367}} {
		_, _, err := w.CreateAPIToken(t.Context(), w.who, wrong)
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: error is %v", wrong, err)
		}
	}
	for range maxTokens - 1 {
		_, _, err = w.CreateAPIToken(t.Context(), w.who, CreateAPIToken{AgencyID: w.dept, Name: "x", Days: 1})
		ok(t, err)
	}
	_, _, err = w.CreateAPIToken(t.Context(), w.who, CreateAPIToken{AgencyID: w.dept, Name: "x", Days: 1})
	assertFault(t, "one too many", err, ErrTooManyTokens)
	w.today = w.today.Add(25 * time.Hour)
	_, _, err = w.CreateAPIToken(t.Context(), w.who, CreateAPIToken{AgencyID: w.dept, Name: "x", Days: 1})
	ok(t, err)
}
