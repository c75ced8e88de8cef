// Package question holds the question types (loại câu hỏi) as pure rules: what a question may
// look like, how many points an answer earns and what a learner may see. It does no input or
// output and has no clock; the same question and the same answer always give the same points.
//
// One file per type behind one narrow contract (Kind): Validate, Score, Redact, and RightAnswer
// for the result page. The explicit map in kind.go lists every type. A new type is a file, a line
// in that map, golden cases under testdata/<type>/ and a component of the same name in the front end.
//
// Body and Answer are persisted documents: banks, frozen papers and saved answers keep them as
// JSON. This is why they alone among the domain structs carry json tags. ParseBody and
// ParseAnswer read them back and refuse what they do not know. The texts of a Body are HTML
// fragments that were made safe before they were stored (see coursepackage); this package never
// looks inside them.
//
// Conventions:
//   - points are integer hundredths, never negative, never above Body.MaxPoints;
//   - choices are indexes into Body.Options. A learner sees options in a paper's own order, an
//     []int whose i-th element is the stored index shown at place i; Stored turns what a learner
//     chose back into stored indexes;
//   - an empty answer earns nothing; an answer that cannot be understood ("abc" for a number) is
//     kept as given and earns nothing;
//   - numbers are read by the rules in number.go, which favor neither the Vietnamese nor the
//     English way of writing; arithmetic is exact (big.Rat), without floats;
//   - short answers are compared by the folding in fold.go.
//
// Draw picks the questions of a paper by a blueprint (ma trận đề) and a seed.
package question
