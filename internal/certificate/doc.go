// Package certificate issues, keeps and shows certificates (giấy chứng nhận).
//
// Tables (schema certificate): issuers, designs, registers, certificates, lines, acts, documents, former_documents,
// signing_keys, deltas. Invariants: an enrollment has one certificate that was not replaced, however often the event is delivered;
// register numbers and lines run per issuer and year without gap or reuse, because the register's row is locked in the
// transaction that takes one; a line never changes; the facts are a snapshot, so later changes of name, unit or course
// never alter a certificate; what is done to one (reissue, correction, revocation) is proposed by one person and approved
// by another; each issue and each of these acts writes a salted commitment leaf in its transaction. Figures count a
// certificate and its corrections as one.
//
// Issue is a reaction to learning.course_completed; the PDF is made by a reaction of its own,
// outside the lock, or at once when its holder is faster. Strangers verify by code alone and never
// read a birth date, nor a unit that is not public. Read contract: views certificate_facts, delta_facts.
package certificate
