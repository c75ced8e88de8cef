package identity

import (
	"context"
	"net/netip"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

const (
	freeTries    = 5 // wrong tries that cost no waiting
	firstWait    = 5 * time.Second
	longestWait  = 5 * time.Minute
	forgetTries  = time.Hour // without a try
	addressFree  = 20        // wrong tries of one address before it is slowed
	addressMax   = 100       // counted at most, so that it recovers within minutes
	addressDrain = 3 * time.Second
	addressStep  = 50 * time.Millisecond
	slowestDelay = 2 * time.Second
)

// counter is one row of identity.throttles.
type counter struct {
	Failures int       `bun:"failures"`
	LastAt   time.Time `bun:"last_at"`
}

// waitAfter is how long after its last wrong try an account or device must wait.
func waitAfter(failures int) time.Duration {
	wait := firstWait
	switch {
	case failures < freeTries:
		return 0
	case failures-freeTries > 10:
		return longestWait
	}
	return min(wait<<(failures-freeTries), longestWait)
}

// rest is how long the next try must still wait.
func (c counter) rest(now time.Time) time.Duration {
	wait := waitAfter(c.Failures)
	if wait == 0 || now.Sub(c.LastAt) >= forgetTries {
		return 0
	}
	return max(0, c.LastAt.Add(wait).Sub(now))
}

// next is the counter with one more try.
func (c counter) next(now time.Time) counter {
	if now.Sub(c.LastAt) >= forgetTries {
		return counter{Failures: 1, LastAt: now}
	}
	return counter{Failures: c.Failures + 1, LastAt: now}
}

// level is what is left of an address's wrong tries after draining.
func (c counter) level(now time.Time) int {
	return max(0, c.Failures-int(max(0, now.Sub(c.LastAt))/addressDrain))
}

// delayAt is how long an address of the given level is slowed.
func delayAt(level int) time.Duration {
	return min(time.Duration(max(0, level-addressFree))*addressStep, slowestDelay)
}

func (k Keys) accountCounter(usernameKey string) []byte {
	return mac(k.throttle, []byte("account"), []byte(usernameKey))
}

func (k Keys) deviceCounter(person uuid.UUID, deviceHash []byte) []byte {
	return mac(k.throttle, []byte("device"), person[:], deviceHash)
}

func (k Keys) personCounter(what string, person uuid.UUID) []byte {
	return mac(k.throttle, []byte(what), person[:])
}

// addressCounter counts IPv6 by the /64 that one household or office holds.
func (k Keys) addressCounter(address string) []byte {
	if ip, err := netip.ParseAddr(address); err == nil {
		ip = ip.Unmap().WithZone("")
		if ip.Is6() {
			prefix, _ := ip.Prefix(64)
			ip = prefix.Addr()
		}
		address = ip.String()
	}
	return mac(k.throttle, []byte("address"), []byte(address))
}

// reserveTryTx counts a try before it is checked, so that many at once cannot slip through.
// Error: ErrSlowDown with the time to wait; such a try is not counted.
func (s *Service) reserveTryTx(ctx context.Context, tx bun.IDB, key []byte) error {
	var c counter
	now := s.now()
	err := tx.NewRaw(`INSERT INTO identity.throttles AS t (key, failures, last_at) VALUES (?, 0, ?)
		ON CONFLICT (key) DO UPDATE SET key = t.key RETURNING failures, last_at`, key, now).Scan(ctx, &c)
	if err != nil {
		return err
	}
	if rest := c.rest(now); rest > 0 {
		return ErrSlowDown.After(rest)
	}
	c = c.next(now)
	_, err = tx.ExecContext(ctx, `UPDATE identity.throttles SET failures = ?, last_at = ? WHERE key = ?`, c.Failures, c.LastAt, key)
	return err
}

// forgetTriesTx clears a counter after a right try.
func forgetTriesTx(ctx context.Context, tx bun.IDB, key []byte) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM identity.throttles WHERE key = ?`, key)
	return err
}

// slowDown makes an address wait for its recent wrong tries.
func (s *Service) slowDown(ctx context.Context, address string) error {
	var c counter
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT coalesce(max(failures), 0) AS failures, coalesce(max(last_at), ?) AS last_at FROM identity.throttles WHERE key = ?`,
			s.now(), s.keys.addressCounter(address)).Scan(ctx, &c)
	})
	if err != nil {
		return err
	}
	if delay := delayAt(c.level(s.now())); delay > 0 {
		return s.sleep(ctx, delay)
	}
	return nil
}

// countAddress counts one wrong try of an address.
func (s *Service) countAddress(ctx context.Context, address string) error {
	key, now := s.keys.addressCounter(address), s.now()
	return s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		var c counter
		err := tx.NewRaw(`INSERT INTO identity.throttles AS t (key, failures, last_at) VALUES (?, 0, ?)
			ON CONFLICT (key) DO UPDATE SET key = t.key RETURNING failures, last_at`, key, now).Scan(ctx, &c)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE identity.throttles SET failures = ?, last_at = ? WHERE key = ?`,
			min(c.level(now)+1, addressMax), now, key)
		return err
	})
}
