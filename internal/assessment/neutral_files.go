package assessment

import (
	"context"
	"path"
	"strings"

	"github.com/google/uuid"

	"taphuan/internal/media/nameless"
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

// asHandedIn marks the name of a file from which nothing could be taken: it may still tell who made it.
func asHandedIn(name string) string {
	suffix := path.Ext(name)
	return strings.TrimSuffix(name, suffix) + "-nguyen-ban" + suffix
}

// readNameless is readFile for markers and examiners: under a neutral name, and without what programs wrote into the file
// about who made it. The learner's own stays as it was handed in.
func (s *Service) readNameless(ctx context.Context, row answerFileRow) (name, mime string, data []byte, err error) {
	given, mime, data, err := s.readFile(ctx, row)
	if err != nil {
		return "", "", nil, err
	}
	name = neutralName(row.ID, given)
	data, clean := nameless.Copy(row.Kind, data)
	if !clean {
		name = asHandedIn(name)
	}
	return name, mime, data, nil
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
