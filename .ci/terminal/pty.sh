# A terminal on a real pty, driven by tmux: sourced by run. Everything is below $work, and nothing is left when it ends.
root=$PWD
work=$(mktemp -d)
socket=mayfly-ci-$$
limit=180 # seconds for any one thing to appear
mayfly=${MAYFLY_LAUNCHER:-$root/mayfly}

tm() { tmux -L "$socket" "$@"; }
# The screen with what has scrolled away, wrapped lines joined; as it is seen, wrapped lines joined or not; with its colours.
screen() { tm capture-pane -p -J -t mayfly -S -; }
view() { tm capture-pane -p -t mayfly; }
joined() { tm capture-pane -p -J -t mayfly; }
coloured() { tm capture-pane -p -e -t mayfly; }
clean() {
  tm kill-server 2> /dev/null || true
  rm -rf "$work"
}
trap clean EXIT

fail() {
  printf 'FAILED: %s; on the screen:\n' "$1" >&2
  screen >&2 || true
  exit 1
}
passes() { printf 'passed: %s\n' "$1"; }

# Waits until a line matches: of all that was shown, of what is seen, or with its colours.
awaits() {
  local end=$((SECONDS + limit))
  until "$1" | grep -Eq -- "$2"; do
    [ "$SECONDS" -lt "$end" ] || fail "not seen: $2"
    sleep 0.1
  done
}
sees() { awaits screen "$1"; }
views() { awaits view "$1"; }
colours() { awaits coloured "$1"; }
lacks() { if screen | grep -Eq -- "$1"; then fail "seen: $1"; fi; }
# Waits until no line of what is seen matches.
gone() {
  local end=$((SECONDS + limit))
  while view | grep -Eq -- "$1"; do
    [ "$SECONDS" -lt "$end" ] || fail "still seen: $1"
    sleep 0.1
  done
}

# Types text as it is; tmux takes a semicolon at the end of an argument for its own.
text() {
  case $1 in
    *\;) tm send-keys -t mayfly -l -- "${1%;}" && tm send-keys -t mayfly '\;' ;;
    *) tm send-keys -t mayfly -l -- "$1" ;;
  esac
}
types() {
  text "$1"
  key Enter
}
key() { tm send-keys -t mayfly "$@"; }

# opens COLUMNS ROWS COMMAND: a command on a terminal of its own
opens() {
  tm new-session -d -s mayfly -x "$1" -y "$2" "cd '$work' && $3; echo left with \$?; read _"
}
# starts TERM COLUMNS ROWS [NAME=VALUE...]: a session
starts() {
  local term=$1 columns=$2 rows=$3
  shift 3
  opens "$columns" "$rows" "env TERM=$term XDG_STATE_HOME='$work/state' XDG_CONFIG_HOME='$work/config' HOME='$work/home' \
    XDG_CACHE_HOME='$work/cache' TMPDIR='$work/tmp' EDITOR=true PAGER= $* '$mayfly' ${arguments:-}"
  sees '^In \[[0-9]+\]:'
}
# resizes COLUMNS ROWS: the screen, and waits until its programs can know. tmux tells them up to a quarter of a second later.
resizes() {
  local end=$((SECONDS + limit)) tty
  tm resize-window -t mayfly -x "$1" -y "$2"
  tty=$(tm display-message -p -t mayfly '#{pane_tty}')
  until [ "$(stty size < "$tty")" = "$2 $1" ]; do
    [ "$SECONDS" -lt "$end" ] || fail "the terminal has not become $1 x $2"
    sleep 0.05
  done
}
ends() { tm kill-session -t mayfly; }
leaves() {
  key C-u
  key C-d
  sees '^left with 0$'
  ends
}
