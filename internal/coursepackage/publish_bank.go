package coursepackage

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Faults of publishing a bank.
var (
	ErrNothingToPublish = fault.New(fault.Conflict, "bank.nothing_new", fault.Text{
		VI: "Bài kiểm tra đang dùng đúng các câu đã duyệt của ngân hàng, không có gì để công bố.",
		EN: "The tests draw exactly the reviewed questions of the bank already; there is nothing to publish."})
	ErrBankShort = fault.New(fault.Conflict, "bank.short", fault.Text{
		VI: "Ngân hàng chưa đủ câu đã duyệt cho ma trận đề. Bản xem trước nêu rõ ô nào thiếu.",
		EN: "The bank has too few reviewed questions for the blueprint. The preview names the cells."})
	ErrBankUnequal = fault.New(fault.Conflict, "bank.equivalents", fault.Text{
		VI: "Có câu cần kéo thả hoặc cần nhìn hình mà không còn câu tương đương. Bản xem trước nêu rõ từng câu và cách sửa.",
		EN: "Some questions that need dragging or an image have no equivalent. The preview names each, and the cure."})
	ErrBankMoved = fault.New(fault.Conflict, "bank.moved_on", fault.Text{
		VI: "Ngân hàng vừa có thay đổi sau khi bạn xem trước. Hãy xem lại rồi công bố.",
		EN: "The bank has changed since your preview. Look at it again, then publish."})
)

// BankPublication is what publishing the bank of a course would do. Mark stands for what was seen.
type BankPublication struct {
	Version int // number of the course's version of today
	Mark    uint64
	assessment.Renewal
}

// PreviewBank returns what PublishBank would change. It needs course.manage at whose course it is: fault.ErrNotFound.
func (ed *Editor) PreviewBank(ctx context.Context, who access.Principal, courseKey string) (BankPublication, error) {
	var p BankPublication
	err := ed.db.Read(ctx, postgres.Agencies(who.AgenciesFor(access.ManageCourses)...), func(ctx context.Context, tx bun.Tx) error {
		course, err := catalog.FindCurrent(ctx, tx, courseKey)
		if err != nil {
			return err
		}
		if _, err := ownOrHidden(ctx, tx, who, course); err != nil {
			return err
		}
		p, err = previewBank(ctx, tx, course)
		return err
	})
	return p, err
}

func previewBank(ctx context.Context, tx bun.Tx, course catalog.Course) (BankPublication, error) {
	renewal, err := assessment.PreviewRenewalTx(ctx, tx, course.ID, course.VersionID)
	p := BankPublication{Version: course.Number, Renewal: renewal}
	p.Mark = p.mark()
	return p, err
}

// mark is the same for the same changes.
func (p BankPublication) mark() uint64 {
	sum := sha256.New()
	write := func(n int) { _ = binary.Write(sum, binary.BigEndian, int64(n)) } // a hash takes everything
	write(p.Version)
	for _, c := range p.Changes {
		sum.Write([]byte(c.Key))
		write(c.Before)
		write(c.After)
	}
	return binary.BigEndian.Uint64(sum.Sum(nil)) >> 12 // exact as a number of JavaScript
}

// PublishBank publishes a new version of a course whose tests draw from the newest reviewed version of each question that
// is not retired; whoever has begun the course stays on the version they began with. Mark is that of the preview. It
// returns the number of the new version. Errors: fault.ErrNotFound, ErrNothingToPublish, ErrBankShort, ErrBankUnequal and
// ErrBankMoved.
func (ed *Editor) PublishBank(ctx context.Context, who access.Principal, courseKey string, mark uint64) (int, error) {
	number := 0
	err := ed.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManageCourses)...), func(ctx context.Context, tx bun.Tx) error {
		d, err := catalog.FindDraft(ctx, tx, courseKey)
		if err != nil {
			return err
		}
		owner, err := ownOrHidden(ctx, tx, who, d.Course)
		if err != nil {
			return err
		}
		seen, err := previewBank(ctx, tx, d.Course)
		switch {
		case err != nil:
			return err
		case seen.Mark != mark:
			return ErrBankMoved
		case len(seen.Changes) == 0:
			return ErrNothingToPublish
		case len(seen.Shortages) > 0:
			return ErrBankShort
		case len(seen.Unequal) > 0:
			return ErrBankUnequal
		}
		before := d.VersionID
		e := edit{tx: tx, files: ed.files, draft: &d}
		e.finish(binary.BigEndian.AppendUint64(nil, mark))
		if err := catalog.PublishEditTx(ctx, tx, &d, ed.now()); err != nil {
			return err
		}
		number = d.Number
		if err := assessment.RenewTestsTx(ctx, tx, d.ID, before, d.VersionID); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageCourses, owner)), AgencyID: owner,
			Action: "publish_bank", ObjectType: "course", ObjectID: d.ID,
			After: map[string]any{"key": d.Key, "version": d.Number, "changes": len(seen.Changes), "questions": seen.Questions}})
	})
	return number, err
}
