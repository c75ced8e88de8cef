package certificatehttp

import (
	"hash/maphash"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"taphuan/internal/access"
	"taphuan/internal/web"
)

const (
	lookupsPerSecond = 10   // by one address, in the long run
	lookupsAtOnce    = 100  // an office behind one address opens a batch together
	rememberedMost   = 8192 // addresses in one generation
	rememberedFor    = time.Minute
)

// limiter slows addresses that look up many certificates. It keeps two generations of counters in
// memory, so that it is bounded and forgets the quiet ones; addresses are kept as hashes alone.
type limiter struct {
	seed maphash.Seed

	mu         sync.Mutex
	young, old map[uint64]*rate.Limiter
	turnedAt   time.Time
}

func newLimiter() *limiter {
	return &limiter{seed: maphash.MakeSeed(), young: map[uint64]*rate.Limiter{}}
}

// wait returns how long an address must wait before its next look-up; 0 lets it pass and counts it.
func (l *limiter) wait(address string, now time.Time) time.Duration {
	turn := l.find(maphash.String(l.seed, network(address)), now).ReserveN(now, 1)
	wait := turn.DelayFrom(now)
	if wait > 0 {
		turn.CancelAt(now)
	}
	return wait
}

// find returns the counter of an address and keeps it among the young.
func (l *limiter) find(key uint64, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if counter, known := l.young[key]; known {
		return counter
	}
	if len(l.young) >= rememberedMost || now.Sub(l.turnedAt) > rememberedFor {
		l.young, l.old, l.turnedAt = map[uint64]*rate.Limiter{}, l.young, now
	}
	counter, known := l.old[key]
	if !known {
		counter = rate.NewLimiter(lookupsPerSecond, lookupsAtOnce)
	}
	l.young[key] = counter
	return counter
}

// network is what one client may have: an IPv4 address, or the /64 network of an IPv6 address.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	prefix, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}

// limited lets an operation through at the pace of its address; beyond it the page says to wait.
func limited(l *limiter, next func(*gin.Context, access.Principal) error) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		wait := l.wait(web.ClientFrom(c.Request.Context()).Address, time.Now())
		if wait == 0 {
			return next(c, who)
		}
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		return render(c, http.StatusTooManyRequests, verifyView{TooMany: true})
	}
}
