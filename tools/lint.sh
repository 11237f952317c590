#!/usr/bin/env bash
# `lint.sh` checks how the sources are written and whether what is generated
# from them is current; `lint.sh fmt` formats them. All complaints are shown
# before it fails.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
go=${GO:-go}

# Sources are those that git knows or would add: no caches, no results.
sources() { git ls-files --cached --others --exclude-standard --deduplicate -- "$@"; }
go_sources() { sources '*.go'; }
# Generated files (gen/, gen_*) are as the generator writes them.
c_sources() { sources '*.comp' '*.glsl' '*.h' '*.c' '*.cpp' | grep -vE '(^|/)gen[/_]'; }

if [ "${1:-}" = fmt ]; then
  set -e
  go_sources | xargs gofmt -w
  # A second run settles what the first one moved.
  for _ in 1 2; do c_sources | xargs clang-format -i --style=file; done
  exit
fi

failed=0
# check NAME COMMAND...: the command must succeed; its output says what is wrong.
check() {
  local name=$1 out
  shift
  if out=$("$@" 2>&1); then printf 'ok    %s\n' "$name"; return; fi
  printf 'FAIL  %s\n%s\n' "$name" "$(printf '%s' "$out" | head -n 40 | sed 's/^/      /')"
  failed=1
}

formatted() {
  local out
  out=$(go_sources | xargs gofmt -l) && [ -z "$out" ] && return
  printf 'make fmt changes\n%s\n' "$out"
  return 1
}
# In Debian 12's clang-format, -n -Werror names every place; the file is enough.
c_formatted() {
  local out
  out=$(c_sources | xargs clang-format --style=file --dry-run -Werror 2>&1) && return
  printf 'make fmt changes\n%s\n' "$(printf '%s' "$out" | sed -nE 's/^([^:]+):[0-9]+:.*/\1/p' | sort -u)"
  return 1
}
vet() { $go vet ./... && $go vet -C tools ./...; }
staticcheck() { $go tool -modfile=tools/go.mod staticcheck ./... && (cd tools && $go tool staticcheck ./...); }
valid_modules() {
  local f bad=0
  for f in shaders/spv/*.spv; do
    spirv-val --target-env vulkan1.2 "$f" || { echo "$f is not valid"; bad=1; }
  done
  return $bad
}
shell_syntax() {
  local f
  for f in .ci/run tools/*.sh; do bash -n "$f" || return; done
}

check "gofmt" formatted
check "clang-format" c_formatted
check "go vet" vet
check "staticcheck" staticcheck
check "shell syntax" shell_syntax
check "spirv-val" valid_modules
check "shaders current (make shaders)" $go run -C tools ./shaderbuild -check
check "mutants fit the sources" $go run -C tools ./mutants -check
check "imports one way" $go test -count=1 -run '^TestImports' ./host
exit $failed
