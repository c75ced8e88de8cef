package app

import (
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// serveMetrics answers /metrics on its own listener when METRICS_ADDR asks for it: the figures of
// the process, the pool and the requests, none of which names a person.
func (a *App) serveMetrics() (*http.Server, error) {
	if a.cfg.MetricsAddr == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", a.cfg.MetricsAddr)
	if err != nil {
		return nil, err
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "taphuan_database_connections_used", Help: "Pooled connections in use."},
		func() float64 { return float64(a.db.Pool.Stat().AcquiredConns()) }))
	registry.MustRegister(a.server.Metrics()...)
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug)}
	go server.Serve(listener)
	return server, nil
}
