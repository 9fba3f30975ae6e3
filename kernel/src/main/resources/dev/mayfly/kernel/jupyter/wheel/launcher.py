"""Starts Mayfly from where pip put it: finds a JDK, hands the process over to Java.

MAYFLY_JAVA_HOME names the JDK; else JAVA_HOME, else the newest JDK 17 or newer that is found.
MAYFLY_JAVA_OPTS holds more JVM options, such as -Xmx8g.
"""

import glob
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
LIBRARIES = HERE / "lib"
MAIN = "dev.mayfly.kernel.cli.Main"
LEAST = 17
WINDOWS = os.name == "nt"
JAVA = "java.exe" if WINDOWS else "java"


def release(home):
    """The feature release of the JDK in a folder; 0 where there is none."""
    compiler = home / "bin" / ("javac.exe" if WINDOWS else "javac")
    if not compiler.is_file() or not (home / "bin" / JAVA).is_file():
        return 0
    try:
        text = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    match = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', text, re.MULTILINE)
    return int(match.group(1)) if match else 0


def candidates():
    program = shutil.which("javac")
    if program:
        yield pathlib.Path(program).resolve().parent.parent
    sdkman = os.environ.get("SDKMAN_DIR", os.path.expanduser("~/.sdkman"))
    patterns = ["/usr/lib/jvm/*", "/opt/java/*", sdkman + "/candidates/java/*"]
    patterns += ["/Library/Java/JavaVirtualMachines/*/Contents/Home", r"C:\Program Files\*\jdk*"]
    for pattern in patterns:
        yield from map(pathlib.Path, glob.glob(pattern))


def jdk():
    for variable in ("MAYFLY_JAVA_HOME", "JAVA_HOME"):
        value = os.environ.get(variable)
        if value and release(pathlib.Path(value)) >= LEAST:
            return pathlib.Path(value)
        if value:
            print(f"mayfly: {variable}={value} is no JDK {LEAST} or newer", file=sys.stderr)
            if variable == "MAYFLY_JAVA_HOME":
                sys.exit(70)
    best = max(candidates(), key=release, default=None)
    if best is None or release(best) < LEAST:
        print(f"mayfly: needs a JDK {LEAST} or newer and found none: install one, or set MAYFLY_JAVA_HOME", file=sys.stderr)
        sys.exit(70)
    return best


def first(jar):
    return not re.match(r"(mayfly|picocli|jline|slf4j)-", jar.name), jar.name


def archive(home, class_path):
    """Where what a start loads and links is kept from a start before; it belongs to one JDK and one set of jars."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    stamp = (home / "release").read_text(encoding="utf-8", errors="replace") + class_path
    stamp += str((LIBRARIES / "..").resolve().stat().st_mtime_ns)
    name = hashlib.sha256(stamp.encode()).hexdigest()[:16]
    return pathlib.Path(cache, "mayfly", name + (".aot" if release(home) >= 25 else ".jsa"))


def train(command, option, file, class_path):
    """Makes the archive on the side; a start without it is the same, and slower."""
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    script = (
        "import os, subprocess, sys\n"
        "code = subprocess.call(sys.argv[3:], stdin=subprocess.DEVNULL)\n"
        "done = code == 0 and os.path.exists(sys.argv[1])\n"
        "os.replace(sys.argv[1], sys.argv[2]) if done else None\n"
        "[os.remove(f) for f in (sys.argv[1], sys.argv[1] + '.config') if os.path.exists(f)]\n"
    )
    arguments = [sys.executable, "-c", script, str(partial), str(file)]
    arguments += command + [f"{option}={partial}", "-cp", class_path, MAIN, "warm-up"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.Popen(arguments, start_new_session=True, **quiet)


def heap():
    """The options of the heap, which are for the collector that they were measured with, and for nobody who chooses himself."""
    variables = ("MAYFLY_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
    said = " ".join(os.environ.get(variable, "") for variable in variables)
    if re.search("GC|Xmn|NewSize|NewRatio", said):
        return []
    return ["-XX:+UseG1GC", "@" + str(HERE / "heap.flags")]


def command_line(arguments):
    home = jdk()
    class_path = os.pathsep.join(str(jar) for jar in sorted(LIBRARIES.glob("*.jar"), key=first))
    command = [str(home / "bin" / JAVA), "@" + str(HERE / "jvm.flags"), *heap(), "-Xlog:disable", f"-Dmayfly.home={HERE}"]
    if sys.stdin and sys.stdin.isatty():
        command.append("-Dmayfly.stdin.terminal=true")
    if sys.stderr and sys.stderr.isatty():
        command.append("-Dmayfly.stderr.terminal=true")
    options = []
    try:
        file = archive(home, class_path)
        is_aot = file.suffix == ".aot"
        if file.is_file():
            options.append(("-XX:AOTCache=" if is_aot else "-XX:SharedArchiveFile=") + str(file))
            options += ["-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining"]
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            train(command, "-XX:AOTCacheOutput" if is_aot else "-XX:ArchiveClassesAtExit", file, class_path)
    except OSError:
        pass
    more = os.environ.get("MAYFLY_JAVA_OPTS", "").split()
    return command + options + more + ["-cp", class_path, MAIN, *arguments]


def main():
    arguments = command_line(sys.argv[1:])
    if WINDOWS:
        sys.exit(subprocess.call(arguments))
    os.execv(arguments[0], arguments)


if __name__ == "__main__":
    main()
