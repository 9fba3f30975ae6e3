"""Prints whether the ten thousandth cell is as fast as the first ones, and how much memory lives on: figures for a person.

At the end the long session and a fresh one run cells in turns, so that what else the machine does slows both.

Usage: python many.py KERNEL [CELLS [JAVA]]   (with a JAVA, each cell in turns with the same code that JShell alone
evaluates; a row has the kernel's milliseconds, and in brackets JShell's)
"""

import statistics
import sys
import time

from bare import Bare
from jupyter_client.manager import KernelManager

LIMIT = 60
# As a notebook has them: values, variables that are defined anew, output, lambdas, types that are defined anew.
KINDS = [
    "{i} + 1",
    "int v{few} = {i};",
    "System.out.println({i})",
    "var s = List.of({i}, 2).stream().map(x -> x + 1).toList(); s",
    "record R{few}(int a) {{}} new R{few}({i}).a()",
]
LIVE = "System.gc(); var r = Runtime.getRuntime(); (r.totalMemory() - r.freeMemory()) >> 20"


def run(client, code):
    """Runs a cell to its reply and its idle; gives the text of its value."""
    request = client.execute(code)
    value = None
    while True:
        message = client.get_iopub_msg(timeout=LIMIT)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "execute_result":
            value = message["content"]["data"]["text/plain"]
        if message["msg_type"] == "error":
            raise AssertionError("\n".join(message["content"]["traceback"]))
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
    while client.get_shell_msg(timeout=LIMIT)["parent_header"].get("msg_id") != request:
        pass
    return value


def start(name):
    manager = KernelManager(kernel_name=name)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=LIMIT)
    return manager, client


def stop(manager, client):
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def timed(client, i):
    """Runs the cell of a number; gives milliseconds."""
    begin = time.perf_counter()
    value = run(client, KINDS[i % len(KINDS)].format(i=i, few=i % 50))
    took = 1000 * (time.perf_counter() - begin)
    if i % len(KINDS) == 0 and value != str(i + 1):
        raise AssertionError(f"{i} + 1 is {value}")
    return took


def alone(bare, i):
    """The same by JShell alone, whose own first snippet is the same class anew."""
    code = KINDS[i % len(KINDS)].format(i=i, few=i % 50)
    parts = code.replace("{} new", "{}\tnew").replace("toList(); s", "toList();\ts")
    if parts.startswith("System"):
        parts += ";"
    return bare.evaluate(*parts.split("\t"))


def medians(times):
    return [statistics.median(times[kind :: len(KINDS)]) for kind in range(len(KINDS))]


def row(title, figures, last=""):
    print(f"| {title} | " + " | ".join(figures) + f" | {last} |", flush=True)


def compare(name, client, first):
    """The long session and a fresh one, warmed up, in turns."""
    manager, fresh = start(name)
    try:
        for i in range(1_000):
            timed(fresh, i)
        old, new = [], []
        for i in range(first, first + 500):
            new.append(timed(fresh, i))
            old.append(timed(client, i))
        row("long session, at last", [f"{m:.1f} ms" for m in medians(old)])
        row("fresh session, in turns with it", [f"{m:.1f} ms" for m in medians(new)])
        row("ratio", [f"{a / b:.2f}" for a, b in zip(medians(old), medians(new))])
    finally:
        stop(manager, fresh)


def main():
    name = sys.argv[1]
    cells = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    bare = Bare(sys.argv[3]) if len(sys.argv) > 3 else None
    manager, client = start(name)
    try:
        row("cells", [f"`{kind}`" for kind in KINDS], "live heap")
        print("|---" * (len(KINDS) + 2) + "|")
        times, theirs = [], []
        part = cells // 10
        for i in range(cells):
            times.append(timed(client, i))
            if bare:
                theirs.append(alone(bare, i))
            if (i + 1) % part == 0:
                last = [f"{m:.1f}" for m in medians(times[-part:])]
                live = run(client, LIVE) + " MB"
                if bare:
                    last = [f"{ours} ({m:.1f})" for ours, m in zip(last, medians(theirs[-part:]))]
                    live += f" ({bare.live()} MB)"
                row(f"{i + 1:,}", last, live)
        compare(name, client, cells)
    finally:
        stop(manager, client)
        if bare:
            bare.close()


if __name__ == "__main__":
    main()
