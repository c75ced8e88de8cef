package notify

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/wneessen/go-mail"
)

// mailTimeout bounds one conversation with the mail server.
const mailTimeout = 30 * time.Second

// Mailer sends mail by SMTP.
type Mailer struct {
	host, from, domain string
	options            []mail.Option
}

// NewMailer returns a mailer for smtp://user:password@host:587 (STARTTLS is required),
// smtps://user:password@host:465 (TLS from the first byte) or smtp+plain://host:25 (a server on the
// same machine, without TLS). from is the sender's address. The URL was checked by package config.
func NewMailer(server, from string) (*Mailer, error) {
	address, err := url.Parse(server)
	if err != nil {
		return nil, errors.New("SMTP_URL is no URL") // the cause would repeat the password
	}
	m := &Mailer{host: address.Hostname(), from: from, domain: domainOf(from)}
	port := map[string]int{"smtp": 587, "smtps": 465, "smtp+plain": 25}[address.Scheme]
	if given := address.Port(); given != "" {
		if port, err = strconv.Atoi(given); err != nil {
			return nil, err
		}
	}
	m.options = []mail.Option{mail.WithPort(port), mail.WithTimeout(mailTimeout), mail.WithTLSPolicy(mail.TLSMandatory)}
	switch address.Scheme {
	case "smtps":
		m.options = append(m.options, mail.WithSSL())
	case "smtp+plain":
		m.options = append(m.options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if user := address.User; user != nil {
		password, _ := user.Password()
		m.options = append(m.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(user.Username()), mail.WithPassword(password))
	}
	_, err = mail.NewClient(m.host, m.options...)
	return m, err
}

func domainOf(address string) string {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == '@' {
			return address[i+1:]
		}
	}
	return "localhost"
}

// letter is one mail as it is written.
type letter struct{ subject, text string }

// errRefused says that the server will never take this mail: trying again is of no use.
var errRefused = errors.New("the mail server refuses this mail for good")

// send hands one letter to the server. id makes the Message-ID, so that a letter sent twice after a
// crash is one to the reader. errRefused when the server refuses for good.
func (m *Mailer) send(ctx context.Context, id uuid.UUID, to string, l letter) error {
	message := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(message.FromFormat("Tập Huấn", m.from), message.To(to)); err != nil {
		return fmt.Errorf("%w: address", errRefused)
	}
	message.SetMessageIDWithValue(id.String() + "@" + m.domain)
	message.SetDate()
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	message.Subject(l.subject)
	message.SetBodyString(mail.TypeTextPlain, l.text)
	client, err := mail.NewClient(m.host, m.options...)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, message)
	var refused *mail.SendError
	if errors.As(err, &refused) && refused.ErrorCode() >= 500 && !refused.IsTemp() {
		return fmt.Errorf("%w: code %d", errRefused, refused.ErrorCode()) // the server's words may hold the address
	}
	if err != nil {
		return errors.New("the mail server did not take the mail")
	}
	return nil
}
