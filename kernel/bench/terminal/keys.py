"""Prints how long a key takes to the screen while a cell of many lines is typed: median, 95th percentile, slowest.

Usage: python keys.py [--lines N] JDK_HOME...   (figures for a person to read)
"""

import statistics
import sys
import time

from person import MAYFLY, Home, Person, release

KEYS = 120


def cell(lines):
    """A class with so many lines of all that Java has to colour; it needs no semicolon behind it."""
    methods = (lines - 2) // 4
    body = "".join(
        f"    /** Method {i}. */\n    static long m{i}(List<String> all, int[] n) {{\n"
        f'        return all.stream().filter(s -> s.contains("x{i}")).mapToLong(s -> n[{i % 7}] + 0x{i:x}L).sum();\n    }}\n'
        for i in range(methods)
    )
    return "class Typed {\n" + body + "    // " + "\n"


def slowness(person, name, before):
    """Milliseconds from each key to its letter on the screen."""
    for key in before:
        person.types(key)
        person.rests(0.3)
    taken = []
    for i in range(KEYS):
        letter = "qzwjkvxy"[i % 8]
        person.rests(0.03)
        began = time.perf_counter()
        person.types(letter)
        person.sees(letter)
        taken.append(1000 * (time.perf_counter() - began))
    for _ in range(KEYS):
        person.types("\x7f")
    person.rests(0.5)
    worst = sorted(taken)[int(0.95 * KEYS)]
    return f"{name} | {statistics.median(taken):.1f} | {worst:.1f} | {max(taken):.1f}"


def main():
    arguments = sys.argv[1:]
    lines = 200
    if arguments[:1] == ["--lines"]:
        lines = int(arguments[1])
        arguments = arguments[2:]
    print("| JDK | screen | cursor | median | 95 % | slowest, ms |\n|---|---|---|---|---|---|")
    for jdk in arguments:
        for columns, rows in ((80, 24), (200, 60)):
            with Home() as home:
                person = Person([MAYFLY], home.environment(jdk), columns, rows)
                person.sees(r"In \[1\]: ")
                person.types("6 * 7\r")
                person.sees(r"Out\[1\]: 42")
                person.types("\x1b[200~" + cell(lines) + "\x1b[201~")
                person.rests(1)
                for name, before in (("end", []), ("middle", ["\x1b[A"] * (lines // 2))):
                    where = f"| {release(jdk)} | {columns}x{rows} | {slowness(person, name, before)} |"
                    print(where, flush=True)
                person.types("\x03")
                person.sees(r"In \[2\]: $")
                person.leaves()


if __name__ == "__main__":
    main()
