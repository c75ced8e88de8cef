package identity

import "github.com/google/uuid"

// SealNumber encrypts a person's national number under the installation's key; it opens for that
// person alone.
func (s *Service) SealNumber(person uuid.UUID, number string) []byte {
	return s.keys.sealing.Seal(person, []byte(number))
}

// OpenNumber returns a number that SealNumber has sealed for this person.
func (s *Service) OpenNumber(person uuid.UUID, sealed []byte) (string, error) {
	plain, err := s.keys.sealing.Open(person, sealed)
	return string(plain), err
}

// NumberMAC returns HMAC-SHA-256 of a national number: equal numbers have equal codes, and nobody
// without the installation's key can try numbers out.
func (s *Service) NumberMAC(number string) []byte { return mac(s.keys.numbers, []byte(number)) }
