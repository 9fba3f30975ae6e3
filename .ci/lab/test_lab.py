"""JupyterLab in a browser, as a person uses it: open the quickstart, run all, look."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

from playwright.sync_api import expect, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURES = pathlib.Path(os.environ.get("MAYFLY_SCREENSHOTS", tempfile.gettempdir()))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LIMIT = int(os.environ.get("MAYFLY_LAB_LIMIT", 180_000))


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def await_server(url, process):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError("JupyterLab ended with exit code " + str(process.returncode))
        try:
            with urllib.request.urlopen(url + "/api", timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError("JupyterLab does not answer at " + url)


class Lab(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        shutil.copy(ROOT / "notebooks" / "quickstart.ipynb", cls.folder.name)
        cls.url = f"http://127.0.0.1:{free_port()}"
        cls.log = open(pathlib.Path(cls.folder.name, "lab.log"), "w", encoding="utf-8")
        cls.server = subprocess.Popen(
            [
                sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
                "--ServerApp.port=" + cls.url.rpartition(":")[2], "--ServerApp.port_retries=0",
                "--IdentityProvider.token=", "--ServerApp.password=", "--ServerApp.disable_check_xsrf=True",
                "--ServerApp.root_dir=" + cls.folder.name, "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--LabApp.news_url=None", "--KernelSpecManager.allowed_kernelspecs={'mayfly'}",
            ],
            stdout=cls.log,
            stderr=cls.log,
        )
        await_server(cls.url, cls.server)
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        cls.page = cls.browser.new_page(viewport={"width": 1300, "height": 1000})
        cls.page.set_default_timeout(LIMIT)
        expect.set_options(timeout=LIMIT)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.server.terminate()
        cls.server.wait(timeout=60)
        cls.log.close()
        cls.folder.cleanup()

    def picture(self, name):
        self.page.screenshot(path=str(PICTURES / (name + ".png")))

    def menu(self, bar, item):
        self.page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^" + bar + "$")).click()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile("^" + item)).first.click()

    def await_idle(self):
        busy = self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        expect(busy.first).to_be_attached()

    def tearDown(self):
        self.picture("lab-end")

    def test_the_quickstart_shows_its_tables_and_its_chart(self):
        page = self.page
        page.goto(self.url + "/lab/tree/quickstart.ipynb")
        expect(page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible()
        # A cell that is run before the kernel is there has JupyterLab ask for one.
        expect(page.locator("#jp-bottom-panel, .jp-StatusBar-Widget").filter(has_text="Mayfly (Java) | Idle").first).to_be_visible()
        chooser = page.locator(".jp-Dialog button", has_text="Select")
        self.await_idle()
        self.assertEqual(0, chooser.count(), "JupyterLab asks for a kernel: it does not know ours")

        self.menu("Run", "Run All Cells")
        prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
        expect(page.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))
        self.await_idle()
        self.assertEqual([], [t for t in prompts.all_inner_texts() if "*" in t])
        self.assertEqual(0, page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]').count())
        self.assertGreaterEqual(page.locator(".jp-OutputArea-output table").count(), 3)
        charts = page.locator(".jp-OutputArea-output canvas, .jp-OutputArea-output svg, .jp-OutputArea-output img")
        self.assertGreaterEqual(charts.count(), 1)
        page.locator(".jp-OutputArea-output table").first.scroll_into_view_if_needed()
        self.picture("lab-table")
        charts.first.scroll_into_view_if_needed()
        self.picture("lab-chart")


if __name__ == "__main__":
    unittest.main()
