package certificate

import "github.com/google/uuid"

// Issued says that a certificate stands in the register; its document is made from it.
type Issued struct{ CertificateID uuid.UUID }

// EventName is the event's stable name.
func (Issued) EventName() string { return "certificate.issued" }

// Reissued says that another copy of a certificate is to be made.
type Reissued struct{ CertificateID uuid.UUID }

// EventName is the event's stable name.
func (Reissued) EventName() string { return "certificate.reissued" }

// CertificateRevoked says that one is worth nothing any more; its holder is told.
type CertificateRevoked struct{ CertificateID uuid.UUID }

// EventName is the event's stable name.
func (CertificateRevoked) EventName() string { return "certificate.revoked" }
