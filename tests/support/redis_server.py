"""A Redis of a test's own: on a unix socket in a temporary folder, in memory only."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = shutil.which("redis-server")


class RedisServer:
    """A redis-server that can be stopped, started again with an empty memory, and made to hang."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.socket = folder / "redis.sock"
        self._options = options
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        assert PROGRAM is not None
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [PROGRAM, *options, "--dir", str(self._folder), *self._options], stdout=subprocess.DEVNULL
        )
        ends_at = time.monotonic() + 120
        while not self._accepts():
            assert self._process.poll() is None, "redis-server ended"
            assert time.monotonic() < ends_at, "redis-server does not answer"
            time.sleep(0.01)

    def stop(self) -> None:
        """Kill it: nobody is told."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self.socket.unlink(missing_ok=True)

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Connections are accepted, and nothing is answered."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def _accepts(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith((b"+PONG", b"-NOAUTH"))
            except OSError:
                return False


@contextmanager
def redis_server(*options: str) -> Iterator[RedisServer]:
    """A redis-server with these options. The folder's name is short: that of a socket has 100 characters at most."""
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        server = RedisServer(Path(folder), *options)
        server.start()
        try:
            yield server
        finally:
            server.stop()
