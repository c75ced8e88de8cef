package coursepackage

import (
	"github.com/goccy/go-yaml/ast"

	"taphuan/internal/question"
)

// markedAnswerYAML is what people mark by, with the bounds of a text or of files.
type markedAnswerYAML struct {
	Words *struct {
		Min whole `yaml:"min"`
		Max whole `yaml:"max"`
	} `yaml:"words"`
	Files *struct {
		Accept   []string `yaml:"accept"`
		MaxFiles whole    `yaml:"max_files"`
		MaxMiB   whole    `yaml:"max_mib"`
	} `yaml:"files"`
	ShowCriteria bool               `yaml:"show_criteria"`
	Criteria     []criterionKeyYAML `yaml:"criteria"`
}

type criterionKeyYAML struct {
	Key    string  `yaml:"key"`
	Points []whole `yaml:"points"`
}

// criterionYAML is a criterion in one language.
type criterionYAML struct {
	Text   string   `yaml:"text"`
	Levels []string `yaml:"levels"`
}

// marked reads an essay or a file upload.
func (q *questionReader) marked(body *question.Body, node ast.Node) {
	var y markedAnswerYAML
	if !q.doc.decode(&q.found, node, &y) {
		return
	}
	isEssay := body.Type == question.EssayType
	if (y.Files == nil) != isEssay || (y.Words != nil && !isEssay) {
		q.problem("question.marked", []any{"answer"})
		return
	}
	rubric := question.Rubric{Shown: y.ShowCriteria, Criteria: q.criteria(y.Criteria)}
	if !isEssay {
		body.Upload = &question.Upload{Accept: y.Files.Accept, MaxFiles: int(y.Files.MaxFiles), MaxBytes: int64(y.Files.MaxMiB) << 20, Rubric: rubric}
		return
	}
	body.Essay = &question.Essay{Rubric: rubric}
	if y.Words != nil {
		body.Essay.MinWords, body.Essay.MaxWords = int(y.Words.Min), int(y.Words.Max)
	}
}

// criteria puts the points of levels beside their texts.
func (q *questionReader) criteria(keys []criterionKeyYAML) []question.Criterion {
	vi, en := q.yaml.VI.Criteria, q.en().Criteria
	if len(keys) != len(vi) {
		q.problem("question.criterion_texts", []any{"answer", "criteria"}, len(vi))
		return nil
	}
	if !q.sameLength(len(vi), len(en), "criteria") {
		return nil
	}
	if len(en) == 0 {
		en = make([]criterionYAML, len(vi))
	}
	criteria := make([]question.Criterion, len(keys))
	for i, key := range keys {
		criteria[i] = question.Criterion{Key: key.Key, Text: question.LocalText{VI: vi[i].Text, EN: en[i].Text}}
		if len(key.Points) != len(vi[i].Levels) {
			q.problem("question.level_texts", []any{"answer", "criteria", i}, len(vi[i].Levels))
			continue
		}
		if !q.sameLength(len(vi[i].Levels), len(en[i].Levels), "criteria", i, "levels") {
			continue
		}
		for n, points := range key.Points {
			level := question.Level{Text: question.LocalText{VI: vi[i].Levels[n]}, Points: question.Points(points)}
			if len(en[i].Levels) > 0 {
				level.Text.EN = en[i].Levels[n]
			}
			criteria[i].Levels = append(criteria[i].Levels, level)
		}
	}
	return criteria
}
