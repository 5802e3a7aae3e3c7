# `make` alone lists the targets.

GO       ?= go
LINT      = bin/golangci-lint
LINT_AT   = v2.15.0
VULN_AT   = v1.1.4
# What make bench runs, and how many rounds of tlua and its peer.
BENCH    ?= .
ROUNDS   ?= 9
# How often make soak kills tlua in each of the shapes in which programs live on.
SOAK     ?= 200
# How long a job of make soak writes faster than its messages are taken.
SOAKFLOOD ?= 60s
# How long each part of make fuzz and make fuzz-lua goes on.
FUZZTIME ?= 5m

# The programs that the tests drive, or compare with, and Debian's packages of them.
DRIVEN    = chromium=chromium ctorrent=ctorrent opentracker=opentracker unshare=util-linux ip=iproute2 strace=strace valgrind=valgrind \
	lua5.1=lua5.1 busted=lua-busted xmllint=libxml2-utils prove=perl

.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

build: ## the command, as bin/tlua
	CGO_ENABLED=0 $(GO) build -o bin/tlua ./cmd/tlua

demo: build ## one BitTorrent client gives a file to another, and it arrives
	@tools/need ctorrent=ctorrent
	bin/tlua run scripts/transfer.lua

test: ## all tests; installs the programs that they drive
	@tools/need $(DRIVEN)
	$(GO) test ./...

race: ## all tests under the race detector
	@tools/need $(DRIVEN) cc=gcc
	$(GO) test -race ./...

fuzz: ## the fuzzers of the parsers, for FUZZTIME each
	@GO=$(GO) tools/fuzz $(FUZZTIME)

fuzz-lua: ## random Lua programs, and wrong ones, through tlua and lua5.1, for FUZZTIME each
	@tools/need lua5.1=lua5.1
	$(GO) test -run '^$$' -fuzz FuzzPrograms -fuzztime $(FUZZTIME) ./luabind/vm/repair/
	$(GO) test -run '^$$' -fuzz FuzzMistakes -fuzztime $(FUZZTIME) ./luabind/vm/grammar/

lint: $(LINT) ## gofmt, golangci-lint, luacheck
	@tools/need luacheck=lua-check
	$(LINT) run
	luacheck -q .

# In a folder of its own, so that its many dependencies stay out of go.sum.
$(LINT):
	GOBIN=$(CURDIR)/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_AT)

bench: ## tlua beside its alternatives, as ratios in one run
	@tools/need ctorrent=ctorrent opentracker=opentracker cc=gcc lua5.1=lua5.1 grep=grep
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchtime $(ROUNDS)x -timeout 30m ./internal/bench/
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchtime 300ms ./luabind/...

types: ## makes stdlib/tlua.lua and tests.lua anew, which tell editors what scripts and tests can call
	$(GO) test ./luabind ./luabind/spec -run TestDefinitions -update

vuln: ## known holes in what tlua is built from; asks vuln.go.dev
	$(GO) run golang.org/x/vuln/cmd/govulncheck@$(VULN_AT) ./...

soak: ## hours of being killed, of jobs, and of the fuzzers: SOAK rounds, FUZZTIME each
	@tools/need ctorrent=ctorrent
	SOAK=$(SOAK) SOAKFLOOD=$(SOAKFLOOD) $(GO) test -tags soak -run Soak -v -timeout 0 ./cmd/tlua
	$(MAKE) fuzz-lua fuzz

cross: ## looks at what is built elsewhere: macOS, and arm64
	GOOS=darwin GOARCH=amd64 CGO_ENABLED=0 $(GO) vet ./...
	GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 $(GO) vet ./...
	GOOS=linux GOARCH=arm64 CGO_ENABLED=0 $(GO) vet ./...

check: lint cross race test ## what has to pass before a change is handed in

clean: ## removes what was built
	rm -rf bin

.PHONY: help build demo test race fuzz fuzz-lua lint bench types vuln soak cross check clean
