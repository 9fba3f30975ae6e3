"""Whole notebooks, run by the programs that people run them with."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from conversation import KERNEL, LIMIT

ROOT = pathlib.Path(__file__).resolve().parents[2]


def notebook(*cells):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    made.metadata.kernelspec = {"name": KERNEL, "display_name": "Mayfly", "language": "java"}
    return made


class Notebooks(unittest.TestCase):
    def test_nbclient_runs_a_notebook_and_keeps_its_outputs(self):
        made = notebook("int x = 20;", "System.out.println(x);\nx + 1")
        NotebookClient(made, timeout=LIMIT).execute()
        outputs = made.cells[1].outputs
        self.assertEqual("20\n", outputs[0].text)
        self.assertEqual("21", outputs[1].data["text/plain"])

    def test_nbclient_stops_at_a_failing_cell(self):
        made = notebook('throw new RuntimeException("stop here");', "1")
        with self.assertRaisesRegex(CellExecutionError, "stop here"):
            NotebookClient(made, timeout=LIMIT).execute()
        self.assertEqual([], made.cells[1].outputs)

    def test_nbconvert_executes_the_quickstart(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [
                    sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute",
                    "--ExecutePreprocessor.timeout=300", "--ExecutePreprocessor.kernel_name=" + KERNEL,
                    "--output-dir", folder, "--output", "out.ipynb", "notebooks/quickstart.ipynb",
                ],
                cwd=ROOT,
                check=True,
            )
            executed = json.loads(pathlib.Path(folder, "out.ipynb").read_text(encoding="utf-8"))
        outputs = [output for cell in executed["cells"] for output in cell.get("outputs", [])]
        self.assertEqual([], [output for output in outputs if output["output_type"] == "error"])
        tables = [o for o in outputs if "<table" in "".join(o.get("data", {}).get("text/html", ""))]
        pictures = [o for o in outputs if "image/png" in o.get("data", {})]
        self.assertGreaterEqual(len(tables), 3)
        self.assertGreaterEqual(len(pictures), 1)


if __name__ == "__main__":
    unittest.main()
