"""Lives through a day at the terminal, and prints what is left of it: memory, threads, files, and whether the screen is whole.

Usage: python day.py [--cells N] [--interrupts N] [--resizes N] [--screen FILE] JDK_HOME    (needs pyte, a screen in memory)
Ends with 1 where something leaked, and at the first screen that is not as it must be, which it writes to the file.
"""

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import pyte

from person import MAYFLY, Home, Person, release

# A session keeps every cell, so that later ones can name what it defined; and the history what was typed.
MOST_KILOBYTES_A_CELL = 40
MOST_THREADS_MORE = 4
MOST_FILES_MORE = 4
LIMIT = 60  # seconds for the screen to be as it must be
TIMED = 30  # cells of the first kind, early and late

# What is defined anew is compiled again with all that uses it: of records there is a new one each time.
CELLS = [
    "{i} * 2",
    "var x = {i};",
    "x + {i}",
    'System.out.println("line " + {i});',
    "int broken = ;",
    "record Row{r}(int a, String b) {{}}",
    'List.of(new Row{r}({i}, "a"), new Row{r}(x, "b"))',
    'throw new IllegalStateException("no luck " + {i});',
    "int twice(int n) {{ return {i} + 2 * n; }}",
    "twice(_ instanceof Integer n ? n : 1)",
]


class Day:
    """Everything is judged by what is on the screen."""

    def __init__(self, person, columns, rows):
        self.person = person
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.cell = 1
        self.interrupted = 0
        person.watch = self.stream.feed
        self.awaits(self.prompts)

    def awaits(self, condition):
        end = time.monotonic() + LIMIT
        while not condition():
            left = end - time.monotonic()
            if left <= 0 or (not self.person.reads(min(left, 0.5)) and self.person.has_left()):
                raise AssertionError(f"the screen is not as it must be before In [{self.cell}]:")

    def prompts(self, typed=""):
        """The cursor stands behind the prompt and what is typed, and nothing is below it."""
        y, x = self.screen.cursor.y, self.screen.cursor.x
        wanted = f"In [{self.cell}]: {typed}"
        rows = self.screen.display
        return x == len(wanted) and rows[y].rstrip() == wanted.rstrip() and not any(row.strip() for row in rows[y + 1 :])

    def runs(self, code):
        """One cell, to the next prompt; seconds."""
        began = time.monotonic()
        self.person.types(code + "\r")
        self.cell += 1
        self.awaits(self.prompts)
        return time.monotonic() - began

    def interrupts(self):
        self.interrupted += 1
        sign = f"it runs {self.interrupted}"
        self.person.types(f'System.out.println("it " + "runs {self.interrupted}"); while (true);\r')
        self.awaits(lambda: sign in self.lines())
        self.person.types("\x03")
        self.cell += 1
        self.awaits(lambda: "Interrupted." in self.lines()[self.lines().index(sign) :] and self.prompts())

    def resizes(self, columns, rows):
        self.person.types("abc")
        self.awaits(lambda: self.prompts("abc"))
        # As most terminals do: rows below the cursor go first, then those at the top.
        above = max(0, self.screen.cursor.y - (rows - 1))
        y = self.screen.cursor.y - above
        if above:
            self.screen.cursor.y = 0
            self.screen.delete_lines(above)
        for row in [row for row in self.screen.buffer if row >= rows]:
            self.screen.buffer.pop(row)
        self.screen.lines = min(rows, self.screen.lines)
        self.screen.resize(rows, columns)
        self.screen.cursor.y = y
        self.person.resizes(columns, rows)
        self.person.rests(0.1)
        self.person.types("d")
        self.awaits(lambda: self.prompts("abcd") and sum("abc" in row for row in self.screen.display) == 1)
        self.person.types("\x15")
        self.awaits(self.prompts)

    def checks(self):
        """The screen must be exactly what a person expects after clearing it and typing a cell."""
        first = self.cell
        self.runs(f'"all " + {first}')
        # The prompt may have come before the value.
        self.awaits(lambda: f"Out[{first}]: all {first}" in self.lines() and self.prompts())
        self.person.types("\x0c")
        self.awaits(lambda: self.screen.cursor.y == 0 and self.prompts())
        n = self.cell
        self.runs(f'"check " + {n}')
        wanted = [f'In [{n}]: "check " + {n}', f"Out[{n}]: check {n}", f"In [{n + 1}]:"]
        self.awaits(lambda: self.lines() == wanted and self.screen.cursor.y == 2)

    def lines(self):
        return [line.rstrip() for line in self.screen.display if line.strip()]


