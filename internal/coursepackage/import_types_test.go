package coursepackage

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/catalog"
	"taphuan/internal/question"
)

// onDisk writes a package to a folder and reads it from there, as an import needs.
func onDisk(t *testing.T) *Package {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "good")
	if err := os.CopyFS(dir, loadTypes(t)); err != nil {
		t.Fatal(err)
	}
	p, found := Read(dir)
	if p == nil {
		t.Fatalf("problems: %v", found)
	}
	return p
}

type storedQuestion struct {
	Key           string
	EquivalentKey string
	IsomorphGroup string
	Body          []byte
}

func (to *target) bank() map[string]storedQuestion {
	to.t.Helper()
	var rows []storedQuestion
	err := to.owner.NewRaw(`SELECT q.key, v.equivalent_key, v.isomorph_group, v.body FROM assessment.questions q
		JOIN assessment.question_versions v ON v.question_id = q.id`).Scan(context.Background(), &rows)
	if err != nil {
		to.t.Fatal(err)
	}
	bank := map[string]storedQuestion{}
	for _, row := range rows {
		bank[row.Key] = row
	}
	return bank
}

func TestImportEveryType(t *testing.T) {
	t.Parallel()
	to := newTarget(t)
	p := onDisk(t)
	if outcome := to.imports(p); outcome.Result != catalog.Published {
		t.Fatalf("outcome %+v", outcome)
	}
	bank := to.bank()
	for _, q := range p.Questions {
		if _, err := question.ParseBody(bank[q.ID].Body); err != nil || bank[q.ID].EquivalentKey != q.Equivalent {
			t.Errorf("%s: equivalent %q, %v", q.ID, bank[q.ID].EquivalentKey, err)
		}
	}
	if bank["t-table"].IsomorphGroup != "t-matching" || bank["t-matching"].IsomorphGroup != "t-matching" || bank["t-case"].IsomorphGroup != "" {
		t.Errorf("isomorphs of %+v", bank["t-table"])
	}
	to.checkImage(bank["t-hotspot"])
	to.checkBlueprint()
	before := to.rows()
	if outcome := to.imports(p); outcome.Result != catalog.Unchanged {
		t.Errorf("the second import: %+v", outcome)
	}
	if diff := cmp.Diff(before, to.rows()); diff != "" {
		t.Errorf("the second import wrote:\n%s", diff)
	}
}

// checkImage: the question names the stored file, which is an image of its size.
func (to *target) checkImage(q storedQuestion) {
	to.t.Helper()
	body, err := question.ParseBody(q.Body)
	if err != nil {
		to.t.Fatal(err)
	}
	file, err := uuid.Parse(body.Hotspot.Image.File)
	if err != nil {
		to.t.Fatal(err)
	}
	var stored struct {
		Mime          string
		Width, Height int
	}
	err = to.owner.NewRaw(`SELECT mime, width, height FROM media.files WHERE id = ?`, file).Scan(context.Background(), &stored)
	if err != nil || stored.Mime != "image/png" || stored.Width != 40 || stored.Height != 30 {
		to.t.Errorf("the image is %+v, %v", stored, err)
	}
}

func (to *target) checkBlueprint() {
	to.t.Helper()
	var fixed []string
	err := to.owner.NewRaw(`SELECT q.key FROM assessment.tests t JOIN assessment.test_pool p ON p.test_id = t.id JOIN assessment.question_versions v ON v.id = p.question_version_id
		JOIN assessment.questions q ON q.id = v.question_id WHERE t.kind = 'final' AND NOT t.shuffle_questions AND NOT t.shuffle_options AND t.question_count = 4
		AND p.fixed_position IS NOT NULL ORDER BY p.fixed_position`).Scan(context.Background(), &fixed)
	if diff := cmp.Diff([]string{"t-case", "t-hotspot"}, fixed); err != nil || diff != "" {
		to.t.Errorf("fixed questions (-want +got): %v\n%s", err, diff)
	}
}
