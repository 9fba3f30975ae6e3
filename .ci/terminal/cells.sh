# Cells run, fail and stop, on screens of every size.
for size in '80 24' '200 60'; do
  # shellcheck disable=SC2086
  starts xterm-256color $size
  types 'mapreduce(files("logs/*.gz"),'
  sees '^ +\.\.\.: '
  types '(String line, Emitter<String, Long> out) -> out.emit(line.split(" ")[8], 1L),'
  types '(status, counts) -> counts.sum())'
  sees '^In \[2\]:'
  zcat "$work"/logs/*.gz | awk '{ n[$9]++ } END { for (s in n) printf "%s +%d,%03d\n", s, n[s] / 1000, n[s] % 1000 }' |
    while IFS= read -r line; do sees "^$line\$"; done
  passes "a multi-line mapreduce gives what awk gives, at $size"

  types 'System.out.println("it " + "runs"); while (true);'
  sees '^it runs$'
  key C-c
  sees '^Interrupted\.$'
  types '"and goes " + "on"'
  sees 'Out\[3\]: "?and goes on"?$'
  passes "Ctrl-C stops a cell, and the session goes on, at $size"

  types 'int broken = ;'
  sees '^ +\^'
  types 'throw new IllegalStateException("no " + "luck");'
  sees 'IllegalStateException: no luck'
  lacks 'dev\.mayfly\.kernel'
  passes "errors show their place and no kernel frames, at $size"
  leaves
done
[ "$(stat -c %a "$work/state/mayfly")/$(stat -c %a "$work/state/mayfly/history")" = 700/600 ] || fail 'others may read the history'

starts xterm-256color 80 24
key C-c
sees 'exit leaves'
leaves
passes 'Ctrl-C with nothing to stop says how to leave'

starts dumb 80 24
types '6 * 7'
sees 'Out\[1\]: 42$'
types 'System.out.println("it " + "runs"); while (true);'
sees '^it runs$'
key C-c
sees '^In \[3\]:'
types 'exit'
sees '^left with 0$'
if coloured | grep -q $'\033'; then fail 'a dumb terminal got escape sequences'; fi
ends
passes 'a dumb terminal works, without colours'
