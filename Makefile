# Galvani. `make` lists the targets; `make run` and `make test` need nothing typed before them.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

GO ?= go
# The devices that tests may not skip.
REQUIRE ?= lavapipe,native
export GALVANI_REQUIRE_DEVICES := $(REQUIRE)

# go build asks git for the revision, and fails where git distrusts the folder's owner.
BUILDFLAGS := $(shell git rev-parse HEAD >/dev/null 2>&1 || echo -buildvcs=false)

.PHONY: help setup build shaders fmt lint test test-all docs bench run mutants ci clean

help: ## List the targets
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1\t\2/p' Makefile | expand -t 14

setup: ## Install what building needs (Debian packages); says so elsewhere
	@tools/setup.sh

build: setup ## Build bin/galvani
	@$(GO) build $(BUILDFLAGS) -o bin/galvani ./cmd/galvani

shaders: setup ## Compile the shaders to SPIR-V, write the generated sources
	$(GO) run -C tools ./shaderbuild

fmt: setup ## Format Go, GLSL and C++
	@tools/lint.sh fmt

lint: setup ## gofmt, vet, staticcheck, clang-format, spirv-val, shaders current, imports
	@tools/lint.sh

test: setup ## Run the tests, on the native engine and on lavapipe
	$(GO) test ./...
	$(GO) test -C tools ./...

test-all: setup ## Run the tests that take minutes as well, and the mutants
	$(GO) test -tags all -timeout 60m ./...
	$(GO) test -C tools ./...
	$(MAKE) --no-print-directory mutants

docs: build ## Write a page for every model into out/docs
	@bin/galvani docs --out out/docs

bench: build ## Time the built-in networks on one core and on lavapipe
	@$(GO) run -C tools ./benchtable -galvani ../bin/galvani native:1 vulkan:lavapipe

run: build ## Simulate coba-lif and leave its raster in out/coba-lif
	@bin/galvani run coba-lif
	@echo "the picture: out/coba-lif/raster.png"

mutants: setup ## Break the sources on purpose; a test must notice each time
	@$(GO) run -C tools ./mutants

ci: lint test ## What a change has to pass

clean: ## Remove what make made, results in out/ excepted
	rm -rf bin .cache
