"""JupyterLab in a browser, as a person uses it: run a notebook, look, complete, interrupt, restart."""

import json
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

import nbformat
from playwright.sync_api import expect, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Where the pictures go that show what the browser showed.
PICTURES = os.environ.get("MAYFLY_SCREENSHOTS")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECONDS = int(os.environ.get("MAYFLY_LAB_SECONDS", "180"))
# JupyterLab draws the cells in view alone, and asks about news; the rest is as everybody has it.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
IDLE = re.compile(r"Mayfly \(Java\) \| Idle")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start_server(folder, log):
    """Starts JupyterLab on the notebooks of a folder; returns its process and address when it answers."""
    url = f"http://127.0.0.1:{free_port()}"
    settings = pathlib.Path(folder, ".settings")
    for plugin, values in SETTINGS.items():
        file = settings / "@jupyterlab" / (plugin + ".jupyterlab-settings")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
            "--ServerApp.port=" + url.rpartition(":")[2], "--ServerApp.port_retries=0",
            "--IdentityProvider.token=", "--ServerApp.password=", "--ServerApp.disable_check_xsrf=True",
            "--ServerApp.root_dir=" + folder, "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            "--LabApp.news_url=None", "--LabApp.user_settings_dir=" + str(settings),
            "--KernelSpecManager.allowed_kernelspecs={'mayfly'}",
        ],
        stdout=log,
        stderr=log,
    )
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AssertionError("JupyterLab ended with exit code " + str(server.returncode))
        try:
            with urllib.request.urlopen(url + "/api", timeout=5):
                return server, url
        except OSError:
            time.sleep(0.3)
    server.terminate()
    raise AssertionError("JupyterLab does not answer at " + url)


class Lab(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        log = open(pathlib.Path(cls.folder.name, "lab.log"), "w", encoding="utf-8")
        cls.addClassCleanup(log.close)
        shutil.copy(ROOT / "notebooks" / "quickstart.ipynb", cls.folder.name)
        server, cls.url = start_server(cls.folder.name, log)
        cls.addClassCleanup(server.wait, timeout=60)
        cls.addClassCleanup(server.terminate)
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        cls.addClassCleanup(browser.close)
        cls.context = browser.new_context(viewport={"width": 1300, "height": 1000})
        cls.context.set_default_timeout(SECONDS * 1000)
        expect.set_options(timeout=SECONDS * 1000)

    def setUp(self):
        self.page = self.context.new_page()
        self.addCleanup(self.leave)

    def leave(self):
        self.picture("end")
        self.page.close()

    def picture(self, name):
        if PICTURES:
            self.page.screenshot(path=os.path.join(PICTURES, self._testMethodName + "-" + name + ".png"))

    def open(self, name, *sources):
        """Opens a notebook, made of the cells if there are any, and waits until its kernel is ready."""
        if sources:
            made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
            made.metadata.kernelspec = {"name": "mayfly", "display_name": "Mayfly (Java)", "language": "java"}
            nbformat.write(made, os.path.join(self.folder.name, name))
        self.page.goto(self.url + "/lab/workspaces/" + name.partition(".")[0] + "/tree/" + name + "?reset")
        expect(self.page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible()
        self.await_idle()
        asks = self.page.locator(".jp-Dialog button", has_text="Select")
        self.assertEqual(0, asks.count(), "JupyterLab asks for a kernel: it does not know ours")

    def await_idle(self):
        expect(self.page.locator(".jp-StatusBar-Widget").filter(has_text=IDLE).first).to_be_visible()

    def menu(self, bar, item):
        self.page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^" + bar + "$")).click()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile("^" + item)).first.click()

    def cell(self, number):
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)

    def run_cell(self, number):
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def expect_ran(self, number, count):
        expect(self.cell(number).locator(".jp-InputPrompt")).to_have_text(f"[{count}]:")

    def test_the_quickstart_shows_its_tables_and_its_chart(self):
        page = self.page
        self.open("quickstart.ipynb")
        self.menu("Run", "Run All Cells")
        prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
        expect(prompts.last).to_have_text(re.compile(r"\[\d+\]:"))
        self.await_idle()
        self.assertEqual([], [text for text in prompts.all_inner_texts() if not re.fullmatch(r"\[\d+\]:", text)])
        errors = page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]')
        self.assertEqual([], errors.all_inner_texts())
        tables = page.locator(".jp-OutputArea-output table")
        self.assertGreaterEqual(tables.count(), 3)
        for i in range(tables.count()):
            self.assertGreaterEqual(tables.nth(i).locator("tbody tr").count(), 1)
        chart = page.locator(".jp-OutputArea-output .vega-embed").locator("canvas, svg").first
        chart.scroll_into_view_if_needed()
        self.picture("chart")
        box = chart.bounding_box()
        self.assertGreater(min(box["width"], box["height"]), 100)
        tables.nth(1).scroll_into_view_if_needed()
        self.picture("table")

    def test_tab_completes_what_an_earlier_cell_defined(self):
        self.open("complete.ipynb", "int requestsPerSecond = 7; int requestsPerDay = 8;", "requestsP")
        self.run_cell(0)
        self.expect_ran(0, 1)
        editor = self.cell(1).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("End")
        self.page.keyboard.press("Tab")
        items = self.page.locator(".jp-Completer .jp-Completer-item")
        expect(items.filter(has_text="requestsPerSecond").first).to_be_visible()
        self.picture("menu")
        items.filter(has_text="requestsPerSecond").first.click()
        expect(editor).to_have_text("requestsPerSecond")
        self.run_cell(1)
        expect(self.cell(1).locator(".jp-OutputArea-executeResult")).to_contain_text("7")

    def test_a_loop_is_interrupted_and_the_session_goes_on(self):
        self.open("interrupt.ipynb", 'int kept = 42; System.out.println("begun"); while (true) {}', "kept + 1")
        self.run_cell(0)
        output = self.cell(0).locator(".jp-OutputArea-output")
        expect(output.first).to_contain_text("begun")
        expect(self.cell(0).locator(".jp-InputPrompt")).to_have_text("[*]:")
        self.menu("Kernel", "Interrupt Kernel")
        self.expect_ran(0, 1)
        expect(output.last).to_contain_text("Interrupted")
        self.picture("interrupted")
        self.run_cell(1)
        expect(self.cell(1).locator(".jp-OutputArea-executeResult")).to_contain_text("43")

    def test_a_restart_forgets_everything(self):
        self.open("restart.ipynb", "int forgotten = 42;", "forgotten", "1 + 1")
        self.run_cell(0)
        self.expect_ran(0, 1)
        self.menu("Kernel", "Restart Kernel…")
        self.page.locator(".jp-Dialog button", has_text="Restart").click()
        expect(self.page.locator(".jp-StatusBar-Widget").filter(has_text=IDLE)).to_have_count(0)
        self.await_idle()
        self.run_cell(1)
        self.expect_ran(1, 1)
        expect(self.cell(1).locator(".jp-OutputArea-output").last).to_contain_text("forgotten")
        expect(self.cell(1).locator(".jp-OutputArea-output").last).to_contain_text("cannot find symbol")
        self.picture("restarted")
        self.run_cell(2)
        expect(self.cell(2).locator(".jp-OutputArea-executeResult")).to_contain_text("2")


if __name__ == "__main__":
    unittest.main()
