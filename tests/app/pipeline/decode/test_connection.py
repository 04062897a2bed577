"""The messages for what a server answers, from a real one on loopback."""
from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from app.errors import AppError
from app.pipeline.sources.network_camera import StreamSource
from tests.media import probe_video
from tests.web import Answer, serving

PAGE = b"<!DOCTYPE html><html><body>Welcome to your camera</body></html>"


@pytest.fixture
def server() -> Iterator[str]:
    """Its address; /CODE answers with that status, /page with a web page."""
    with serving(lambda path: Answer(int(path[1:4]) if path[1:4].isdigit() else 200, "text/html", PAGE)) as address:
        yield address


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that accepts a connection and sends nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/video"


@pytest.mark.parametrize(("path", "told"), [
    ("401", "asks for a name and a password"), ("403", "denies access to this computer"), ("404", "was not found"),
    ("500", "reports an internal error"), ("503", "reports an internal error"), ("429", "refuses"), ("418", "refuses"),
    ("page", "sends no video"),
])
def test_answers_are_told_apart(server: str, path: str, told: str) -> None:
    for opened in (StreamSource, probe_video):
        with pytest.raises(AppError) as caught:
            opened(f"{server}/{path}")
        assert told in caught.value.title
        assert f"{server.removeprefix('http://')}/{path}" in caught.value.title, "the port is part of the name"
        assert caught.value.hint


def test_silence_is_reported(silent: str) -> None:
    with pytest.raises(AppError, match="does not answer") as caught:
        StreamSource(silent, timeout_s=0.3)
    assert "switched on" in caught.value.hint


def test_a_closed_port_is_reported() -> None:
    with pytest.raises(AppError, match=r"Nothing is listening at 127\.0\.0\.1:9/video"):
        StreamSource("http://127.0.0.1:9/video")


def test_another_scheme_is_reported() -> None:
    with pytest.raises(AppError, match="cannot be read"):
        StreamSource("nonsense://a/b")


def test_no_error_shows_a_password(server: str) -> None:
    address = server.replace("//", "//admin:hunter2@")
    with pytest.raises(AppError) as caught:
        StreamSource(f"{address}/401?token=s3cret")
    assert "hunter2" not in str(caught.value) + caught.value.title + caught.value.hint
    assert "s3cret" not in caught.value.title + caught.value.hint
