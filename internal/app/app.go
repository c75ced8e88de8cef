package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"taphuan/frontend"
	"taphuan/internal/assessment"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/certificate"
	"taphuan/internal/config"
	"taphuan/internal/coursepackage"
	"taphuan/internal/gathering"
	"taphuan/internal/identity"
	"taphuan/internal/instance"
	"taphuan/internal/learning"
	"taphuan/internal/media"
	"taphuan/internal/notify"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
	"taphuan/internal/reporting"
	"taphuan/internal/web"
)

// Options are what a program decides about its App.
type Options struct {
	Config   config.Config
	Log      *slog.Logger
	Database string // URL of a migrated database
	Version  string
	Workers  bool // run reactions and duties in this process
	Now      func() time.Time
}

// App is the whole program.
type App struct {
	cfg    config.Config
	log    *slog.Logger
	now    func() time.Time // the clock of the day
	db     *postgres.DB
	watch  *postgres.DB // for what must not wait behind requests
	demo   bool
	server *web.Server
	worker *outbox.Worker
	parts  parts
}

// parts are the services of the domains.
type parts struct {
	identity     *identity.Service
	organization *organization.Service
	audit        *audit.Service
	events       *organization.AgencyEvents
	media        *media.Service
	signer       media.Signer
	encoder      *media.Encoder
	uploads      *media.Uploads
	catalog      *catalog.Service
	editor       *coursepackage.Editor
	learning     *learning.Service
	assessment   *assessment.Service
	certificate  *certificate.Service
	planning     *planning.Service
	gathering    *gathering.Service
	reporting    *reporting.Service
	notify       *notify.Service
	principals   *principals
}

// New builds the program over a migrated database. Close releases what it holds.
func New(ctx context.Context, o Options) (*App, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	db, err := postgres.Open(ctx, o.Database, int32(o.Config.DatabaseConnections))
	if err != nil {
		return nil, err
	}
	watch, err := postgres.Open(ctx, o.Database, watchConnections)
	if err != nil {
		db.Close()
		return nil, err
	}
	a := &App{cfg: o.Config, log: o.Log, now: o.Now, db: db, watch: watch}
	if err := a.build(ctx, o); err != nil {
		db.Close()
		watch.Close()
		return nil, err
	}
	return a, nil
}

// watchConnections are kept for what must not wait behind requests: a server that is overloaded still knows whose
// session has ended, and that it works.
const watchConnections = 2

func (a *App) build(ctx context.Context, o Options) error {
	mode, err := instance.FindMode(ctx, a.db.Bun)
	if err != nil {
		return err
	}
	a.demo = mode == instance.Demonstration
	if err := a.buildParts(o); err != nil {
		return err
	}
	if err := a.parts.identity.Watcher().Poll(ctx); err != nil {
		return fmt.Errorf("watch sessions: %w", err)
	}
	a.server, err = web.New(web.Options{Log: a.log, Version: o.Version, Authenticate: a.parts.principals.authenticate, Static: frontend.Files(), Head: a.courseHead, Demo: a.demo,
		TrustedProxies: a.cfg.TrustedProxies, HTTPS: a.cfg.PublicURL.Scheme == "https", MediaOrigin: a.cfg.MediaOrigin(), Ready: a.ready})
	if err != nil {
		return err
	}
	a.addRoutes(o.Version)
	if !o.Workers {
		return nil
	}
	if err := a.parts.encoder.Resume(ctx); err != nil {
		return fmt.Errorf("resume videos: %w", err)
	}
	a.worker, err = outbox.NewWorker(a.db, a.log, a.reactions(), a.duties(), 4)
	return err
}

