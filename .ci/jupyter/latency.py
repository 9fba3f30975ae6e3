"""Prints how fast the kernel answers: figures for a person to read, not a test."""

import statistics
import time

from conversation import KERNEL, kernel
from jupyter_client.manager import KernelManager


def milliseconds(action):
    begin = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begin)


def start():
    manager = KernelManager(kernel_name=KERNEL)
    begin = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    ready = time.perf_counter() - begin
    client.execute_interactive("1 + 1", output_hook=lambda message: None)
    first = time.perf_counter() - begin
    client.stop_channels()
    manager.shutdown_kernel()
    print(f"start to kernel_info {ready:.2f} s, to the first result {first:.2f} s")


def main():
    start()
    with kernel() as conversation:
        info = [milliseconds(lambda: conversation.ask(conversation.client.kernel_info())) for _ in range(100)]
        print(f"kernel_info, median of 100: {statistics.median(info):.1f} ms")
        cells = [milliseconds(lambda: conversation.run("1 + 1")) for _ in range(60)]
        print(f"1 + 1, median of the last 50: {statistics.median(cells[10:]):.1f} ms")
        empty = [milliseconds(lambda: conversation.run("")) for _ in range(60)]
        print(f"an empty cell, median of the last 50: {statistics.median(empty[10:]):.1f} ms")
        flood = []
        code = 'for (int i = 0; i < 10_000; i++) System.out.println("x".repeat(1_023));'
        took = milliseconds(lambda: flood.append(conversation.run(code)))
        text = flood[0].stream("stdout")
        print(f"10 MB in 10,000 lines: {took:.0f} ms, {len(text)} characters in {len(flood[0].of('stream'))} messages")


if __name__ == "__main__":
    main()
