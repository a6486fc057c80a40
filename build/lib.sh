# Shared by the scripts of this folder: `. "$(dirname "$0")/lib.sh"`. Stands in the repository's top folder afterwards.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

top=$PWD
tools=$top/.cache/bin          # tools that are pinned for this project alone
out=$top/build/out             # what tests leave behind
webkit=webkit2_41              # the WebKitGTK that current distributions carry
small="-s -w -buildid= -funcalign=16" # for the linker: no symbols, the same bytes each time, 0.3 MB less between functions

# Packages that no hot path goes through are built without inlining, which keeps 1.7 MB out of the program. Patterns of the go
# command, as flags for it.
cold=()
for pattern in crypto/... net/... vendor/... mime/... log/... debug/... encoding/asn1 encoding/xml html/template text/template \
  golang.org/x/text/encoding/... golang.org/x/image/... google.golang.org/protobuf/... go.opentelemetry.io/... go.yaml.in/... \
  github.com/wailsapp/... github.com/alecthomas/kong github.com/blevesearch/geo/... github.com/tetratelabs/wazero/... \
  github.com/godbus/... github.com/go-logr/... github.com/json-iterator/go github.com/leaanthony/... github.com/samber/lo/... \
  github.com/gorilla/... github.com/aymerick/... github.com/rickar/... github.com/arran4/... github.com/dustin/... image/... go/... archive/... html math/big \
  golang.org/x/net/... github.com/klauspost/compress/zstd/... github.com/blevesearch/bleve/v2/search/query \
  github.com/blevesearch/bleve/v2/index/upsidedown/... github.com/blevesearch/bleve/v2/analysis/... github.com/yuin/... github.com/microcosm-cc/... \
  precedent/app/... precedent/backend/document/... precedent/backend/exchange/... precedent/backend/policy/...; do
  cold+=("-gcflags=$pattern=-l")
done

export PATH=$tools:$PATH

say()  { printf '%s\n' "$*" >&2; }
die()  { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# as_root runs a command as root, asking sudo only where that is needed and there.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else die "This needs root and there is no sudo. Run as root: $*"
  fi
}

# version is the tag or commit that is built; "dev" where there is no history to ask.
version() { git describe --tags --always --dirty 2>/dev/null || echo dev; }

# under_display runs a command on the display there is, else under a virtual one.
under_display() {
  if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" != Linux ]; then "$@"; return; fi
  have xvfb-run || die "There is no display and no xvfb-run. Run build/setup."
  xvfb-run --auto-servernum --server-args='-screen 0 1440x900x24' "$@"
}
