# Input beyond all measure ends soon, with a word on what is wrong and where; and a life at the terminal leaves nothing.

# ends_with CODE PATTERN COMMAND: a command ends by itself with a code, and says so
ends_with() {
  local code=0 said
  said=$(cd "$work" && TMPDIR="$work/tmp" MAYFLY_JAVA_OPTS=-Xmx512m timeout "$limit" bash -c "$3" 2>&1 | cut -c1-500 | head -20; exit "${PIPESTATUS[0]}") || code=$?
  [ "$code" = "$1" ] || fail "$3 ended with $code: $said"
  printf '%s\n' "$said" | grep -Eq -- "$2" || fail "$3 does not say '$2': $said"
}
awk 'BEGIN { for (i = 0; i < 2600000; i++) printf "long n%d = %d;\n", i % 100, i }' > "$work/many.java"
awk 'BEGIN { for (i = 0; i < 500000; i++) x = x "0123456789"; for (i = 0; i < 10; i++) y = y x; printf "var s = \"%s\";\n", y }' > "$work/line.java"
awk 'BEGIN { print "var s = \"\"\""; for (i = 0; i < 500000; i++) printf "%0100d\n", i; print "\"\"\";" }' > "$work/block.java"
awk 'BEGIN { for (i = 0; i < 500000; i++) printf "// %0100d\n", i; print "6 * 7" }' > "$work/comments.java"
awk 'BEGIN { for (i = 0; i < 7000; i++) x = x "0123456789"; printf "System.out.println(\"before\");\nvar s = \"%s\";\n", x }' > "$work/literal.java"
ends_with 1 '^many.java:10001: a script has 10000 snippets at most.*nothing ran' "'$mayfly' run many.java"
ends_with 1 '^line.java:1: the line is longer than 4194304 characters' "'$mayfly' run line.java"
ends_with 1 '^block.java:1: the snippet is longer than 4194304 characters' "'$mayfly' run block.java"
ends_with 0 '^42$' "'$mayfly' run comments.java"
passes 'a script of 50 MB runs, or is refused with line and limit, in 512 MB of memory'
ends_with 1 '^literal.java:2: .*constant string too long' "'$mayfly' run literal.java"
passes 'a text too long for a class file is refused by its line'
ends_with 1 '^standard input:1: .*cannot find symbol' "yes | '$mayfly' run -"
ends_with 0 '^1$' "yes '1' | '$mayfly' run - | head -n 1"
passes 'yes ends a script at its first line, and head ends one that never would'
rm "$work"/*.java

"${MAYFLY_PYTHON:-python3}" kernel/bench/terminal/day.py --cells 300 --interrupts 12 --resizes 10 \
  "${MAYFLY_JAVA_HOME:-$JAVA_HOME}" || fail 'something leaks, or the screen is not whole'
passes 'a busy hour leaves no memory, thread or file behind, and a whole screen'
