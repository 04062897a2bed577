"""Links to pictures, loaded from a real server on loopback."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.background import fetching
from app.pipeline.background.fetching import fetch_background, keep_background
from tests.web import Answer, serving

KINDS = {"/beach.jpg": "image/jpeg", "/a%20b": "image/png", "/page": "text/html; charset=utf-8",
         "/loop.mp4": "video/mp4"}


@pytest.fixture
def server() -> Iterator[str]:
    def answer(path: str) -> Answer:
        kind = KINDS.get(path.partition("?")[0])
        return Answer(200 if kind else 404, kind or "text/plain", b"picture")

    with serving(answer) as address:
        yield address


@pytest.mark.parametrize(("path", "name"), [
    ("/beach.jpg?size=big", "beach.jpg"), ("/a%20b", "a b.png"), ("/loop.mp4", "loop.mp4"),
])
def test_a_link_becomes_a_file_once(server: str, tmp_path: Path, path: str, name: str) -> None:
    kept = fetch_background(server + path, tmp_path / "new")
    assert kept == tmp_path / "new" / name
    assert kept.read_bytes() == b"picture"
    assert fetch_background(server + path, tmp_path / "new") == kept


def test_another_picture_of_the_same_name_replaces_nothing(tmp_path: Path) -> None:
    first = keep_background(b"one", "a.png", tmp_path)
    second = keep_background(b"two", "a.png", tmp_path)
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")


@pytest.mark.parametrize(("path", "told"), [("/page", "web page"), ("/gone.png", "404")])
def test_anything_but_a_picture_is_reported(server: str, tmp_path: Path, path: str, told: str) -> None:
    with pytest.raises(AppError, match=told) as caught:
        fetch_background(server + path, tmp_path)
    assert caught.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:image/png;base64,AAAA", "ftp://127.0.0.1/a.png"])
def test_only_the_web_is_asked(tmp_path: Path, url: str) -> None:
    with pytest.raises(AppError, match="cannot be used"):
        fetch_background(url, tmp_path)


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Cannot load"):
        fetch_background("http://127.0.0.1:9/a.png", tmp_path)


def test_too_much_is_refused(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 3)
    with pytest.raises(AppError, match="larger"):
        fetch_background(f"{server}/beach.jpg", tmp_path)


def test_without_tls_of_its_own_python_leaves_links_to_ffmpeg(
    served: Callable[[bytes, str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the bundle. The server has no TLS either, so http stands in for https once FFmpeg is asked."""
    content = bytes(range(256)) * 1000
    read = fetching.read_address
    monkeypatch.setattr(fetching, "has_tls", lambda: False)
    monkeypatch.setattr(fetching, "read_address", lambda url, **how: read(url.replace("https", "http"), **how))
    secure = served(content, "image/png").replace("http", "https")
    assert fetch_background(secure, tmp_path).read_bytes() == content
    served(b" <!DOCTYPE html>", "text/html")
    with pytest.raises(AppError, match="web page"):
        fetch_background(secure, tmp_path)
    monkeypatch.setattr(fetching, "MAX_BYTES", 1000)
    served(content, "image/png")
    with pytest.raises(AppError, match="larger than"):
        fetch_background(secure, tmp_path)
    with pytest.raises(AppError, match="Cannot load") as caught:
        fetch_background("https://127.0.0.1:9/a.png", tmp_path)
    assert caught.value.hint


@pytest.mark.parametrize(("kind", "told"), [
    ("multipart/x-mixed-replace; boundary=x", "stream without an end"), ("application/pdf", "application/pdf"),
])
def test_what_else_is_there_is_named(
    served: Callable[[bytes, str], str], tmp_path: Path, kind: str, told: str
) -> None:
    with pytest.raises(AppError, match=told) as caught:
        fetch_background(served(b"", kind), tmp_path)
    assert caught.value.hint
