"""A web server on loopback with one file."""
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@pytest.fixture
def served() -> Iterator[Callable[[bytes, str], str]]:
    """served(content, kind): the address that answers with both."""
    answers: list[tuple[bytes, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, kind = answers[-1]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def serve(content: bytes, kind: str) -> str:
        answers.append((content, kind))
        return f"http://127.0.0.1:{server.server_address[1]}/file"

    yield serve
    server.shutdown()
    server.server_close()
