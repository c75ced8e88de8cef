package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// ReviewState (trạng thái thẩm định) says what a second person thinks of a version of a question.
type ReviewState string

// The states of a version. A question itself can be retired beside.
const (
	Draft    ReviewState = "draft"     // waits for a second person
	SentBack ReviewState = "sent_back" // needs another version
	Reviewed ReviewState = "reviewed"  // tests that are published may draw it
)

// BankVersion is a version of a question in a bank. Its content never changes.
type BankVersion struct {
	ID         uuid.UUID
	Number     int // from 1
	State      ReviewState
	AuthorID   uuid.UUID // uuid.Nil: it came with a course package
	CreatedAt  time.Time
	ReviewedBy uuid.UUID // uuid.Nil: nobody has
	ReviewedAt time.Time
	ReviewNote string

	Topic         string
	Difficulty    int
	Body          question.Body `bun:"type:jsonb"`
	Equivalent    string        `bun:"equivalent_key"`
	IsomorphGroup string
}

// Faults of banks.
var (
	ErrVersionMoved = fault.New(fault.Conflict, "question.moved_on", fault.Text{
		VI: "Trong lúc bạn sửa, người khác đã lưu bản mới của câu hỏi này. Bản của bạn vẫn còn trên màn hình: hãy mở bản mới để so sánh rồi lưu lại.",
		EN: "While you were editing, somebody else saved a new version of this question. Yours is still on your screen: open the new one to compare, then save again."})
	ErrOwnQuestion = fault.New(fault.Conflict, "question.own", fault.Text{
		VI: "Người viết không thẩm định câu hỏi của chính mình. Hãy nhờ người thẩm định khác.",
		EN: "Whoever wrote a question does not review it. Ask another reviewer."})
	ErrNotDraft = fault.New(fault.Conflict, "question.not_draft", fault.Text{
		VI: "Bản này đã có kết quả thẩm định hoặc đã có bản mới hơn. Hãy tải lại trang.",
		EN: "This version was reviewed already, or there is a newer one. Reload the page."})
	ErrRetired = fault.New(fault.Conflict, "question.retired", fault.Text{
		VI: "Câu hỏi này đã ngừng dùng. Hãy dùng lại câu trước khi sửa.",
		EN: "This question is retired. Bring it back before you change it."})
	ErrKeyTaken = fault.New(fault.Conflict, "question.key_taken", fault.Text{
		VI: "Ngân hàng đã có câu hỏi mang mã này. Hãy chọn mã khác.",
		EN: "The bank has a question with this key already. Choose another key."})
)

// bankOf is the bank of a course that the caller may work on.
type bankOf struct {
	course catalog.Course
	owner  uuid.UUID // the agency whose course it is
	who    access.Principal
	right  access.Permission
}

// inBank runs fn for whoever has the right at whose course it is: an agency's, or the province's. Errors: what
// RequireAt returns, so that a course of another agency is not there (fault.ErrNotFound).
func (s *Service) inBank(ctx context.Context, who access.Principal, right access.Permission, courseKey string, fn func(context.Context, bun.Tx, bankOf) error) error {
	if err := who.Require(right); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(right)...), func(ctx context.Context, tx bun.Tx) error {
		course, err := catalog.FindCurrent(ctx, tx, courseKey)
		if err != nil {
			return err
		}
		owner, err := organization.OwnerOf(ctx, tx, course.AgencyID)
		if err != nil {
			return err
		}
		if err := who.RequireAt(right, owner); err != nil {
			return err
		}
		return fn(ctx, tx, bankOf{course: course, owner: owner, who: who, right: right})
	})
}

// recordBank notes what was done to a bank or a question of it.
func (b bankOf) recordBank(ctx context.Context, tx bun.IDB, action string, object uuid.UUID, reason string, after map[string]any) error {
	after["course"] = b.course.Key
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: b.who.PersonID, ActorRole: string(b.who.RoleAt(b.right, b.owner)), AgencyID: b.owner,
		Action: action, ObjectType: "question", ObjectID: object, Reason: reason, After: after})
}

// foundQuestion is a question of a bank.
type foundQuestion struct {
	ID        uuid.UUID
	Tags      []string `bun:",array"`
	RetiredAt time.Time
}

// hold is find for whoever changes the question: nobody else does before the commit.
func (b bankOf) hold(ctx context.Context, tx bun.IDB, key string) (foundQuestion, error) {
	if _, err := tx.ExecContext(ctx, `SELECT FROM assessment.questions WHERE course_id = ? AND key = ? FOR UPDATE`, b.course.ID, key); err != nil {
		return foundQuestion{}, err
	}
	return b.find(ctx, tx, key)
}

// find returns a question of the bank; sql.ErrNoRows.
func (b bankOf) find(ctx context.Context, tx bun.IDB, key string) (foundQuestion, error) {
	var q foundQuestion
	err := tx.NewRaw(`SELECT id, tags, retired_at FROM assessment.questions WHERE course_id = ? AND key = ?`, b.course.ID, key).Scan(ctx, &q)
	return q, err
}
