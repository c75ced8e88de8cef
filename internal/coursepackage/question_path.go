package coursepackage

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var pathStep = regexp.MustCompile(`[A-Za-z]+|\d+`)

// yamlPath says where a field of the stored form ("options[2].text.vi") stands in the file
// (vi, options, 2, text): texts below their language, keys below answer.
func yamlPath(field string) []any {
	steps := anySteps(pathStep.FindAllString(field, -1))
	if steps[0] == "parts" && len(steps) > 2 {
		_, inner, _ := strings.Cut(field, ".")
		return append(steps[:2], yamlPath(inner)...)
	}
	last := len(steps) - 1
	if locale := steps[last]; locale == "vi" || locale == "en" {
		return append([]any{locale}, textPath(steps[:last])...)
	}
	return keyPath(steps)
}

// textPath says where a text stands below its language.
func textPath(steps []any) []any {
	switch steps[0] {
	case "numeric", "formula":
		return []any{"unit"}
	case "hotspot", "essay", "upload":
		return slices.DeleteFunc(steps, func(step any) bool {
			return slices.Contains([]any{"hotspot", "image", "essay", "upload", "rubric"}, step)
		})
	}
	return steps
}

// keyPath says where anything but a text stands.
func keyPath(steps []any) []any {
	switch steps[0] {
	case "maxPoints":
		return []any{"points"}
	case "type", "scoring", "penalty", "parts":
		return steps
	case "truth":
		return []any{"answer"}
	case "numeric", "shortAnswer", "formula", "essay", "upload":
		return append([]any{"answer"}, answerPath(steps[1:])...)
	case "prompts":
		return []any{"answer", steps[min(1, len(steps)-1)]}
	case "hotspot":
		if slices.Contains(steps, "image") {
			return []any{"image"}
		}
		return append([]any{"answer"}, steps[1:]...)
	case "gaps":
		if len(steps) > 3 {
			return append([]any{"answer", steps[1]}, answerPath(steps[3:])...)
		}
		return append([]any{"vi"}, steps...)
	case "options":
		if steps[len(steps)-1] == "weight" {
			return []any{"weights", steps[1]}
		}
	}
	return append([]any{"vi"}, steps...)
}

// answerPath says where a part of a key stands below the answer.
func answerPath(steps []any) []any {
	var path []any
	for _, step := range steps {
		switch step {
		case "acceptedVi":
			path = append(path, "accepted", "vi")
		case "acceptedEn":
			path = append(path, "accepted", "en")
		case "expression":
			path = append(path, "formula")
		case "otherUnits":
			path = append(path, "other_units")
		case "accept":
			path = append(path, "files", "accept")
		case "maxFiles":
			path = append(path, "files", "max_files")
		case "maxBytes":
			path = append(path, "files", "max_mib")
		case "rubric":
		default:
			path = append(path, step)
		}
	}
	return path
}

func anySteps(steps []string) []any {
	path := make([]any, len(steps))
	for i, step := range steps {
		path[i] = step
		if n, err := strconv.Atoi(step); err == nil {
			path[i] = n
		}
	}
	return path
}