def figures(person, jdk, home):
    jcmd = [f"{jdk}/bin/jcmd", str(person.pid)]
    for _ in range(2):
        subprocess.run([*jcmd, "GC.run"], check=True, capture_output=True, env=home.environment(jdk))
        time.sleep(0.5)
    heap = subprocess.run([*jcmd, "GC.heap_info"], check=True, capture_output=True, text=True, env=home.environment(jdk))
    with open(f"/proc/{person.pid}/status") as file:
        threads = int(re.search(r"Threads:\s+(\d+)", file.read()).group(1))
    temporary = sum(len(files) for _, _, files in os.walk(os.path.join(home.folder.name, "TMPDIR")))
    return {
        "heap, KB": int(re.search(r"used (\d+)K", heap.stdout).group(1)),
        "threads": threads,
        "files open": len(os.listdir(f"/proc/{person.pid}/fd")),
        "temporary files": temporary,
    }


def lives(day, options, person, home):
    """All of the day; the figures before and after, and how long cells took early and late."""
    sizes = [(80, 24), (200, 60), (60, 20), (120, 40), (100, 30)]
    for i in range(100):
        day.runs(CELLS[i % len(CELLS)].format(i=i, r=i // len(CELLS)))
    before = figures(person, options.jdk, home)
    rests = max(options.cells - 100, 1)
    interrupted = resized = 0
    took = [[] for _ in CELLS]
    for i in range(rests):
        took[i % len(CELLS)].append(day.runs(CELLS[i % len(CELLS)].format(i=i, r=i // len(CELLS))))
        if interrupted * rests < options.interrupts * (i + 1):
            interrupted += 1
            day.interrupts()
        if resized * rests < options.resizes * (i + 1):
            day.resizes(*sizes[resized % len(sizes)])
            resized += 1
        if i % 250 == 0:
            day.checks()
            print(f"{day.cell - 1} cells", file=sys.stderr, flush=True)
    day.checks()
    return before, figures(person, options.jdk, home), took, interrupted, resized


def saves(day, file, jdk, home):
    """The screen, what was written to it last, and what the threads do."""
    jcmd = [f"{jdk}/bin/jcmd", str(day.person.pid), "Thread.print"]
    threads = subprocess.run(jcmd, capture_output=True, text=True, env=home.environment(jdk)).stdout
    with open(file, "w") as out:
        y, x = day.screen.cursor.y, day.screen.cursor.x
        out.write("\n".join(day.screen.display) + f"\ncursor in row {y}, column {x}\nsince the last key:\n")
        out.write(repr(day.person.written[-20000:]) + "\n" + threads)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cells", type=int, default=5000)
    parser.add_argument("--interrupts", type=int, default=200)
    parser.add_argument("--resizes", type=int, default=50)
    parser.add_argument("--screen", default=os.path.join(tempfile.gettempdir(), "mayfly-day-screen.txt"))
    parser.add_argument("jdk")
    options = parser.parse_args()
    with Home() as home:
        # The screen in memory cuts lines when it gets narrower, as that of xterm itself does.
        environment = home.environment(options.jdk, MAYFLY_JAVA_OPTS="-Xmx1g", XTERM_VERSION="pyte")
        environment.pop("TMUX", None)
        person = Person([MAYFLY], environment)
        began = time.monotonic()
        day = Day(person, 80, 24)
        try:
            before, after, took, interrupted, resized = lives(day, options, person, home)
        except AssertionError as e:
            saves(day, options.screen, options.jdk, home)
            print(f"{e} it is in {options.screen}:\n" + "\n".join(day.lines()))
            os.kill(person.pid, signal.SIGKILL)
            sys.exit(1)
        cells = day.cell - 101
        seconds = time.monotonic() - began
        print(f"JDK {release(options.jdk)}: {cells} cells, {interrupted} interrupts, {resized} resizes in {seconds:.0f} s")
        for name, now in after.items():
            print(f"  {name}: {before[name]:,} after 100 cells, {now:,} at the end")
        for code, times in zip(CELLS, took):
            early, late = statistics.median(times[:TIMED]), statistics.median(times[-TIMED:])
            print(f"  {1000 * early:.0f} ms early, {1000 * late:.0f} ms late: {code}")
        code = person.leaves()
        left = [name for _, _, files in os.walk(os.path.join(home.folder.name, "TMPDIR")) for name in files]
        problems = [
            (after["heap, KB"] - before["heap, KB"] > MOST_KILOBYTES_A_CELL * cells, "memory leaks"),
            (after["threads"] - before["threads"] > MOST_THREADS_MORE, "threads leak"),
            (after["files open"] - before["files open"] > MOST_FILES_MORE, "files stay open"),
            (after["temporary files"] > before["temporary files"], "temporary files pile up"),
            (bool(left), f"temporary files are left behind: {left}"),
            (code != 0, f"left with {code}"),
        ]
        found = [text for is_so, text in problems if is_so]
        print("\n".join(found) if found else "  nothing leaked, and the screen was whole at every look")
        sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
