"""Prints how fast kernels answer, side by side in one run: figures for a person to read, not a test.

Usage: python compare.py [--starts N] [--no-flood] KERNEL...   (names of installed kernelspecs; a cell's code follows the
kernel's language). README.md beside this file holds the last figures, and says how they were measured.
"""

import argparse
import os
import statistics
import time

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


def start_times(name, count):
    """Medians: one kernel's pause is not its speed."""
    times = []
    for _ in range(count):
        manager, client, *took = start(name)
        stop(manager, client)
        times.append(took)
    return [statistics.median(column) for column in zip(*times)]


def flood_text(client, language):
    characters = [0]

    def flood():
        characters[0] = run(client, FLOOD[language], FLOOD_LIMIT)

    try:
        return f"{milliseconds(flood) / 1000:.1f} s, {characters[0] / 1_024:,.0f} of 100,000 lines"
    except Exception as e:  # A kernel that loses its idle ends the comparison of this figure alone.
        return f"no idle within {FLOOD_LIMIT} s ({type(e).__name__})"


def measure(name, starts, flood):
    told, first = start_times(name, starts)
    manager, client, *_ = start(name)
    try:
        client.wait_for_ready(timeout=LIMIT)
        cells = statistics.median([milliseconds(lambda: run(client, "1+1")) for _ in range(100)][50:])
        infos = [milliseconds(lambda: await_reply(client, client.kernel_info())) for _ in range(100)]
        info = statistics.median(infos[50:])
        language = "python" if "python" in manager.kernel_spec.language else "java"
        flooded = flood_text(client, language) if flood else ""
        print(f"| {name} | {told:.2f} s | {first:.2f} s | {cells:.1f} ms | {info:.1f} ms | {flooded} |", flush=True)
    finally:
        stop(manager, client)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--no-flood", action="store_true")
    parser.add_argument("kernels", nargs="+")
    arguments = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print("| kernel | start to kernel_info | start to first reply | `1+1` | kernel_info | 100 MB in 100,000 lines |")
    print("|---|---|---|---|---|---|", flush=True)
    for name in arguments.kernels:
        measure(name, arguments.starts, not arguments.no_flood)


if __name__ == "__main__":
    main()
