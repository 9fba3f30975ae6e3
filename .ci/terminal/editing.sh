# What the keys do while a cell is typed, on a screen of the size that the part is run at.
starts xterm-256color "$columns" "$rows"
text 'int n = max("a'
colours $'\033\[35mint'
colours $'\033\[31m"a'
passes 'Java is coloured as it is typed, a text without its end in red'
text '")'
colours $'\033\[[0-9;]*4[0-9;]*m\('
passes 'the bracket at the cursor is marked with its partner'
key C-c
views '^In \[1\]: *$'
lacks 'Nothing is running'

types 'int twice(int n) {'
types 'return 2 * n;'
views '^ +\.\.\.:     return 2'
text '}'
views '^ +\.\.\.: }'
key Enter
sees '^In \[2\]:'
types 'twice(21)'
sees 'Out\[2\]: 42$'
passes 'a cell of several lines is indented, and its closing bracket is not'
key Up
key Up
views '^In \[3\]: int twice\(int n\) \{'
views '^ +\.\.\.:     return 2 \* n;'
key Up
key Up
text '// changed'
views '^In \[3\]: .*// changed'
key C-c
views '^In \[3\]: *$'
passes 'a cell is recalled whole, and its lines can be edited'

types 'String password = "hunter" + "2";'
sees '^In \[4\]:'
types '"and goes " + "on"'
sees 'Out\[4\]: "?and goes on"?$'
text '"and'
colours $'\033\[90m goes " \+ "on"'
key Right
key Enter
sees 'Out\[5\]: "?and goes on"?$'
passes 'what was typed before is suggested behind the cursor, and Right takes it'
leaves
grep -q 'and goes' "$work/state/mayfly/history" || fail 'the history was not kept'
if grep -q hunter "$work/state/mayfly/history"; then fail 'a secret is in the history'; fi
passes 'what may be a secret is not kept'

printf '#!/bin/sh\nsed -i "s/40/6 * 7/" "$2"\n' > "$work/an editor"
chmod +x "$work/an editor"
starts xterm-256color "$columns" "$rows" "EDITOR=\"'$work/an editor' --wait\""
key C-r
text 'and goes'
views 'and goes " \+ "on"'
key Enter
sees 'Out\[1\]: "?and goes on"?$'
passes 'a cell typed before the restart is found by Ctrl-R'

text '"abc".substr'
key Tab
views '"abc".substring\('
key C-u
text '"abc".index'
key Tab
views 'indexOf'
key Tab
views 'lastIndexOf|indexOf\('
key C-c
views '^In \[2\]: *$'
types 'var answer = 40 + 2;'
sees '^In \[3\]:'
text 'ans'
key Tab
views '^In \[3\]: answer'
key C-u
passes 'Tab completes members and variables'
text 'Math.floor'
key Tab
views 'Math\.floor'
views 'int Math\.floorMod\(int'
key C-u
passes 'the menu has signatures'
text 'Math.floorMod('
key BTab
sees 'int Math\.floorMod\(int x, int y\)|int floorMod\(int'
key C-u
types 'answer?'
sees '^(answer: ?int|int answer|answer)'
types 'String.valueOf?'
sees 'String\.valueOf\(Object'
passes 'Shift-Tab and name? tell what is known'

text 'new AtomicLong'
key M-i
views '^In \[3\]: import java\.util\.concurrent\.atomic\.AtomicLong;'
text '(41).incrementAndGet()'
key Enter
sees 'Out\[3\]: 42$'
passes 'Alt-i imports the class at the cursor'

printf 'class Counter {\n    private int n;\n\n    int next() {\n        return ++n; // and on\n    }\n}\n\nvar counter = new Counter();' > "$work/paste"
tm load-buffer "$work/paste"
tm paste-buffer -p -t mayfly
views '^ +\.\.\.: var counter = new Counter\(\);'
key Enter
sees '^In \[5\]:'
types 'counter.next() + counter.next()'
sees 'Out\[5\]: 3$'
passes 'a class with a blank line is pasted as one cell'

types '40'
sees 'Out\[6\]: 40'
types '%edit'
views '^In \[7\]: 6 \* 7$'
key Enter
sees 'Out\[7\]: 42$'
text '40 + 1'
key C-x C-e
views '^In \[8\]: 6 \* 7 \+ 1$'
key Enter
sees 'Out\[8\]: 43$'
passes '%edit opens the last cell in the editor, Ctrl-X Ctrl-E the line'

types '%keys vi'
sees 'Keys are those of vi'
text '4x2'
key Escape
key h x
key Enter
sees 'Out\[9\]: 42$'
passes 'the keys of vi'
key C-d
sees '^left with 0$'
ends

printf 'set editing-mode vi\n' > "$work/home/.inputrc"
mkdir -p "$work/config/mayfly"
printf '"\\C-g": "6 * 7"\n' > "$work/config/mayfly/inputrc"
starts xterm-256color "$columns" "$rows"
text '6x7'
key Escape
key h r
text '*'
key Enter
sees 'Out\[1\]: 42$'
leaves
printf 'set editing-mode emacs\n' > "$work/home/.inputrc"
starts xterm-256color "$columns" "$rows"
key C-g
key Enter
sees 'Out\[1\]: 42$'
leaves
rm -r "$work/home/.inputrc" "$work/config/mayfly"
passes 'inputrc configures keys, of all programs and of this one'
