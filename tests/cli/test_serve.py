"""`solidary serve`: wrong use is told before anything listens; without its packages it names the extra."""

from __future__ import annotations

import builtins
import socket
from typing import Any

import pytest

from tests.cli.outcome import Run


def test_another_host_without_a_token_is_wrong_use(run: Run) -> None:
    done = run("serve", "--host", "0.0.0.0")
    assert done.code == 2
    assert "give a --token" in done.err


def test_a_port_that_is_taken_is_told(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]))
    assert done.code == 2
    assert "choose another --port" in done.err


def test_without_its_packages_it_names_the_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "solidary.app.server":
            raise ImportError("No module named 'fastapi'", name="fastapi")
        return found(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    done = run("serve")
    assert done.code == 2
    assert "fastapi" in done.err
    assert "solidary[web]" in done.err
