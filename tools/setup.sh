#!/usr/bin/env bash
# Installs the Debian packages that building and testing need, and checks the
# version of Go. It says nothing, and asks no network, when all is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What is needed, as package:what stands for it where there is no dpkg: a
# program, a header (.h) or a library (.so).
needed=(
  g++:g++ make:make pkg-config:pkg-config git:git ca-certificates:
  libvulkan1:libvulkan.so.1 libvulkan-dev:vulkan/vulkan.h mesa-vulkan-drivers:libvulkan_lvp.so
  vulkan-validationlayers:libVkLayer_khronos_validation.so vulkan-tools:vulkaninfo
  glslc:glslc spirv-tools:spirv-val clang-format:clang-format
)
# Without these nothing builds; the others are for tests and for shaders.
vital=(g++ make vulkan/vulkan.h)

say() { printf 'setup: %s\n' "$*" >&2; }

# have NAME: is this program, header or library on the machine?
have() {
  case $1 in
    "") true ;;
    *.h) printf '#include <%s>\n' "$1" | ${CXX:-g++} -E -x c++ - >/dev/null 2>&1 ;;
    *.so*) local d; for d in /usr/lib{,64,/*-linux-*} /usr/local/lib{,64} /lib{,64}; do [ -e "$d/$1" ] && return; done; false ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else say "this needs root, and there is no sudo; as root, run: $*"; return 1; fi
}

apt_install() {
  say "installing $*"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# debian installs the packages that are missing.
debian() {
  local packages=("${needed[@]%%:*}") missing
  missing=$(comm -23 <(printf '%s\n' "${packages[@]}" | sort) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null | sed -n 's/^installed //p' | sort -u))
  # shellcheck disable=SC2086 # a list of words
  [ -z "$missing" ] || apt_install $missing
}

# elsewhere names what is missing, and goes on where building is possible.
elsewhere() {
  local entry missing=()
  for entry in "${needed[@]}"; do
    have "${entry#*:}" || missing+=("${entry%%:*} (${entry#*:})")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "there is no apt-get here; with this system's own tools, install what Debian calls"
  printf '  %s\n' "${missing[@]}" >&2
  for entry in "${vital[@]}"; do
    have "$entry" || { say "nothing builds without $entry"; exit 1; }
  done
}

# go_version makes sure of a Go that can build this module. From 1.21 on, a
# Go that is too old fetches the right one by itself, unless GOTOOLCHAIN is local.
go_version() {
  local want has first
  want=$(sed -n 's/^go //p' go.mod)
  if ! command -v "${GO:-go}" >/dev/null; then
    first=$(apt-cache policy golang-go 2>/dev/null | sed -nE 's/^ *Candidate: ([0-9]+:)?([0-9.]+).*/\2/p' || true)
    if [ -z "$first" ] || ! at_least "$first" 1.21; then
      say "there is no go here; install Go $want or newer from https://go.dev/dl and put it on the PATH"
      exit 1
    fi
    apt_install golang-go
  fi
  has=$(cd / && "${GO:-go}" env GOVERSION)
  has=${has#go}
  at_least "${has%%[- ]*}" "$want" && return
  if at_least "$has" 1.21 && [ "$("${GO:-go}" env GOTOOLCHAIN)" != local ]; then return; fi
  say "Go $has is here, the module needs $want: install a newer one from https://go.dev/dl, or, from Go 1.21 on, set GOTOOLCHAIN=auto"
  exit 1
}

# at_least A B: is version A at least B?
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then debian; else elsewhere; fi
go_version
