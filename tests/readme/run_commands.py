"""Runs every command that a page shows in its `sh` blocks, as a reader would: `python -m tests.readme.run_commands README.md`.

Left out are `make …` (it calls this), and what only prepares a shell (`git clone`, `cd`, `. …`). `export` lines hold for all that follow.
A line that starts a server is started, asked for its first page, and stopped. Files go to a folder that is thrown away.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
NOT_RUN = ("make ", "git clone", "cd ", ". ")
PATIENCE = 600
SERVES = re.compile(r"\s(--serve|serve)(\s|$)")


def commands(page: str) -> Iterator[str]:
    """The commands of all `sh` blocks, comments taken off, lines that end in a backslash joined."""
    for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            command = re.sub(r"(^|\s)#.*$", "", line).strip()
            if command and not command.startswith(NOT_RUN):
                yield command


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Runs one command; returns what is wrong, or nothing."""
    if SERVES.search(command):
        return serve(command, folder, environment)
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    return "" if done.returncode == 0 else f"exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


def serve(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Starts a server on a free port, waits for its first page, stops it by its process group."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "server.txt").open("w+") as said:
        server = subprocess.Popen(
            ["bash", "-c", f"exec {command} --port {port}"], cwd=folder, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            wrong = _first_page(server, port)
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGINT)
            server.wait(30)
        said.seek(0)
        return wrong and f"{wrong}\n{said.read()[-2000:]}"


def _first_page(server: subprocess.Popen[bytes], port: int) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return "" if answer.status == 200 else f"the first page answers {answer.status}"
        except URLError as fault:
            if hasattr(fault, "code"):
                return f"the first page answers {fault.code}"
            time.sleep(0.5)
    return "the server ended by itself" if server.poll() is not None else "the server did not answer"


def main(page: Path) -> int:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DISPATCH_")}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("dispatch", "docs"):
            (folder / part).symlink_to(ROOT / part)
        for command in commands(page.read_text("utf-8")):
            if command.startswith("export "):
                environment.update(word.split("=", 1) for word in command.split()[1:])
                continue
            started = time.monotonic()
            wrong = run(command, folder, environment)
            sys.stdout.write(f"{'FAILED' if wrong else 'ok'} {time.monotonic() - started:5.1f} s  {command}\n{wrong}")
            sys.stdout.flush()
            if wrong:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
