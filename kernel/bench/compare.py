"""Prints how fast kernels answer, side by side in one run: figures for a person to read, not a test.

Usage: python compare.py [--starts N] [--no-flood] [--bare JAVA] KERNEL...   (names of installed kernelspecs; a cell's code
follows the kernel's language; with --bare, each `1+1` in turns with one that JShell alone evaluates). Starts are in turns.
README.md beside this file holds the last figures, and says how they were measured.
"""

import argparse
import os
import statistics
import time

from bare import Bare
from jupyter_client.manager import KernelManager

LIMIT = 120
# A kernel that loses messages never says that it is done.
FLOOD_LIMIT = 40
FLOOD = {
    "java": 'for (int i = 0; i < 100_000; i++) System.out.println("x".repeat(1_023));',
    "python": "for i in range(100_000): print('x' * 1_023)",
}


def milliseconds(action):
    begin = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begin)


def await_reply(client, request):
    while client.get_shell_msg(timeout=LIMIT)["parent_header"].get("msg_id") != request:
        pass


def run(client, code, limit=LIMIT):
    """Runs a cell to its reply and its idle; gives the characters that it printed."""
    characters = 0
    request = client.execute(code)
    deadline = time.monotonic() + limit
    while True:
        message = client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "stream":
            characters += len(message["content"]["text"])
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
    await_reply(client, request)
    return characters


def start(name):
    """Starts a kernel; gives it with a client, and the seconds to its first kernel_info_reply and execute_reply."""
    manager = KernelManager(kernel_name=name)
    begin = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    info = client.kernel_info()
    cell = client.execute("1+1")
    await_reply(client, info)
    told = time.perf_counter() - begin
    await_reply(client, cell)
    return manager, client, told, time.perf_counter() - begin


def stop(manager, client):
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def start_times(names, count):
    """Medians, the kernels in turns: one kernel's pause is not its speed."""
    times = {name: [] for name in names}
    for _ in range(count):
        for name in names:
            manager, client, *took = start(name)
            stop(manager, client)
            times[name].append(took)
    return {name: [statistics.median(column) for column in zip(*rows)] for name, rows in times.items()}


def flood_text(client, language):
    characters = [0]

    def flood():
        characters[0] = run(client, FLOOD[language], FLOOD_LIMIT)

    try:
        return f"{milliseconds(flood) / 1000:.1f} s, {characters[0] / 1_024:,.0f} of 100,000 lines"
    except Exception as e:  # A kernel that loses its idle ends the comparison of this figure alone.
        return f"no idle within {FLOOD_LIMIT} s ({type(e).__name__})"


def cell_times(client, java):
    """Medians of the last 50 of 100 cells, and of as many evaluations by JShell alone in turns with them."""
    bare = Bare(java) if java else None
    cells, alone = [], []
    for _ in range(100):
        cells.append(milliseconds(lambda: run(client, "1+1")))
        if bare:
            alone.append(bare.evaluate("1+1"))
    if bare:
        bare.close()
    return statistics.median(cells[50:]), statistics.median(alone[50:]) if alone else None


def help_times(client):
    """The first completion, and the medians of the last 25 of 50 completions and inspections."""
    complete = [milliseconds(lambda: await_reply(client, client.complete("Math.co"))) for _ in range(50)]
    inspect = [milliseconds(lambda: await_reply(client, client.inspect("Math.cos"))) for _ in range(50)]
    return f"{complete[0]:.0f}, {statistics.median(complete[25:]):.1f}, {statistics.median(inspect[25:]):.1f} ms"


def measure(name, times, flood, java):
    told, first = times
    manager, client, *_ = start(name)
    try:
        client.wait_for_ready(timeout=LIMIT)
        language = "python" if "python" in manager.kernel_spec.language else "java"
        helped = help_times(client) if language == "java" else ""
        cells, alone = cell_times(client, java if language == "java" else None)
        infos = [milliseconds(lambda: await_reply(client, client.kernel_info())) for _ in range(100)]
        info = statistics.median(infos[50:])
        flooded = flood_text(client, language) if flood else ""
        bare = f"{alone:.1f} ms" if alone else ""
        print(
            f"| {name} | {told:.2f} s | {first:.2f} s | {cells:.1f} ms | {bare} | {info:.1f} ms | {helped} | {flooded} |",
            flush=True,
        )
    finally:
        stop(manager, client)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--no-flood", action="store_true")
    parser.add_argument("--bare", metavar="JAVA")
    parser.add_argument("kernels", nargs="+")
    arguments = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(
        "| kernel | start to kernel_info | start to first reply | `1+1` | `JShell.eval` alone | kernel_info "
        "| completion first, warm, documentation | 100 MB in 100,000 lines |"
    )
    print("|---" * 8 + "|", flush=True)
    times = start_times(arguments.kernels, arguments.starts)
    for name in arguments.kernels:
        measure(name, times[name], not arguments.no_flood, arguments.bare)


if __name__ == "__main__":
    main()
