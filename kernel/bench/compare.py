"""Prints how fast kernels answer, side by side in one run: figures for a person to read, not a test.

Usage: python compare.py KERNEL...   (names of installed kernelspecs; the code of a cell follows the kernel's language)
"""

import os
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

LIMIT = 120
FLOOD = {
    "java": 'for (int i = 0; i < 100_000; i++) System.out.println("x".repeat(1_023));',
    "python": "for i in range(100_000): print('x' * 1_023)",
}


def milliseconds(action):
    begin = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begin)


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
    while client.get_shell_msg(timeout=limit)["parent_header"].get("msg_id") != request:
        pass
    return characters


def info(client):
    request = client.kernel_info()
    while client.get_shell_msg(timeout=LIMIT)["parent_header"].get("msg_id") != request:
        pass


def measure(name):
    manager = KernelManager(kernel_name=name)
    begin = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LIMIT)
        run(client, "1+1")
        first = time.perf_counter() - begin
        cells = statistics.median([milliseconds(lambda: run(client, "1+1")) for _ in range(60)][10:])
        asked = statistics.median([milliseconds(lambda: info(client)) for _ in range(60)][10:])
        language = "python" if "python" in manager.kernel_spec.language else "java"
        lines = [0]

        def flood():
            lines[0] = run(client, FLOOD[language])

        try:
            took = f"{milliseconds(flood) / 1000:.1f} s, {lines[0] / 1_024:,.0f} of 100,000 lines"
        except Exception as e:  # A kernel that loses its idle ends the comparison of this figure alone.
            took = f"no idle within {LIMIT} s ({type(e).__name__})"
        print(f"| {name} | {first:.2f} s | {cells:.1f} ms | {asked:.1f} ms | {took} |", flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main():
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print("| kernel | start to first result | `1+1`, median of 50 | kernel_info, median of 50 | 100 MB in 100,000 lines |")
    print("|---|---|---|---|---|", flush=True)
    for name in sys.argv[1:]:
        measure(name)


if __name__ == "__main__":
    main()
