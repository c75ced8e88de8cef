package assessmenthttp

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"taphuan/internal/assessment"
)

// TestRulesOfEveryKind: what authors are shown of a test of any kind they can send back.
func TestRulesOfEveryKind(t *testing.T) {
	t.Parallel()
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	schema := huma.SchemaFromType(registry, reflect.TypeFor[TestRules]())
	for _, kind := range []assessment.Kind{assessment.PreTest, assessment.SelfCheck, assessment.FinalTest} {
		shown := rulesOf(assessment.TestRules{Kind: kind, Minutes: 20, Feedback: assessment.AfterSubmit})
		text, err := json.Marshal(shown)
		if err != nil {
			t.Fatal(err)
		}
		var sent any
		if err := json.Unmarshal(text, &sent); err != nil {
			t.Fatal(err)
		}
		var result huma.ValidateResult
		huma.Validate(registry, schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeWriteToServer, sent, &result)
		if len(result.Errors) > 0 {
			t.Errorf("%s: %v", kind, result.Errors)
		}
		if back := shown.Rules(); back.Kind != kind || back.Minutes != 20 {
			t.Errorf("%s comes back as %+v", kind, back)
		}
	}
}
