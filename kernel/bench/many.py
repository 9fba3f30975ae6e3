"""Prints whether the ten thousandth cell is as fast as the first ones, and how much memory lives on: figures for a person.

Usage: python many.py KERNEL [CELLS]
"""

import statistics
import sys
import time

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


def main():
    name = sys.argv[1]
    cells = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    manager = KernelManager(kernel_name=name)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LIMIT)
        print("| cells | " + " | ".join(kind.replace("|", "\\|") for kind in KINDS) + " | live heap |")
        print("|---" * (len(KINDS) + 2) + "|", flush=True)
        times = []
        for i in range(cells):
            begin = time.perf_counter()
            value = run(client, KINDS[i % len(KINDS)].format(i=i, few=i % 50))
            times.append(1000 * (time.perf_counter() - begin))
            if i % len(KINDS) == 0 and value != str(i + 1):
                raise AssertionError(f"{i} + 1 is {value}")
            if (i + 1) % (cells // 10) == 0:
                last = times[-(cells // 10):]
                medians = [statistics.median(last[kind :: len(KINDS)]) for kind in range(len(KINDS))]
                print(f"| {i + 1:,} | " + " | ".join(f"{m:.1f} ms" for m in medians) + f" | {run(client, LIVE)} MB |", flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
