"""A tiny real proxy on loopback: forwards plain requests, tunnels CONNECT, and takes every name to one address."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from threading import Thread
from typing import Any
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from tests.sources.registry.server import Server


@contextmanager
def proxying(port: int) -> Iterator[tuple[str, list[str]]]:
    """Run the proxy; give its address and a list that grows by what it was asked for."""
    log: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            log.append(f"GET {self.path} {self.headers.get('Proxy-Authorization', '')}".strip())
            parts = urlsplit(self.path)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            request = Request(f"http://127.0.0.1:{port}{path}", headers={"Host": parts.netloc})
            with build_opener(ProxyHandler({})).open(request, timeout=5) as answer:
                body = answer.read()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_CONNECT(self) -> None:
            log.append(f"CONNECT {self.path}")
            with socket.create_connection(("127.0.0.1", port), timeout=5) as far:
                self.send_response(200)
                self.end_headers()
                back = Thread(target=_pump, args=(far, self.connection), daemon=True)
                back.start()
                _pump(self.connection, far)
                back.join(5)
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = Server(("127.0.0.1", 0), Proxy)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", log
    finally:
        server.shutdown()
        server.server_close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
