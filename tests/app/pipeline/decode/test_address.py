from __future__ import annotations

import pytest

from app.pipeline.decode.address import address_problem, completed, stream_name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://192.168.1.20:8080/video?token=secret", "192.168.1.20:8080/video"),
        ("rtsp://admin:secret@camera.local:554/live/", "camera.local:554/live"),
        ("http://[fe80::1]:8080/video", "[fe80::1]:8080/video"),
        ("http://camera.local", "camera.local"),
        ("http://camera.local:port/video", "http://camera.local:port/video"),
    ],
)
def test_the_name_keeps_secrets_and_the_port(url: str, name: str) -> None:
    assert stream_name(url) == name


@pytest.mark.parametrize(("typed", "address"), [
    ("192.168.1.20:8080/video", "http://192.168.1.20:8080/video"),
    ("  camera.local/live ", "http://camera.local/live"),
    ("rtsp://camera/live", "rtsp://camera/live"),
    ("admin:pass@10.0.0.2", "http://admin:pass@10.0.0.2"),
    ("", ""),
])
def test_the_scheme_may_be_left_out(typed: str, address: str) -> None:
    assert completed(typed) == address
    assert bool(address_problem(typed)) == (not address)


@pytest.mark.parametrize(("typed", "why"), [
    ("", "Type or paste"), ("my camera", "no spaces"), ("ftp://a/b", "ftp://"), ("http://", "missing"),
    ("file:///etc/passwd", "file://"), ("http://host:99999/x", "not an address"), ("http://[::1/x", "not an address"),
])
def test_why_it_cannot_be_connected(typed: str, why: str) -> None:
    assert why in address_problem(typed)
