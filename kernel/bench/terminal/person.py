"""A person at a terminal, as a program: starts a command on a pty of its own, types, and waits for what appears."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import tempfile
import termios
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
MAYFLY = os.environ.get("MAYFLY_LAUNCHER", os.path.join(ROOT, "mayfly"))
ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[()][0-9A-B]|[=>78M])")


class Person:
    """Sits before one command until they leave. `shown` is what it wrote since they typed last, without colours."""

    def __init__(self, command, environment, columns=80, rows=24, limit=120):
        self.limit = limit
        self.written = b""
        self.watch = lambda data: None
        self.began = time.perf_counter()
        self.pid, self.pty = pty.fork()
        if self.pid == 0:
            # Of a shell that put this program in the background a person knows nothing.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execvpe(command[0], command, environment)
        self.resizes(columns, rows)

    def resizes(self, columns, rows):
        fcntl.ioctl(self.pty, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def types(self, text):
        self.written = b""
        data = text.encode()
        while data:
            _, ready, _ = select.select([self.pty], [self.pty], [], self.limit)
            if ready:
                data = data[os.write(self.pty, data[:512]) :]
            self.reads(0)

    def reads(self, seconds):
        """Takes what is there within so long; false where there was nothing, or there will be nothing any more."""
        ready, _, _ = select.select([self.pty], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.pty, 1 << 16)
        except OSError:
            return False
        self.written += data
        self.watch(data)
        return True

    @property
    def shown(self):
        return ESCAPES.sub(b"", self.written).decode(errors="replace")

    def sees(self, pattern, limit=None):
        """Waits until it appears; seconds since the command was started."""
        end = time.monotonic() + (limit or self.limit)
        while not re.search(pattern, self.shown):
            left = end - time.monotonic()
            if left <= 0 or (not self.reads(min(left, 1)) and self.has_left()):
                raise AssertionError(f"not seen: {pattern}; but: {self.shown[-2000:]!r}")
        return time.perf_counter() - self.began

    def rests(self, seconds):
        """Waits until nothing has been written for so long."""
        while self.reads(seconds):
            pass

    def has_left(self):
        pid, _ = os.waitpid(self.pid, os.WNOHANG)
        return pid != 0

    def leaves(self):
        """Ctrl-D, and whatever the command does then; kills it where it does nothing within the limit."""
        self.types("\x04")
        end = time.monotonic() + 20
        while time.monotonic() < end:
            self.reads(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.pty)
                return os.waitstatus_to_exitcode(status)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.pty)
        raise AssertionError("still there 20 s after Ctrl-D")


class Home:
    """A home without anybody's settings, deleted at the end."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def environment(self, jdk, **more):
        names = {name: os.path.join(self.folder.name, name) for name in ("HOME", "XDG_STATE_HOME", "TMPDIR")}
        for path in names.values():
            os.makedirs(path, exist_ok=True)
        return {**os.environ, **names, "TERM": "xterm-256color", "MAYFLY_JAVA_HOME": jdk, **more}


def release(jdk):
    with open(os.path.join(jdk, "release")) as file:
        return re.search(r'JAVA_VERSION="([^"]+)"', file.read()).group(1)
