"""JShell alone, which a kernel is measured against: Bare.java beside this file, as a process that evaluates lines."""

import pathlib
import subprocess


class Bare:
    def __init__(self, java):
        program = pathlib.Path(__file__).with_name("Bare.java")
        self.process = subprocess.Popen(
            [java, str(program)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def evaluate(self, *snippets):
        """Evaluates snippets; gives the milliseconds that JShell.eval took."""
        return float(self.ask("\t".join(snippets)))

    def live(self):
        """The megabytes that live on."""
        return self.ask("live")

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stderr.readline().strip()
        if not answer.replace(".", "").isdigit():
            raise AssertionError(f"{line}: {answer} {self.process.stderr.read()}")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
