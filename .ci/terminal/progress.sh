# Work in progress: the bar, the next cell, and what stops and suspends.
slow='mapreduce(files("logs/*.gz"), (String line, Emitter<String, Long> out) -> { java.util.concurrent.locks.LockSupport.parkNanos(400_000); out.emit(line.split(" ")[8], 1L); }, (status, counts) -> counts.sum())'
for size in '80 24' '200 60'; do
  # shellcheck disable=SC2086
  starts xterm-256color $size
  types "$slow"
  views '^In \[1\] reading [0-9]+ %, .* of '
  views '^In \[2\]: *$'
  text '40 +'
  views '^In \[2\]: 40 \+'
  views '^In \[1\] reading .* left'
  text ' 2'
  key Enter
  views '1 cell waits'
  views '^In \[3\]: *$'
  sees '^Out\[2\]: 42$'
  gone '^In \[1\] re'
  screen | grep -q '^200 ' || fail 'the job did not end'
  passes "a bar tells how far a job is, and the next cell is typed meanwhile, at $size"
  leaves
done

starts xterm-256color 80 24
types "$slow"
views '^In \[1\] reading '
text 'kept'
views '^In \[2\]: kept$'
key C-c
sees '^Interrupted\.$'
views '^In \[2\]: kept$'
gone 'reading|runs,'
key C-u
passes 'Ctrl-C stops the cell, and what is being typed stays'

types 'for (int i = 0; i < 3; i++) { System.out.println("tick " + i); Thread.sleep(700); }'
sees '^tick 1$'
text '"typed" + 1'
sees '^tick 2$'
key Enter
sees 'Out\[3\]: "?typed1"?$'
lacks 'tick.*typed'
passes 'what a cell prints goes above the line that is being typed'

types 'System.out.print("name? "); System.out.println("hello " + new Scanner(System.in).nextLine());'
sees '^name\? *$'
types 'Ada'
sees '^hello Ada$'
types 'Thread.sleep(1500); System.out.println("hello again " + new Scanner(System.in).nextLine());'
views '^In \[6\]: *$'
text 'half'
views '^In \[6\]: half$'
# A cell that waits for an answer is not shown as one that runs.
views '^In \[5\] runs'
gone '^In \[5\] runs'
types 'Bob'
sees '^hello again Bob$'
views '^In \[6\]: half$'
key C-u
passes 'a cell asks, also while the next one is typed'

for columns in 60 120 40 80; do
  resizes "$columns" 20
  types "\"at \" + $columns"
  sees "\"?at $columns\"?\$"
done
# The bar, the line and what is above them, each once and in their order, however often the window changes.
once() { # once TYPED
  local end=$((SECONDS + limit)) rows
  while true; do
    rows=$(view | grep -v '^ *$' | tail -n 3)
    if [ "$(view | grep -cE '^In \[[0-9]+\] reading ')" = 1 ] && [ "$(view | grep -cE "^In \\[[0-9]+\\]: ?$1\$")" = 1 ] &&
      printf '%s\n' "$rows" | sed -n 2p | grep -qE "^In \\[[0-9]+\\]: ?$1\$" &&
      printf '%s\n' "$rows" | sed -n 3p | grep -qE '^In \[[0-9]+\] reading '; then
      return
    fi
    [ "$SECONDS" -lt "$end" ] || fail "the bar and '$1' are not there once each"
    sleep 0.1
  done
}
types "$slow"
once ''
typed=
for size in '120 24' '70 24' '100 40' '60 12' '80 24'; do
  resizes "${size% *}" "${size#* }"
  text 'x'
  typed+=x
  once "$typed"
done
key C-c
gone ' (reading|runs)'
key C-u
types "$slow"
once ''
view | grep -v '^ *$' | tail -n 3 | head -n 1 | grep -q 'counts.sum())$' || fail 'the bar has covered what was above it'
key C-c
gone ' (reading|runs)'
text '"still " + "here, however wide the window, and to the last letter of this line'
typed='"still " \+ "here, however wide the window, and to the last letter of this line'
awaits joined "^In \\[[0-9]+\\]: $typed\$"
for columns in 200 30 50 80; do
  resizes "$columns" 24
  text 'y'
  typed+=y
  awaits joined "^In \\[[0-9]+\\]: $typed\$"
  [ "$(joined | grep -c 'still')" = 1 ] || fail 'a line of several rows is on the screen twice'
done
text '"'
key Enter
sees '^(Out\[[0-9]+\]: )?"?still here, however wide .* lineyyyy"?$'
passes 'bar and line are whole after every resize, also those of the next job'
key C-u
leaves

starts xterm-256color 80 24
# Code of the JDK alone, which newer JDKs cannot stop.
types 'LongStream.range(0, Long.MAX_VALUE).sum()'
views '^In \[1\] runs, '
key C-c
sees '^Interrupted'
views '^In \[2\]: *$'
key C-c
sees '^Nothing is running\. Ctrl-D or exit leaves\.$'
types '6 * 7'
sees 'Out\[2\]: 42$'
leaves
passes 'Ctrl-C a second time says how to leave'

starts xterm-256color 80 24
types "$slow"
views '^In \[[0-9]+\] reading '
text 'Math.absE'
key Tab
views 'Math\.absExact\(?'
key C-u
types 'String.valueOf?'
sees 'String\.valueOf\(Object'
views '^In \[[0-9]+\] reading '
key C-c
gone 'reading|runs,'
passes 'Tab completes and name? tells while a cell runs'
leaves

opens 80 24 "env PS1='shell> ' HOME='$work/home' TERM=xterm-256color XDG_STATE_HOME='$work/state' TMPDIR='$work/tmp' bash --norc --noprofile -i"
sees 'shell>'
types "'$mayfly'"
sees '^In \[1\]:'
types 'var kept = 40;'
sees '^In \[2\]:'
text 'kept +'
# Ctrl-Z has the terminal throw away what nobody has read.
views 'In \[2\]: kept \+$'
key C-z
sees 'Stopped'
types 'echo "in the" shell'
sees '^in the shell$'
types 'fg'
views 'In \[2\]: kept \+$'
types ' 2'
sees 'Out\[2\]: 42$'
key C-d
sees 'shell> *$'
types 'stty -a | grep -o " echo "; exit'
sees 'left with 0'
ends
passes 'Ctrl-Z leaves to the shell, and fg comes back'
