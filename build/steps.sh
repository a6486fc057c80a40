# Runs named steps one after the other and says at the end how each went: `. build/steps.sh`, then `step NAME COMMAND…` and
# `finish LIMIT_MINUTES`. A script that another one runs as a part of itself adds its steps to that one's list.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ -t 1 ] || export NO_COLOR=1 # logs are read as text

mine=
if [ -z "${STEPS_LIST:-}" ]; then
  mine=yes
  STEPS_LIST=$(mktemp)
  export STEPS_LIST
  trap 'rm -f "$STEPS_LIST"' EXIT
fi

# step goes on after a failure, so that one run tells all that is wrong. Where bash tests a command for failure it lets
# a function run on after one of its lines fails: functions given to step join their lines by && or say `|| return`.
step() {
  local name=$1 began=$SECONDS how=ok
  shift
  say "── $name"
  ("$@") </dev/null || how=failed
  printf '%d\t%s\t%s\n' $((SECONDS - began)) "$how" "$name" >>"$STEPS_LIST"
  say "   $how, $((SECONDS - began)) s"
  [ $how = ok ]
}

# finish prints the steps with their times and, last, how many passed and failed.
finish() {
  local limit=$1 passed failed total
  passed=$(grep -c "$(printf '\tok\t')" "$STEPS_LIST" || true)
  failed=$(grep -c "$(printf '\tfailed\t')" "$STEPS_LIST" || true)
  if [ -n "$mine" ]; then
    total=$(awk -F'\t' '{ t += $1 } END { print t + 0 }' "$STEPS_LIST")
    printf '\n'
    awk -F'\t' '{ printf "%5d s  %-6s  %s\n", $1, $2, $3 }' "$STEPS_LIST"
    printf '%5d s  in all\n' "$total"
    if [ "$total" -gt $((limit * 60)) ]; then
      failed=$((failed + 1))
      printf 'Over %d minutes. The slowest:\n' "$limit"
      sort -rn "$STEPS_LIST" | head -n 3 | awk -F'\t' '{ printf "%5d s  %s\n", $1, $3 }'
    fi
    printf '%d passed, %d failed\n' "$passed" "$failed"
  fi
  [ "$failed" = 0 ]
}
