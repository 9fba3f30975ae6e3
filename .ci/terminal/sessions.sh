# Sessions, on a screen of the size that the part is run at: notebooks, scripts, the kernel of a notebook, and the first minutes.
starts xterm-256color "$columns" "$rows"
[ "$(screen | sed -n '1,/^In \[1\]/p' | grep -c .)" = 3 ] || fail 'the welcome has not two lines'
types 'help'
sees 'cluster'
for helper in files s3 cluster mapreduce; do screen | grep -q "$helper" || fail "help says nothing of $helper"; done
view | grep -q '^Java, as you type it' || fail 'help does not fit a screen of 24 lines'
passes 'the welcome has two lines, and help one screen'

types 'System.out.println("printed " + 1);'
sees '^printed 1$'
types '6 * 7'
sees 'Out\[2\]: 42$'
types 'int broken = ;'
sees '^ +\^'
types '%save session.ipynb'
sees '^Saved 3 cells in '
leaves
awk '/"printed 1\\n"/ { a = 1 } /"42"/ { b = 1 } /"output_type": "error"/ { c = 1 } END { exit !(a && b && c) }' "$work/session.ipynb" ||
  fail 'the notebook lacks outputs'
sed -i '/"int broken = ;"/s/= ;/= 5;/' "$work/session.ipynb"
starts xterm-256color "$columns" "$rows"
types '%load session.ipynb'
sees '^printed 1$'
sees 'Out\[2\]: 42$'
sees '^In \[4\]:'
types 'broken'
sees 'Out\[4\]: 5$'
types '%load nothing.ipynb'
sees '^nothing.ipynb does not exist'
leaves
passes '%save keeps a session as a notebook, %load runs one'

starts xterm-256color "$columns" "$rows"
types '%tutorial'
for step in 1 2 3 4 5; do
  sees "^$step of 5\\."
  key Enter
done
sees '^That was all'
lacks 'Exception|error:'
leaves
passes 'the tutorial leads through five steps'

printf '#!/usr/bin/env -S %s run\nSystem.out.println("hello " + String.join("+", args));\nint half(int n) {\n    return n / 0;\n}\nhalf(4)\n' "$mayfly" > "$work/script"
chmod +x "$work/script"
opens "$columns" "$rows" "./script a 'b c'"
sees '^hello a\+b c$'
sees '^script:4: java\.lang\.ArithmeticException: / by zero$'
sees 'at script, line 6: +half\(4\)'
sees '^left with 1$'
ends
passes 'a script with a shebang has arguments; its failure names file and line'

printf 'System.out.println("it " + "runs");\nwhile (true);\n' > "$work/endless.java"
opens "$columns" "$rows" "TMPDIR='$work/tmp' '$mayfly' run endless.java"
sees '^it runs$'
key C-c
sees 'left with 130$'
ends
passes 'Ctrl-C ends a script with 130'

printf '{"transport":"tcp","signature_scheme":"hmac-sha256","ip":"127.0.0.1","key":"a-key-of-the-ring",%s}\n' \
  '"shell_port":47811,"control_port":47812,"iopub_port":47813,"stdin_port":47814,"hb_port":47815' > "$work/kernel-1.json"
tm new-session -d -s kernel "cd '$work' && TMPDIR='$work/tmp' '$mayfly' kernel kernel-1.json"
arguments='attach kernel-1.json' starts xterm-256color "$columns" "$rows"
types 'int shared = 41;'
sees '^In \[2\]:'
types 'shared + 1'
sees 'Out\[2\]: 42$'
types 'System.out.println("it " + "runs"); while (true);'
sees '^it runs$'
key C-c
sees '[Ii]nterrupted'
# Behind a text that no earlier cell begins with, so that nothing is suggested.
text 'Math.abs(shar'
key Tab
views 'Math\.abs\(shared *\)?$'
key C-u
types 'System.out.print("name? "); System.out.println("hello " + new Scanner(System.in).nextLine());'
sees 'name\? *$'
types 'Ada'
sees '^hello Ada$'
leaves
arguments='attach kernel-1.json' starts xterm-256color "$columns" "$rows"
types 'shared'
sees 'Out\[5\]: 41$'
tm kill-session -t kernel
types 'shared + 2'
sees '^KernelGone: the kernel does not answer any more'
leaves
passes 'attach joins the session of a kernel, leaves it running, and tells when it is gone'
