# Everything here needs Go, and nothing else; make e2e and make bench want a
# Podman too. `make` alone says what there is.

GO       ?= go
FUZZTIME ?= 30s
ARGS     ?=# of podtop, in make run
RUN      ?=# which end-to-end tests, a regular expression; all if empty
# E2E_SSH: the ssh command line of a host to run make e2e on, instead of here

export CGO_ENABLED := 0

version := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
goldens := github.com/charmbracelet/x/exp/golden
cc      := $(shell command -v "$$($(GO) env CC)" 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run build test check e2e bench fuzz golden clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9]*\):.*## /\1 /p' Makefile | while read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

run: build ## build podtop and open its screen
	@exec bin/podtop $(ARGS)

build: ## build bin/podtop: static, stripped
	@$(GO) build -trimpath -ldflags '-s -w -X main.version=$(version)' -o bin/podtop ./cmd/podtop

test: ## all tests that need only Go; with the race detector if there is a C compiler
ifdef cc
	@echo 'make test: with the race detector, by $(cc)'
	CGO_ENABLED=1 $(GO) test -race $(TESTFLAGS) ./...
else
	@echo 'make test: without the race detector, which needs a C compiler'
	$(GO) test $(TESTFLAGS) ./...
endif

check: ## what has to pass before a commit: format, vet, staticcheck, tidy, test
	@bad=$$($(GO) tool gofumpt -l .) || exit 1; if [ -n "$$bad" ]; then echo "not as gofumpt has it:"; echo "$$bad"; exit 1; fi
	$(GO) vet ./...
	$(GO) vet -tags e2e,bench ./cmd/podtop
	$(GO) tool staticcheck ./...
	$(GO) tool staticcheck -tags e2e,bench ./cmd/podtop
	$(GO) mod tidy -diff
	@$(MAKE) --no-print-directory test

e2e: build ## the end-to-end suite on this machine's Podman, or on E2E_SSH's
	@$(GO) test -c -tags e2e -o bin/e2e ./cmd/podtop
	@RUN='$(RUN)' .ci/e2e

bench: build ## measure what podtop costs, beside podman stats
	@$(GO) test -c -tags e2e,bench -o bin/bench ./cmd/podtop
	@$(GO) test -c -o bin/ticks ./sampler/cgroup
	@PODTOP_BIN=$(CURDIR)/bin/podtop PODTOP_TICKS=$(CURDIR)/bin/ticks bin/bench -test.run '^TestBench$$' -test.timeout 30m

fuzz: ## run each fuzz target for FUZZTIME
	@for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | sed -n '/^Fuzz/p'); do \
	    echo "$$pkg $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done

golden: ## write the golden files anew; look at what changed before you commit
	$(GO) test $$($(GO) list -f '{{range .XTestImports}}{{if eq . "$(goldens)"}}{{$$.ImportPath}}{{end}}{{end}}' ./...) -update

clean: ## remove what was built
	rm -rf bin
