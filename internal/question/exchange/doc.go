// Package exchange reads and writes questions in the formats of other systems, without silent loss: GIFT, Moodle XML,
// QTI 2.1, 2.2 and 3.0 packages, and the Excel, Word and text files that Vietnamese teachers write.
//
// Read recognizes the format by what the file holds, never by its name alone, and returns every item of the file as
// imported, changed or refused: a reason in Vietnamese and English names each thing that had no place here. Write does
// the same in the other direction: what the format cannot hold stands in the list of losses, item by item.
//
// Files are data only. XML is read without entities, zip packages without leaving their folder, pictures without
// scripts; everything is bounded (see limits.go), and a file over a bound is refused whole, with the cure.
//
// Texts become safe HTML fragments (html.go). Where a format carries language (xml:lang, multilang spans of Moodle, a
// column), English goes to English; all else is Vietnamese. A picture in a text is <img src="media:NAME">, whose bytes
// stand in Import.Media; PlaceMedia puts the address of the stored file instead.
//
// One file per format and direction: gift_*, moodle_*, qti_*, word_*, sheet_*; written_*.go is the convention by which
// people write questions in plain words ("Câu 1. ... A. ... Đáp án: B"). What an answer's weights, intervals and gaps
// mean for a question is said once, in key_*.go.
package exchange
