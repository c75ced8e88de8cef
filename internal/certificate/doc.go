// Package certificate issues, keeps and shows certificates (giấy chứng nhận).
//
// Tables (schema certificate): issuers, registers, certificates, documents, signing_keys, deltas. Invariants:
// one certificate per enrollment, however often the event is delivered; register numbers run per
// issuer and year without gap or reuse, because the register's row is locked in the transaction
// that takes one; the facts are a snapshot, so later changes of name, unit or course never alter
// a certificate; each issue writes a salted commitment leaf in its transaction.
//
// Issue is a reaction to learning.course_completed; the PDF is made by a reaction of its own,
// outside the lock, or at once when its holder is faster. Strangers verify by code alone and never
// read a birth date, nor a unit that is not public. Read contract: views certificate_facts, delta_facts.
package certificate
