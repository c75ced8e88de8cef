// Package prose turns what authors write, Markdown, into safe HTML, and back: Render for lessons and packages, Question
// for the texts of questions, Source for the editor. Nothing that runs, loads or asks for something by itself passes.
// It is pure.
package prose
