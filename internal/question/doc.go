// Package question holds the question types (loại câu hỏi) as pure rules: what a question may
// look like, how many points an answer earns and what a learner may see. It does no input or
// output and has no clock; the same question and the same answer always give the same points.
//
// One file per type behind one narrow contract (Kind): Validate, Arrange, Check, Stored, Score, Redact, Review and
// RightAnswer. The explicit map in kind.go lists every type. A new type is a file, a line in that map and in partsOf,
// golden cases under testdata/<type>/ and a component of the same name in the front end.
//
// Body and Answer are persisted documents: banks, frozen papers and saved answers keep them as
// JSON. This is why they alone among the domain structs carry json tags. ParseBody and
// ParseAnswer read them back and refuse what they do not know. The texts of a Body are HTML
// fragments that were made safe before they were stored (see coursepackage); this package never
// looks inside them.
//
// Conventions:
//   - points are integer hundredths, never above Body.MaxPoints and never below -Body.Penalty, which is what an answer
//     costs that earns nothing; shares of points are rounded half up;
//   - a learner sees options, prompts and gaps by a Layout of the paper's own, whose orders hold the stored index that
//     stands at each place; Stored turns what a learner gave into stored indexes, Given does the reverse;
//   - an empty answer earns nothing and costs nothing; an answer that cannot be understood ("abc" for a number) is
//     kept as given and earns nothing;
//   - what people mark (essay, file_upload) earns nothing here; RubricOf and NeedsMarking tell;
//   - numbers are read by the rules in number.go, which favor neither the Vietnamese nor the
//     English way of writing; arithmetic is exact (big.Rat), without floats;
//   - short answers are compared by the folding in fold.go;
//   - formulas are evaluated by a library that is left nothing but arithmetic (expression.go).
//
// Draw picks the questions of a paper by a blueprint (ma trận đề) and a seed.
package question
