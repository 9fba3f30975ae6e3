"""How a kernel process ends: in peace, and never later than the client that started it."""

import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

from jupyter_client.kernelspec import KernelSpecManager

from conversation import KERNEL, LIMIT, kernel

STARTER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from conversation import kernel
with kernel() as conversation:
    print(conversation.manager.provisioner.process.pid, flush=True)
    time.sleep(600)
"""


def is_running(pid):
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def await_end(pid):
    deadline = time.monotonic() + LIMIT
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class Life(unittest.TestCase):
    def test_a_killed_client_takes_its_kernel_along(self):
        folder = str(pathlib.Path(__file__).parent)
        client = subprocess.Popen([sys.executable, "-c", STARTER, folder], stdout=subprocess.PIPE, text=True)
        with client:
            pid = int(client.stdout.readline())
            self.assertTrue(is_running(pid))
            client.kill()
        self.assertTrue(await_end(pid), "the kernel outlived the client that started it")

    def test_shutdown_ends_the_process_with_exit_code_0(self):
        with kernel() as conversation:
            process = conversation.manager.provisioner.process
            conversation.client.execute("while (true);")
            conversation.client.shutdown()
            self.assertEqual(0, process.wait(timeout=LIMIT))

    def test_sigterm_ends_the_process_with_exit_code_0(self):
        with kernel() as conversation:
            process = conversation.manager.provisioner.process
            os.kill(process.pid, signal.SIGTERM)
            self.assertEqual(0, process.wait(timeout=LIMIT))

    def test_a_restart_forgets_the_variables(self):
        with kernel() as conversation:
            conversation.run("int x = 1;")
            conversation.manager.restart_kernel(now=False)
            conversation.client.wait_for_ready(timeout=LIMIT)
            self.assertEqual("error", conversation.run("x").status)

    def test_the_kernelspec_is_as_jupyter_wants_it(self):
        spec = KernelSpecManager().get_kernel_spec(KERNEL)
        self.assertEqual("java", spec.language)
        self.assertEqual("message", spec.interrupt_mode)
        self.assertTrue(os.path.isabs(spec.argv[0]))
        self.assertTrue(pathlib.Path(spec.resource_dir, "logo-svg.svg").is_file())


if __name__ == "__main__":
    unittest.main()
