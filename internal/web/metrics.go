package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
)

// requestSeconds measures answers by route and status; the buckets end at ten seconds.
func newRequestSeconds() *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "taphuan_request_seconds", Help: "Time to answer a request.",
		Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"method", "route", "status"})
}

func measure(seconds *prometheus.HistogramVec) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		c.Next()
		method, route := c.Request.Method, c.FullPath()
		if route == "" { // whoever asks for what is no route may send any method: one series for all
			route = "static"
			if method != http.MethodGet {
				method = "other"
			}
		}
		seconds.WithLabelValues(method, route, strconv.Itoa(c.Writer.Status())).Observe(time.Since(start).Seconds())
	}
}

// Metrics returns the measures of the edge.
func (s *Server) Metrics() []prometheus.Collector { return []prometheus.Collector{s.seconds} }
