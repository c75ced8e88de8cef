package certificate

import "github.com/google/uuid"

// Issued says that a certificate stands in the register; its document is made from it.
type Issued struct{ CertificateID uuid.UUID }

// EventName is the event's stable name.
func (Issued) EventName() string { return "certificate.issued" }
