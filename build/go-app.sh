#!/usr/bin/env bash
# Stands in for `go` where something builds the top folder and means ./app, where main is: the Wails command line does.
#   wails build -compiler build/go-app.sh -m -nosyncgomod
# Every other go command goes through unchanged.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "${1:-}" = build ] || exec go "$@"

# Wails writes the Windows icon and version beside go.mod; the linker takes them only from main's own folder.
clean() { rm -f app/*-res.syso; }
trap clean EXIT
for res in ./*-res.syso; do
  [ ! -e "$res" ] || cp "$res" app/
done
go "$@" ./app
