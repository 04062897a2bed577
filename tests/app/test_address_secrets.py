"""The secrets in an address: found wherever people and cameras put them, and restored unchanged."""
from __future__ import annotations

import pytest

from app.address_secrets import conceal, redact, reveal

SECRETIVE = [
    ("http://admin:hunter2@192.168.1.20:8080/video", "http://admin:***@192.168.1.20:8080/video", ("hunter2",)),
    ("rtsp://admin:p%40ss:w0rd@cam/live", "rtsp://admin:***@cam/live", ("p%40ss:w0rd",)),
    ("rtsp://admin:a@b@cam/live", "rtsp://admin:***@cam/live", ("a@b",)),
    ("rtsp://admin:pa/ss#1?@cam/live", "rtsp://admin:***@cam/live", ("pa/ss#1?",)),
    ("http://:only@cam", "http://:***@cam", ("only",)),
    ("http://cam/v?user=me&password=hunter2&fps=5", "http://cam/v?user=me&password=***&fps=5", ("hunter2",)),
    ("http://cam/v?PWD=x;Token=y#t=1", "http://cam/v?PWD=***;Token=***#t=1", ("x", "y")),
    ("http://cam/v?loginuse=me&loginpas=hunter2", "http://cam/v?loginuse=me&loginpas=***", ("hunter2",)),
    ("http://cam/v?access_token=aa.bb-cc&api_key=k", "http://cam/v?access_token=***&api_key=***", ("aa.bb-cc", "k")),
    ("rtsp://me:it's,(one)@cam/a***b", "rtsp://me:***@cam/a***b", ("it's,(one)",)),
    ("HTTP://Me:x@[::1]:80/?auth=z", "HTTP://Me:***@[::1]:80/?auth=***", ("x", "z")),
]
PLAIN = [
    "http://192.168.1.20:8080/video",
    "http://cam:8080/video?mail=me@home.example&fps=5",
    "rtsp://admin@cam/live",
    "rtsp://admin:@cam/live",
    "http://cam/v?password=&frames=1",
    "camera:usb-0000:00:14.0-1",
    "/home/me/a:b@c/video.mp4",
    r"C:\videos\a.mp4",
    "demo",
    "",
]


@pytest.mark.parametrize(("address", "public", "secrets"), SECRETIVE)
def test_secrets_are_taken_out_and_put_back(address: str, public: str, secrets: tuple[str, ...]) -> None:
    assert conceal(address) == (public, secrets)
    assert reveal(public, secrets) == address


@pytest.mark.parametrize("address", PLAIN)
def test_what_has_no_secret_stays_as_it_is(address: str) -> None:
    assert conceal(address) == (address, ())
    assert redact(f"cannot open '{address}': no") == f"cannot open '{address}': no"


@pytest.mark.parametrize(("address", "public", "secrets"), SECRETIVE)
def test_text_around_an_address_stays(address: str, public: str, secrets: tuple[str, ...]) -> None:
    text = "[Errno 111] refused: '{0}' (and {0}, \"{0}\")\nTraceback: {0}"
    assert redact(text.format(address)) == text.format(public)


def test_an_address_without_secrets_for_its_marks_keeps_them() -> None:
    assert reveal("http://me:***@cam/", ()) == "http://me:***@cam/"
