package assessment

import (
	"path"
	"strings"

	"github.com/google/uuid"

	"taphuan/internal/question"
)

// longestSuffix bounds what is kept of a file's name, in bytes.
const longestSuffix = 5

// neutralName is the name under which markers and examiners see a handed-in file: its learner often wrote their own
// name into the given one.
func neutralName(id uuid.UUID, given string) string {
	suffix := strings.ToLower(path.Ext(given))
	if len(suffix) > longestSuffix {
		suffix = ""
	}
	return "bai-nop-" + strings.ToLower(Code(id)) + suffix
}

// hideFileNames gives the files of a question and of its parts neutral names.
func hideFileNames(review *question.Review) {
	for i, file := range review.Files {
		if id, err := uuid.Parse(file.ID); err == nil {
			review.Files[i].Name = neutralName(id, file.Name)
		}
	}
	for i := range review.Parts {
		hideFileNames(&review.Parts[i])
	}
}
