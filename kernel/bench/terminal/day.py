"""Lives through a day at the terminal, and prints what is left of it: memory, threads, files, and whether the screen is whole.

Usage: python day.py [--cells N] [--interrupts N] [--resizes N] JDK_HOME    (needs pyte, a screen in memory)
Exits with 1 where something leaked or the screen is not as it must be.
"""

import argparse
import os
import re
import subprocess
import sys
import time

import pyte

from person import MAYFLY, Home, Person, release

# A session keeps every cell, so that later ones can name what it defined; and the history what was typed.
MOST_KILOBYTES_A_CELL = 40
MOST_THREADS_MORE = 4
MOST_FILES_MORE = 4
LIMIT = 10  # seconds for the screen to be whole

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
    def __init__(self, person, columns, rows):
        self.person = person
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.cell = 1
        person.watch = self.stream.feed
        person.sees(r"In \[1\]: ")

    def runs(self, code):
        """One cell, to the next prompt."""
        self.person.types(code + "\r")
        self.prompts()

    def prompts(self):
        self.cell += 1
        self.person.sees(rf"In \[{self.cell}\]: $")

    def interrupts(self):
        self.person.types('System.out.println("it " + "runs"); while (true);\r')
        self.person.sees("it runs")
        self.person.types("\x03")
        self.person.sees("Interrupted")
        # The prompt may have come back before, while the cell ran.
        self.person.sees(r"Interrupted.*\n?(?s:.*)In \[\d+\]: $")
        self.cell += 1

    def resizes(self, columns, rows):
        self.person.types("abc")
        self.person.sees("abc")
        self.screen.resize(rows, columns)
        self.person.resizes(columns, rows)
        self.person.rests(0.1)
        self.person.types("\x15")
        self.person.rests(0.1)

    def checks(self):
        """The screen must be exactly what a person expects after clearing it and typing a cell."""
        self.person.types(f'"all " + {self.cell}\r')
        # What earlier cells gave is on the screen when this is.
        self.person.sees(f": all {self.cell}")
        self.prompts()
        self.person.rests(0.2)
        self.person.types("\x0c")
        self.person.rests(0.2)
        n = self.cell
        self.runs(f'"check " + {n}')
        self.person.rests(0.2)
        wanted = [f'In [{n}]: "check " + {n}', f"Out[{n}]: check {n}", f"In [{n + 1}]:"]
        end = time.monotonic() + LIMIT
        # The status bar of a slow cell has scrolled the first line away.
        while self.lines() not in (wanted, wanted[1:]):
            if time.monotonic() > end:
                raise AssertionError("the screen is broken:\n" + "\n".join(self.lines()))
            self.person.reads(0.1)

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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cells", type=int, default=5000)
    parser.add_argument("--interrupts", type=int, default=200)
    parser.add_argument("--resizes", type=int, default=50)
    parser.add_argument("jdk")
    options = parser.parse_args()
    sizes = [(80, 24), (200, 60), (60, 20), (120, 40), (100, 30)]
    with Home() as home:
        person = Person([MAYFLY], home.environment(options.jdk, MAYFLY_JAVA_OPTS="-Xmx1g"))
        day = Day(person, 80, 24)
        for i in range(100):
            day.runs(CELLS[i % len(CELLS)].format(i=i, r=i // len(CELLS)))
        before = figures(person, options.jdk, home)
        began = time.monotonic()
        rests = max(options.cells - 100, 1)
        interrupted = resized = 0
        for i in range(rests):
            day.runs(CELLS[i % len(CELLS)].format(i=i, r=i // len(CELLS)))
            if interrupted * rests < options.interrupts * (i + 1):
                interrupted += 1
                day.interrupts()
            if resized * rests < options.resizes * (i + 1):
                day.resizes(*sizes[resized % len(sizes)])
                resized += 1
            if i % 250 == 0:
                day.checks()
        day.checks()
        took = time.monotonic() - began
        after = figures(person, options.jdk, home)
        cells = day.cell - 101
        print(f"JDK {release(options.jdk)}: {cells} cells, {interrupted} interrupts, {resized} resizes in {took:.0f} s")
        for name, now in after.items():
            print(f"  {name}: {before[name]:,} after 100 cells, {now:,} at the end")
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