func (a *App) buildParts(o Options) error {
	secret, err := a.cfg.SecretKey() // made on the first start; all keys derive from it
	if err != nil {
		return err
	}
	keys, err := identity.NewKeys(secret)
	if err != nil {
		return err
	}
	p := &a.parts
	public := a.cfg.PublicURL.String()
	p.identity, err = identity.New(identity.Options{DB: a.db, Watch: a.watch, Keys: keys, PublicURL: public, Log: a.log})
	if err != nil {
		return err
	}
	events, err := outbox.New(a.db, a.reactions())
	if err != nil {
		return err
	}
	p.organization = organization.New(a.db, p.identity, events, organizationLinks(), o.Now)
	p.audit = audit.New(a.db, p.organization.ReachesWhole)
	p.organization.FollowPeople(personFacts()...)
	storage, err := Storage(a.cfg)
	if err != nil {
		return err
	}
	p.media = media.New(a.db, storage)
	if p.signer, err = media.NewSigner(secret, o.Now); err != nil {
		return err
	}
	p.encoder = media.NewEncoder(media.EncoderOptions{Files: p.media, Events: events, Log: a.log, FFmpeg: a.cfg.FFmpeg,
		Dir: filepath.Join(a.cfg.Home(), "encoding"), Longest: a.cfg.VideoLongest})
	p.uploads = media.NewUploads(p.media, events, media.Limits{FileBytes: a.cfg.MediaMaxUpload, AgencyBytes: a.cfg.MediaQuota}, o.Now)
	p.catalog = catalog.New(a.db)
	p.editor = coursepackage.NewEditor(a.db, p.media, o.Now)
	p.learning = learning.New(a.db, events, o.Now)
	p.assessment = assessment.New(a.db, p.learning, p.media, events, o.Now)
	if err := p.assessment.KeepCodes(secret); err != nil {
		return err
	}
	p.certificate = certificate.New(a.db, events, o.Now, public, a.demo)
	if err := keepKeys(a.cfg, secret, p.certificate); err != nil {
		return err
	}
	p.planning = planning.New(a.db, o.Now)
	p.events = organization.NewAgencyEvents(p.organization)
	p.gathering = gathering.New(a.db, events, o.Now)
	p.reporting = reporting.New(a.db, p.planning, o.Now, a.demo)
	p.principals = newPrincipals(p.identity, p.organization, a.demo)
	p.notify, err = a.newNotify(events, o.Now)
	return err
}

func (a *App) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	return a.db.Pool.Ping(ctx)
}

// Demo reports whether this is a demonstration.
func (a *App) Demo() bool { return a.demo }

// Handler is the program as an HTTP handler.
func (a *App) Handler() http.Handler { return a.server.Engine }

// Run serves until ctx ends, then lets requests and jobs finish. started is called once the
// address answers.
func (a *App) Run(ctx context.Context, started func()) error {
	listener, err := net.Listen("tcp", a.cfg.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s (ADDR changes it): %w", a.cfg.Addr, err)
	}
	watching, stopWatching := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWatching()
	go a.parts.identity.Watcher().Run(watching)
	pulse := assessment.NewPulse(a.watch)
	if err := pulse.Beat(ctx); err != nil {
		return fmt.Errorf("beat the pulse: %w", err)
	}
	go pulse.Keep(watching, a.log)
	if a.worker != nil {
		go a.parts.assessment.KeepClosing(watching, a.log)
		if err := a.worker.Start(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	metrics, err := a.serveMetrics()
	if err != nil {
		return err
	}
	server := &http.Server{Handler: a.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute,
		WriteTimeout: 15 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug)}
	failed := make(chan error, 1)
	go func() { failed <- a.serve(server, listener) }()
	started()
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	return errors.Join(err, a.stop(server, metrics))
}

// Work runs the workers alone until ctx ends.
func (a *App) Work(ctx context.Context) error {
	if err := a.worker.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	<-ctx.Done()
	return a.stop()
}

func (a *App) serve(server *http.Server, listener net.Listener) error {
	if a.cfg.TLSCertFile != "" {
		return server.ServeTLS(listener, a.cfg.TLSCertFile, a.cfg.TLSKeyFile)
	}
	return server.Serve(listener)
}

func (a *App) stop(servers ...*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), a.cfg.ShutdownTimeout)
	defer cancel()
	var errs []error
	for _, server := range servers {
		if server != nil {
			errs = append(errs, server.Shutdown(ctx))
		}
	}
	if a.worker != nil {
		errs = append(errs, a.worker.Stop(ctx))
	}
	return errors.Join(errs...)
}

// Close releases the database.
func (a *App) Close() error { return errors.Join(a.db.Close(), a.watch.Close()) }
