// Package coursepackage reads course packages (gói khóa học): a folder of YAML, Markdown, captions
// and videos that holds one course as data. Read turns the folder into plain structs and names
// every fault by file and line, in Vietnamese and English; Lint weighs study time and the craft
// of the questions. Nothing is half read: a Package is returned only when no problem was found.
//
// The format:
//
//	course.yaml                         the course, its modules and the order of lessons
//	lessons/<slug>.vi.md, .en.md        front matter, then Markdown with decisions and callouts
//	media/<name>.mp4, .vi.vtt, .en.vtt  a video and its captions
//	media/<name>.vi.md, .en.md          its transcript, which also describes the pictures
//	media/<name>.questions.yaml         questions for oneself at moments of the video (at: "1:05")
//	media/<name>.voice.wav|m4a|mp3      present when a person, not a machine, speaks
//	media/<name>.png, .jpg              an image of a question
//	questions/<topic>.yaml              the question bank; a topic is the key of a module
//	tests.yaml                          pre_test, self_check and final with their blueprints: fixed (ids that stand on every
//	                                    paper), shuffle_questions and shuffle_options (both true unless told). final may say
//	                                    requires: lessons (it opens when they are done or the pre-test was passed). self_check
//	                                    counts for nothing; unless told it has the course's pass mark, no limit of attempts,
//	                                    no cooling off, and shows keys at once: it should ask other questions than final
//
// How each type of question is written is shown in testdata/good/questions and testdata/types/questions.yaml. A question
// may name its equivalent (same topic and difficulty, without dragging or an image) and its isomorphs (the same about
// another case); one on an image must have an equivalent.
//
// Vietnamese is required everywhere, English nowhere: what is missing is a note, not a problem.
//
// Invariants: no file outside the folder is opened (os.Root), only regular files, each within a
// bound; YAML anchors, aliases and tags are refused; Markdown holds no raw HTML and no images, and
// what it becomes is sanitized; Package.Hash changes exactly when a file that counts changes, so
// importing the same package twice does nothing.
package coursepackage
