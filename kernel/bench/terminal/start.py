"""Prints how long the terminal takes to its first prompt and to its first value, beside the `jshell` tool of the same JDK.

Usage: python start.py [--rounds N] JDK_HOME...   (both programs in turn, in every round; figures for a person to read)
"""

import statistics
import sys

from person import MAYFLY, Home, Person, release


def starts(command, prompt, environment):
    """Seconds from exec to the prompt, and to the value of what was typed as soon as it was there."""
    person = Person(command, environment)
    first = person.sees(prompt)
    person.types("6 * 7\r")
    value = person.sees(r"(Out\[1\]:|==>) 42")
    person.sees(prompt.replace("1", "2"))
    person.leaves()
    return first, value


def main():
    arguments = sys.argv[1:]
    rounds = 7
    if arguments[:1] == ["--rounds"]:
        rounds = int(arguments[1])
        arguments = arguments[2:]
    print("| JDK | | mayfly | jshell | ratio |\n|---|---|---|---|---|")
    for jdk in arguments:
        with Home() as home:
            environment = home.environment(jdk)
            programs = {"mayfly": ([MAYFLY], r"In \[1\]: "), "jshell": ([f"{jdk}/bin/jshell"], "jshell> ")}
            for command, prompt in programs.values():
                starts(command, prompt, environment)
            taken = {name: [] for name in programs}
            for _ in range(rounds):
                for name, (command, prompt) in programs.items():
                    taken[name].append(starts(command, prompt, environment))
            for what, column in (("prompt", 0), ("first value", 1)):
                ours, theirs = (
                    statistics.median(one[column] for one in taken[name]) for name in ("mayfly", "jshell")
                )
                print(f"| {release(jdk)} | {what} | {ours:.2f} s | {theirs:.2f} s | {ours / theirs:.2f} |", flush=True)


if __name__ == "__main__":
    main()
