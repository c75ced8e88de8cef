// Package document writes official documents (văn bản hành chính) in the form of Nghị định
// 30/2020/NĐ-CP: one model, Document, and its writers. DOCX writes the editable draft, Workbook the
// annex tables as a spreadsheet. Everything a writer needs to agree on (numbering, dates, punctuation,
// figures as text) stands in the model, so that another writer prints the same words.
//
// It is pure: the same model gives the same bytes. Number, date and signature come later, from the
// agency's own document system; until then their places are blank, not invented.
package document
