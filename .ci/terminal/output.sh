# What is shown of values, on wide and narrow screens, with colours and without.
starts xterm-256color 80 24
types 'IntStream.range(0, 300).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"))'
sees '^… [0-9]+ more lines: %more shows all$'
types '%more'
views '^line 0$'
text 'G'
views '^line 299$'
text 'q'
gone '^line 299$'
types '_.length()'
sees 'Out\[2\]: 2,?589$'
types 'out(2) + out(2)'
sees 'Out\[3\]: 5,?178$'
types '$1.length() + _'
sees 'Out\[4\]: 7,?767$'
text '_.compareT'
key C-u
passes 'a long value is cut, %more pages it; _, out(n) and $1 name earlier values'

types 'record Row(String first, String second, String third, int number) {}'
sees '^In \[6\]:'
types 'List.of(new Row("a".repeat(60), "b".repeat(60), "c".repeat(60), 42), new Row("x", "y", "z", 7))'
sees '^2 (rows|elements)'
if view | awk 'length($0) > 80' | grep -q .; then fail 'a table is wider than the screen'; fi
view | grep -q 'aaa.*…' || fail 'a column that was cut does not say so'
passes 'a table fits 80 columns'
types 'mapreduce(files("logs/*.gz")).map(l -> l.split(" ")).groupBy(f -> f[6]).count().chart()'
sees '^/p0.*█|█.*/p0|/p0'
passes 'a chart is text where the terminal has no pictures'
leaves

starts xterm-256color 200 60
types 'record Row(String first, String second, String third, int number) {}'
sees '^In \[2\]:'
types 'List.of(new Row("a".repeat(60), "b".repeat(60), "c".repeat(60), 42), new Row("x", "y", "z", 7))'
sees 'a{60} +b{60} +c{60} +42'
passes 'a table uses 200 columns'
leaves

for kind in kitty iterm2; do
  starts xterm-256color 80 24 MAYFLY_IMAGES=$kind
  tm pipe-pane -t mayfly "cat > '$work/$kind'"
  types 'mapreduce(files("logs/*.gz")).map(l -> l.split(" ")).groupBy(f -> f[6]).count().chart()'
  sees '^In \[2\]:'
  sees '^Out\[1\]:'
  tm pipe-pane -t mayfly
  leaves
done
grep -q $'\033_Ga=T,f=100' "$work/kitty" || fail 'no picture by the protocol of Kitty'
grep -q $'\033\]1337;File=inline=1' "$work/iterm2" || fail 'no picture by the protocol of iTerm2'
passes 'a chart is a picture where the terminal shows pictures'

starts xterm-256color 80 24 NO_COLOR=1
types 'int broken = "a" + 1;'
sees '^ +\^'
if coloured | grep -qE $'\033\[[0-9;]*3[0-9]m'; then fail 'colours in spite of NO_COLOR'; fi
leaves
passes 'NO_COLOR is heeded'

plain=$(printf '1 + 1\nint broken = ;\n' | TMPDIR="$work/tmp" "$mayfly" 2>&1 || true)
printf '%s\n' "$plain" | grep -q '^2$' || fail "a pipe gets no plain value: $plain"
if printf '%s' "$plain" | grep -q $'\033'; then fail 'a pipe gets escape sequences'; fi
passes 'a pipe gets plain text'
