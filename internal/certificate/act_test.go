package certificate

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// holding is somebody who holds a role at an agency.
func holding(role access.Role, agency uuid.UUID) access.Principal {
	return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: role, AgencyID: agency, Agencies: []uuid.UUID{agency}}}}
}

// proposal is a sound one of a kind.
func proposal(id uuid.UUID, kind LineKind) ProposeAct {
	cmd := ProposeAct{CertificateID: id, Kind: kind, Cause: causes[kind][0], Reason: "Theo đơn của người học", DecisionNumber: "12/QĐ-CAT", DecisionOn: today}
	if kind == Correction {
		cmd.Corrected = &Corrected{Name: "Đinh Thị Hrê Ươn", Unit: "Sở Khoa học và Công nghệ", From: "2026-11-03", To: "2026-11-23"}
	}
	return cmd
}

func (w *world) propose(t *testing.T, who access.Principal, cmd ProposeAct) Act {
	t.Helper()
	a, err := w.ProposeAct(t.Context(), who, cmd)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// act proposes and approves by two people of the issuer's agency.
func (w *world) act(t *testing.T, cmd ProposeAct) Act {
	t.Helper()
	a := w.propose(t, holding(access.Registrar, w.police), cmd)
	a, err := w.DecideAct(t.Context(), holding(access.AgencyLeader, w.police), DecideAct{ID: a.ID, Approve: true})
	if err != nil || a.State != ActApproved {
		t.Fatalf("%s, %v", a.State, err)
	}
	return a
}

// TestRevoke: the certificate stays, says why and by which decision, and the figures lose it once.
func TestRevoke(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	cmd := proposal(c.ID, Revocation)
	cmd.PublicNote = "Bài thi được làm thay."
	a := w.propose(t, holding(access.Registrar, w.police), cmd)
	if v, err := w.Verify(t.Context(), c.Code); err != nil || v.Stored != Valid {
		t.Errorf("before the approval it is %s, %v", v.Stored, err)
	}
	if _, err := w.DecideAct(t.Context(), holding(access.AgencyLeader, w.police), DecideAct{ID: a.ID, Approve: true}); err != nil {
		t.Fatal(err)
	}
	v, err := w.Verify(t.Context(), c.Code)
	if err != nil || v.Stored != Revoked || *v.RevokedReason != "Bài thi được làm thay." || *v.RevokedCause != ResultAnnulled || *v.RevokedDecision != "12/QĐ-CAT ngày 23/11/2026" || !v.RevokedOn().Equal(today) {
		t.Errorf("a stranger reads %+v, %v", v, err)
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM certificate.lines WHERE kind = 'revocation' AND number = 2 AND year = 2026`:                          1,
		`SELECT sum(amount) FROM certificate.deltas WHERE what = 'revoked' AND day = '2026-11-23'`:                                 1,
		`SELECT count(*) FROM certificate.certificate_facts WHERE revoked_on = '2026-11-23' AND issued_on = '2026-11-23'`:          1,
		`SELECT count(*) FROM audit.commitments WHERE kind = 'certificate_revoked'`:                                                1,
		`SELECT count(*) FROM audit.entries WHERE action IN ('propose_register_act', 'approve_register_act')`:                      2,
		`SELECT last_number FROM certificate.registers`:                                                                            1,
		`SELECT count(DISTINCT who) FROM (SELECT unnest(ARRAY[proposed_by, decided_by]) AS who FROM certificate.acts) AS persons`:  2,
		`SELECT count(*) FROM certificate.acts WHERE reason = 'Theo đơn của người học' AND public_note = 'Bài thi được làm thay.'`: 1,
	} {
		if got := w.count(t, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
	if err := w.Issue(t.Context(), event); err != nil || w.count(t, `SELECT count(*) FROM certificate.certificates`) != 1 {
		t.Errorf("the completion, delivered again, is issued again (%v)", err)
	}
	if _, err := w.ProposeAct(t.Context(), holding(access.Registrar, w.police), proposal(c.ID, Reissue)); !errors.Is(err, ErrActState) {
		t.Errorf("what was revoked is issued again: %v", err)
	}
}

// TestCorrect: the new one carries a number of its own and the corrected facts, holds as long as the old one, and counts
// with it as one; strangers are led from the old one to the new one.
func TestCorrect(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	old := w.issue(t, who, event)
	w.act(t, proposal(old.ID, Correction))
	c := w.issue(t, who, event) // delivered again: it is the one that stands
	if c.ID == old.ID || c.RegisterNumber != "0002/2026/GCN-CAT" || c.Facts.Name != "Đinh Thị Hrê Ươn" || c.Facts.Replaces != old.RegisterNumber || !c.ValidUntil.Equal(*old.ValidUntil) {
		t.Errorf("corrected: %+v", c)
	}
	if note := w.printed(c).Note; note != "Đính chính, thay giấy số 0001/2026/GCN-CAT" {
		t.Errorf("the document says %q", note)
	}
	if *c.Facts.Score != 845 || c.Code == old.Code {
		t.Errorf("score %d, code %s", *c.Facts.Score, c.Code)
	}
	v, err := w.Verify(t.Context(), old.Code)
	if err != nil || v.Stored != Replaced || v.ReplacedBy != c.Code || v.Facts.Name != "Đinh Thị Hrê Ươm" || v.RenewedOn != nil {
		t.Errorf("the old one: %+v, %v", v, err)
	}
	w.act(t, ProposeAct{CertificateID: c.ID, Kind: Correction, Cause: WrongFacts, Reason: "Sai đơn vị", DecisionNumber: "13/QĐ", DecisionOn: today,
		Corrected: &Corrected{Name: c.Facts.Name, Unit: "Phòng Số", From: c.Facts.From, To: c.Facts.To}})
	for query, want := range map[string]int{
		`SELECT count(*) FROM certificate.certificates`:                                              3,
		`SELECT count(*) FROM certificate.certificate_facts WHERE issued_on = '2026-11-23'`:          1,
		`SELECT sum(amount) FROM certificate.deltas WHERE what = 'issued'`:                           1,
		`SELECT count(*) FROM certificate.deltas WHERE what = 'revoked'`:                             0,
		`SELECT count(*) FROM learning.completions`:                                                  1,
		`SELECT count(*) FROM certificate.lines WHERE kind = 'correction' AND number IN (2, 3)`:      2,
		`SELECT count(*) FROM audit.commitments WHERE kind = 'certificate_corrected'`:                2,
		`SELECT count(*) FROM river.river_job WHERE kind LIKE 'certificate.issued/%'`:                3,
		`SELECT count(*) FROM certificate.certificates WHERE replaces_id IS NOT NULL AND number > 1`: 2,
	} {
		if got := w.count(t, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
	found, err := w.FindEntry(t.Context(), holding(access.Registrar, w.police), old.ID)
	if err != nil || len(found.Chain) != 3 || len(found.Lines) != 3 || len(found.Acts) != 2 || !errors.Is(found.MayPropose, ErrActState) {
		t.Errorf("the register says %d certificates, %d lines, %d acts, %v, %v", len(found.Chain), len(found.Lines), len(found.Acts), found.MayPropose, err)
	}
}

// TestReissue: the same certificate, another copy; the copy before is kept with its hash.
func TestReissue(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	before := w.issue(t, who, event)
	if err := w.MakeDocument(t.Context(), Issued{CertificateID: before.ID}); err != nil {
		t.Fatal(err)
	}
	_, former, err := w.FindDocument(t.Context(), who, before.ID)
	if err != nil {
		t.Fatal(err)
	}
	w.act(t, proposal(before.ID, Reissue))
	c := w.issue(t, who, event)
	if c.ID != before.ID || c.Code != before.Code || c.Number != before.Number || c.Copy != 2 || !c.CopiedOn.Equal(today) {
		t.Errorf("issued again: %+v", c)
	}
	_, pdf, err := w.FindDocument(t.Context(), who, c.ID)
	if err != nil || len(pdf) == 0 || w.printed(c).Note != "Cấp lại lần 1 ngày 23/11/2026" {
		t.Errorf("the new copy: %d bytes, %q, %v", len(pdf), w.printed(c).Note, err)
	}
	if v, err := w.Verify(t.Context(), c.Code); err != nil || v.FileHashes != fmt.Sprintf("%x", sha256.Sum256(pdf)) || v.FormerHashes != fmt.Sprintf("%x", sha256.Sum256(former)) {
		t.Errorf("strangers compare files with %q and formerly %q, %v", v.FileHashes, v.FormerHashes, err)
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM certificate.former_documents WHERE copy = 1 AND pdf_sha256 = sha256(pdf)`:                1,
		`SELECT count(*) FROM certificate.documents d JOIN certificate.certificates c ON c.pdf_sha256 = sha256(d.pdf)`: 1,
		`SELECT count(*) FROM certificate.lines WHERE kind = 'reissue' AND number = 2`:                                 1,
		`SELECT count(*) FROM certificate.deltas`:                                                                      1,
	} {
		if got := w.count(t, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
}

// TestTwoPersons: whoever proposes never approves, nobody handles their own certificate, and of another agency, of another
// role or signed out nobody does anything.
func TestTwoPersons(t *testing.T) {
	w := setup(t, false)
	holder, event := w.complete(t, w.department, 845)
	c := w.issue(t, holder, event)
	both := holding(access.Registrar, w.police)
	both.Grants = append(both.Grants, access.Grant{Role: access.AgencyLeader, AgencyID: w.police, Agencies: []uuid.UUID{w.police}})
	own := both
	own.PersonID = holder.PersonID
	cmd := proposal(c.ID, Revocation)
	for name, p := range map[string]struct {
		who  access.Principal
		want error
	}{
		"another agency's registrar": {holding(access.Registrar, w.department), fault.ErrNotFound},
		"the holder's focal point":   {holding(access.FocalPoint, w.department), fault.ErrForbidden},
		"the issuer's leader":        {holding(access.AgencyLeader, w.police), fault.ErrForbidden},
		"an administrator":           {holding(access.SystemAdmin, w.police), fault.ErrForbidden},
		"the holder":                 {own, ErrActOwn},
		"nobody":                     {access.Principal{}, fault.ErrSignInRequired},
	} {
		if _, err := w.ProposeAct(t.Context(), p.who, cmd); !errors.Is(err, p.want) {
			t.Errorf("%s proposes: %v, want %v", name, err, p.want)
		}
	}
	a := w.propose(t, both, cmd)
	for name, p := range map[string]struct {
		who  access.Principal
		want error
	}{
		"whoever proposed":        {both, ErrActSecond},
		"another agency's leader": {holding(access.AgencyLeader, w.department), fault.ErrNotFound},
		"another registrar":       {holding(access.Registrar, w.police), fault.ErrForbidden},
		"the holder":              {own, ErrActOwn},
		"nobody":                  {access.Principal{}, fault.ErrSignInRequired},
	} {
		if _, err := w.DecideAct(t.Context(), p.who, DecideAct{ID: a.ID, Approve: true}); !errors.Is(err, p.want) {
			t.Errorf("%s approves: %v, want %v", name, err, p.want)
		}
	}
	if _, err := w.ProposeAct(t.Context(), holding(access.Registrar, w.police), cmd); !errors.Is(err, ErrActOpen) {
		t.Errorf("a second proposal: %v", err)
	}
	if _, err := w.TakeBackAct(t.Context(), holding(access.Registrar, w.police), a.ID); !errors.Is(err, ErrActState) {
		t.Errorf("another registrar takes it back: %v", err)
	}
	if _, err := w.TakeBackAct(t.Context(), both, a.ID); err != nil {
		t.Error(err)
	}
	leader := holding(access.AgencyLeader, w.police)
	if _, err := w.DecideAct(t.Context(), leader, DecideAct{ID: a.ID, Approve: true}); !errors.Is(err, ErrActState) {
		t.Errorf("what was taken back is approved: %v", err)
	}
	a = w.propose(t, both, cmd)
	if _, err := w.DecideAct(t.Context(), leader, DecideAct{ID: a.ID}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("returned without a note: %v", err)
	}
	if returned, err := w.DecideAct(t.Context(), leader, DecideAct{ID: a.ID, Note: "Thiếu hồ sơ"}); err != nil || returned.State != ActReturned {
		t.Errorf("returned: %s, %v", returned.State, err)
	}
	if v, err := w.Verify(t.Context(), c.Code); err != nil || v.Stored != Valid || w.count(t, `SELECT count(*) FROM certificate.lines`) != 1 {
		t.Errorf("after all that it is %s, %v", v.Stored, err)
	}
}

// TestProposalIsChecked: what is wrong is said field by field, and nothing is written.
func TestProposalIsChecked(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	same := &Corrected{Name: c.Facts.Name, Unit: c.Facts.Unit, From: c.Facts.From, To: c.Facts.To}
	turned := &Corrected{Name: c.Facts.Name, Unit: c.Facts.Unit, From: c.Facts.To, To: c.Facts.From}
	for path, change := range map[string]func(*ProposeAct){
		"body.cause":          func(p *ProposeAct) { p.Cause = Lost },
		"body.reason":         func(p *ProposeAct) { p.Reason = " " },
		"body.decisionNumber": func(p *ProposeAct) { p.DecisionNumber = "" },
		"body.decisionOn":     func(p *ProposeAct) { p.DecisionOn = today.AddDate(0, 0, 1) },
		"body.corrected":      func(p *ProposeAct) { p.Corrected = same },
		"body.corrected.name": func(p *ProposeAct) { p.Corrected.Name = "" },
		"body.corrected.from": func(p *ProposeAct) { p.Corrected = turned },
	} {
		cmd := proposal(c.ID, Correction)
		change(&cmd)
		_, err := w.ProposeAct(t.Context(), holding(access.Registrar, w.police), cmd)
		if f := fault.From(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Path != path {
			t.Errorf("%s: %+v", path, err)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.acts`); n != 0 {
		t.Errorf("%d acts were written", n)
	}
}

// TestLinesStay: what was entered is neither changed nor deleted, whoever asks.
func TestLinesStay(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	w.issue(t, who, event)
	for _, query := range []string{`DELETE FROM certificate.lines`, `UPDATE certificate.lines SET number = 7`, `UPDATE certificate.lines SET kind = 'issue', entered_at = now()`} {
		if _, err := w.owner.ExecContext(context.Background(), query); err == nil {
			t.Errorf("%s went through", query)
		}
	}
	w.exec(t, `UPDATE certificate.lines SET person_id = ?`, uuid.New()) // two entries of one person become one
}
