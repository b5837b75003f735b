"""A server of the app in a thread of the test, on a free port of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from solidary.app.server import listen, make_app
from tests.conftest import TODAY


@contextmanager
def serving(folder: Path | None, *, token: str = "") -> Iterator[str]:
    """Serve a workspace; gives the address."""
    taken = listen("127.0.0.1", 0)
    app = make_app(folder, lambda: TODAY, token=token, user="Mai")
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, args=([taken],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        taken.close()


@contextmanager
def client(address: str) -> Iterator[httpx.Client]:
    """A browser without a screen: it keeps cookies, and follows where it is sent."""
    with httpx.Client(base_url=address, follow_redirects=True, timeout=60) as made:
        yield made
