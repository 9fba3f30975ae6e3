"""Reports under the readers of others: nbformat, nbclient, nbdime, papermill; and papermill on our kernel."""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import nbformat
from nbclient import NotebookClient

from conversation import KERNEL, LIMIT

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAYFLY = str(ROOT / "mayfly")
TRANSLATOR = ROOT / "kernel/src/main/resources/dev/mayfly/kernel/jupyter/wheel/papermill_java.py"
# What a killed run must leave: see test_a_killed_run_leaves_a_whole_notebook.
KILLS = 8


def report(*arguments, code=0):
    ran = subprocess.run([MAYFLY, "report", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=600)
    if ran.returncode != code:
        raise AssertionError(f"exit code {ran.returncode}, not {code}: {ran.stderr}")
    return ran


def written(path, *sources, tags=()):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    if tags:
        cells[0].metadata.tags = list(tags)
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata.kernelspec = {"name": KERNEL, "display_name": "Mayfly", "language": "java"}
    nbformat.write(made, str(path))
    return path


class Reports(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)

    def test_our_output_is_a_valid_notebook_that_others_read_and_run(self):
        out = self.folder / "out.ipynb"
        report("notebooks/word-statistics.ipynb", "-p", "top=3", "-o", out)
        read = nbformat.read(str(out), as_version=4)
        nbformat.validate(read)
        self.assertEqual((4, 5), (read.nbformat, read.nbformat_minor))

        from papermill.iorw import load_notebook_node
        from papermill.models import Parameter  # noqa: F401 the reader must import

        loaded = load_notebook_node(str(out))
        self.assertEqual({"top": 3}, dict(loaded.metadata.papermill.parameters))
        self.assertIsNone(loaded.metadata.papermill.exception)
        self.assertGreater(loaded.metadata.papermill.duration, 0)
        self.assertEqual(
            {"completed"}, {cell.metadata.papermill.status for cell in loaded.cells if cell.cell_type == "code"}
        )
        text = str(ROOT / "notebooks" / "data" / "persuasion.txt.gz")
        for cell in read.cells:
            if "injected-parameters" in cell.metadata.get("tags", []):
                cell.source += f'\nString text = "{text}";'
        NotebookClient(read, timeout=LIMIT).execute()

    def test_two_reproducible_runs_do_not_differ(self):
        outputs = [self.folder / name for name in ("one.ipynb", "two.ipynb")]
        for out in outputs:
            report("notebooks/grep-the-web.ipynb", "--reproducible", "-o", out)
            # The only difference of two files is what they are called.
            out.write_text(out.read_text(encoding="utf-8").replace(out.name, "out.ipynb"), encoding="utf-8")
        self.assertEqual(outputs[0].read_bytes(), outputs[1].read_bytes())
        import nbdime

        self.assertEqual([], nbdime.diff_notebooks(*(nbformat.read(str(out), as_version=4) for out in outputs)))

    def test_papermill_runs_our_kernel_with_typed_parameters(self):
        source = written(
            self.folder / "typed.ipynb",
            'enum Level { LOW, HIGH }\nLocalDate day = LocalDate.of(2026, 1, 1); // which\nlong n = 1;\n'
            'Level level = Level.LOW;\nList<String> hosts = List.of();\nString text = "";',
            'System.out.println(day.plusDays(1) + "|" + (n + 1) + "|" + level + "|" + hosts + "|" + text);',
            tags=["parameters"],
        )
        out = self.folder / "out.ipynb"
        wild = 'a "b" \\u0041 \\ \n'
        values = self.folder / "values.yaml"
        values.write_text(json.dumps({"hosts": ["a", "b"], "text": wild, "n": 2**33}), encoding="utf-8")
        ran = self.papermill(source, out, "-f", values, "-r", "day", "2026-02-28", "-r", "level", "HIGH")
        self.assertEqual(0, ran.returncode, ran.stderr)
        cells = nbformat.read(str(out), as_version=4).cells
        self.assertEqual(f"2026-03-01|{2**33 + 1}|HIGH|[a, b]|{wild}\n", cells[2].outputs[0].text)
        listed = self.papermill("--help-notebook", source)
        self.assertIn("day: LocalDate (default LocalDate.of(2026, 1, 1))", " ".join(listed.stdout.split()))
        refused = self.papermill(source, out, "-p", "n", "x")
        self.assertNotEqual(0, refused.returncode)
        self.assertIn("parameter n (long) cannot be 'x'", refused.stderr)

    def papermill(self, *arguments):
        """papermill beside our module, as pip installs both: an entry point is what papermill finds it by."""
        site = self.folder / "site"
        package = site / "mayfly_kernel"
        info = site / "mayfly-0.0.0.dist-info"
        if not site.exists():
            package.mkdir(parents=True)
            info.mkdir()
            (package / "__init__.py").touch()
            shutil.copy(TRANSLATOR, package)
            (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mayfly\nVersion: 0.0.0\n")
            (info / "entry_points.txt").write_text(
                "[papermill.engine]\nmayfly = mayfly_kernel.papermill_java:MayflyEngine\n"
            )
        return subprocess.run(
            [sys.executable, "-m", "papermill", *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True, text=True, timeout=LIMIT + 120,
        )

    def test_a_killed_run_leaves_a_whole_notebook(self):
        source = written(self.folder / "long.ipynb", *[f"System.out.println({i});\nThread.sleep(40);" for i in range(40)])
        out = self.folder / "out.ipynb"
        chance = random.Random(int(os.environ.get("MAYFLY_SEED", "0")))
        for _ in range(int(os.environ.get("MAYFLY_KILLS", KILLS))):
            out.unlink(missing_ok=True)
            run = subprocess.Popen(
                [MAYFLY, "report", str(source), "-o", str(out)],
                cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
            )
            done = 0
            # Until a random cell has been announced, and a random moment later.
            until = chance.randrange(1, 40)
            for line in run.stderr:
                done += line.rstrip().endswith(" s") and "done" in line
                if done >= until:
                    break
            time.sleep(chance.random() / 25)
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            run.stderr.close()
            left = nbformat.read(str(out), as_version=4)
            nbformat.validate(left)
            completed = [c for c in left.cells if c.metadata.papermill.status == "completed"]
            self.assertGreaterEqual(len(completed), done - 1)
            for i, cell in enumerate(completed):
                self.assertEqual(f"{i}\n", cell.outputs[0].text)
        report(source, "-o", out)
        self.assertEqual([], [each.name for each in self.folder.iterdir() if each.name.endswith(".lock")])


if __name__ == "__main__":
    unittest.main()
