"""A TLS server has to prove its identity; a camera in one's own network need not."""
from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from av.error import FFmpegError

from app.errors import AppError
from app.pipeline.background import fetching
from app.pipeline.background.fetching import fetch_background
from app.pipeline.decode.connection import connection_error
from app.pipeline.decode.media import open_media, read_address
from app.pipeline.decode.trust import VARIABLE, camera_trust, in_own_network
from tests.media import shades, write_video
from tests.web import Answer, serving

LONG_S = 30.0


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_video(tmp_path_factory.mktemp("served") / "a.mp4", shades(4)).read_bytes()


@pytest.fixture(scope="module")
def server(authority: trustme.CA, video: bytes) -> Iterator[str]:
    """An https server whose certificate names 127.0.0.1 only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serving(lambda _: Answer(200, "video/mp4", video), context) as address:
        yield address


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "ca.pem"))


@pytest.fixture
def strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trusts somebody, but not the signer of the server's certificate."""
    trustme.CA().cert_pem.write_to_path(tmp_path / "others.pem")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "others.pem"))


@pytest.mark.usefixtures("trusted")
def test_who_proves_it_is_read(server: str, video: bytes) -> None:
    assert read_address(f"{server}/a.mp4", most=1 << 20, timeout_s=LONG_S) == video


@pytest.mark.usefixtures("strangers")
def test_who_cannot_is_not_read(server: str) -> None:
    with pytest.raises((FFmpegError, OSError)):
        read_address(f"{server}/a.mp4", most=1 << 20, timeout_s=LONG_S)


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_host_proves_nothing(server: str) -> None:
    with pytest.raises((FFmpegError, OSError)):
        read_address(server.replace("127.0.0.1", "localhost") + "/a.mp4", most=1 << 20, timeout_s=LONG_S)


@pytest.mark.usefixtures("strangers")
@pytest.mark.parametrize("python_has_tls", [True, False])
def test_a_link_to_a_background_says_so(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python_has_tls: bool
) -> None:
    """With Python's TLS, as in a wheel, and with FFmpeg's, as in the bundle."""
    monkeypatch.setattr(fetching, "has_tls", lambda: python_has_tls)
    with pytest.raises(AppError, match="Cannot load"):
        fetch_background(f"{server}/a.mp4", tmp_path)
    assert not list(tmp_path.glob("*.mp4"))


@pytest.mark.usefixtures("strangers")
def test_a_camera_nearby_may_sign_its_own_and_a_server_elsewhere_may_not(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_media(f"{server}/a.mp4", timeout_s=LONG_S) as container:
        assert container.streams.video
    monkeypatch.setattr("app.pipeline.decode.trust.in_own_network", lambda _: False)
    with pytest.raises((FFmpegError, OSError)) as caught:
        open_media(f"{server}/a.mp4", timeout_s=LONG_S)
    told = connection_error(caught.value, f"{server}/a.mp4", "The camera")
    assert told.title == "The camera cannot prove who it is"


def test_a_host_without_a_number_is_not_accused(monkeypatch: pytest.MonkeyPatch) -> None:
    """FFmpeg reports the same error for it."""
    def unknown(*_: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = OSError(errno.EIO, "Input/output error")
    assert connection_error(error, "https://camera.example.org/a", "The camera").title == "Cannot reach The camera"


@pytest.mark.parametrize("host", ["192.168.1.20", "10.0.0.5", "172.16.0.9", "127.0.0.1", "169.254.7.7", "fe80::1",
                                  "fd00::5", "camera", "camera.local", "Camera.LAN", "porch.home.arpa.", "localhost"])
def test_what_is_nearby(host: str) -> None:
    assert in_own_network(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "2001:4860:4860::8888", "example.org", "camera.example.org", "local.org"])
def test_what_is_elsewhere(host: str) -> None:
    assert not in_own_network(host)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("address", "verified"), [
    ("https://example.org/a", True), ("HTTPS://example.org/a", True), ("rtsps://user:pw@example.org/a", True),
    ("https://[fd00::5]/a", False), ("https://192.168.1.20:8443/a", False), ("http://example.org/a", False),
    ("rtsp://example.org/a", False), ("/home/me/a.mp4", False),
])
def test_which_cameras_are_verified(address: str, verified: bool) -> None:
    options = camera_trust(address)
    assert options.get("tls_verify") == ("1" if verified else None)
    assert ("ca_file" in options) == verified
