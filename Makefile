# Everything here needs Go, and nothing else; make e2e and make bench want a
# Podman too. `make` alone says what there is.

GO       ?= go
FUZZTIME ?= 30s
ARGS     ?=# of podtop, in make run
JOURNAL  ?= bin/journal
RUN      ?=# which end-to-end tests, a regular expression; all if empty
# E2E_SSH: the ssh command line of a host to run make e2e on, instead of here

export CGO_ENABLED := 0

version  := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
goldens  := github.com/charmbracelet/x/exp/golden
# Tests of the screen wait more than they work.
parallel := 8

.DEFAULT_GOAL := help
.PHONY: help run build test race walk lint check full mutants e2e attack bench fuzz golden clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9]*\):.*## /\1 /p' Makefile | while read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

run: build ## build podtop and open its screen: of a demonstration, where there is nothing to watch
	@demo=; \
	if ! command -v podman >/dev/null && [ -z "$$CONTAINER_HOST$(findstring --host,$(ARGS))" ] \
	  && ! ls /run/podman/podman.sock /run/user/*/podman/podman.sock >/dev/null 2>&1 \
	  && ! find /sys/fs/cgroup -type d \( -name 'libpod-*' -o -name 'docker-*' -o -name 'crio-*' -o -name 'cri-containerd-*' \) 2>/dev/null | grep -q .; then \
	  echo 'make run: here is neither Podman nor a container, so this is the demonstration: podtop --demo' >&2; demo=--demo; \
	fi; \
	exec bin/podtop $$demo $(ARGS)

build: ## build bin/podtop: static, stripped, without the HTTP/2 that no Podman speaks
	@$(GO) build -trimpath -tags nethttpomithttp2 -ldflags '-s -w -X main.version=$(version)' -o bin/podtop ./cmd/podtop

test: ## all tests that need only Go, without the race detector: make race has it
	$(GO) test -parallel $(parallel) $(TESTFLAGS) ./...

race: ## the same tests under the race detector, and a sample of those of the screen; needs a C compiler
	CGO_ENABLED=1 $(GO) test -race -short -parallel $(parallel) $(TESTFLAGS) ./...

walk: ## all tests of the screen under the race detector, and a thousand walks through it
	CGO_ENABLED=1 $(GO) test -race -parallel $(parallel) -timeout 30m $(TESTFLAGS) ./tui/...
# By number: at the end of a time go test -fuzz can fail with "context deadline
# exceeded". So many walks take about a minute.
	$(GO) test -run '^$$' -fuzz '^FuzzWalk$$' -fuzztime 1000x -fuzzminimizetime 10x ./tui

lint: ## format, vet, staticcheck, tidy, and that each fault of .ci/mutants still fits
	@bad=$$($(GO) tool gofumpt -l .) || exit 1; if [ -n "$$bad" ]; then echo "not as gofumpt has it:"; echo "$$bad"; exit 1; fi
	$(GO) vet ./... ./.ci/mutants
	$(GO) vet -tags e2e,bench,attack ./cmd/podtop/...
	$(GO) tool staticcheck ./...
	$(GO) tool staticcheck -tags e2e,bench,attack ./cmd/podtop/...
	$(GO) mod tidy -diff
	$(GO) test -count=1 -run TestFit ./.ci/mutants

check: lint test ## what has to pass before a commit

full: ## all there is, for hours: both hosts, faults, fuzz, walk; see .ci/full
	@.ci/full

mutants: ## test the tests: one fault after the other in a copy of the tree, each of which they have to notice
	@$(GO) test -v -count=1 -timeout 90m -run TestMutants ./.ci/mutants

e2e: build ## the end-to-end suite on this machine's Podman, or on E2E_SSH's
	@$(GO) test -c -tags e2e -o bin/e2e ./cmd/podtop
	@RUN='$(RUN)' .ci/e2e

# PODTOP_FLOOD: how long a service floods it; half a minute if empty.
attack: build ## as root: another user's processes and services try for podtop's terminal, pids, memory and time; all has to fail
	@$(GO) test -c -tags attack -o bin/attack ./cmd/podtop/child
	@$(GO) test -c -tags attack -o bin/attack-flood ./cmd/podtop
	@PODTOP_BIN=$(CURDIR)/bin/podtop bin/attack -test.v -test.run '^TestAttack' -test.timeout 5m
	@PODTOP_BIN=$(CURDIR)/bin/podtop bin/attack-flood -test.v -test.run '^TestAttack' -test.timeout 30m

# PODTOP_BENCH picks a part: scale, busy, page, peers, logs, http, start; long is scale in
# more time. JOURNALD is a program that gives a command a journald of its own, as
# JOURNALD DIR COMMAND...; logs are measured with that alone. JOURNAL is its DIR:
# what was written there once is not written again.
bench: build ## measure what podtop costs, beside podman stats; PODTOP_BENCH=long: with ten minutes for what may grow
	@$(GO) test -c -tags e2e,bench -o bin/bench ./cmd/podtop
	@$(GO) test -c -o bin/ticks ./sampler/cgroup
	@$(GO) test -c -o bin/journalbench ./sampler/journal
	@$(GO) test -c -o bin/linesbench ./sampler/lines
	@$(GO) build -trimpath -tags bench -ldflags '-s -w' -o bin/podtop-full ./cmd/podtop
	@PODTOP_BIN=$(CURDIR)/bin/podtop PODTOP_FULL=$(CURDIR)/bin/podtop-full PODTOP_TICKS=$(CURDIR)/bin/ticks \
	  PODTOP_JOURNALBENCH=$(CURDIR)/bin/journalbench PODTOP_LINESBENCH=$(CURDIR)/bin/linesbench \
	  $(if $(JOURNALD),PODTOP_E2E_JOURNAL=1 $(JOURNALD) $(JOURNAL)) \
	  bin/bench -test.run '^TestBench$$' -test.timeout 60m

# What is found is tried in 10 smaller forms, and not for a minute each.
fuzz: ## run each fuzz target for FUZZTIME
	@rc=0; for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | sed -n '/^Fuzz/p'); do \
	    echo "$$pkg $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$pkg || rc=1; \
	  done; \
	done; exit $$rc

golden: ## write the golden files anew; look at what changed before you commit
	$(GO) test $$($(GO) list -f '{{range .TestImports}}{{if eq . "$(goldens)"}}{{$$.ImportPath}} {{end}}{{end}}{{range .XTestImports}}{{if eq . "$(goldens)"}}{{$$.ImportPath}}{{end}}{{end}}' ./...) -update

clean: ## remove what was built
	rm -rf bin
