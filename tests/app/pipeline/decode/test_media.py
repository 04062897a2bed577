"""Media from elsewhere neither read other files nor contact other hosts."""
from __future__ import annotations

import ast
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from av.error import FFmpegError, ProtocolNotFoundError
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.decode.media import PROTOCOLS, PlaylistError, limits, open_media
from app.pipeline.decode.stills.pictures import load_picture
from app.pipeline.decode.video_file import iter_video
from tests.media import plain, probe_video, shades, write_video

APP = Path(__file__).parents[4] / "app"
CONCAT = "ffconcat version 1.0\nfile '{target}'\n"
HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{target}\n#EXT-X-ENDLIST\n"
DASH = ('<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period>'
        '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000"><BaseURL>{target}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>\n")
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 49152 RTP/AVP 96\n"
LISTS = {"concat": CONCAT, "hls": HLS, "dash": DASH, "sdp": SDP}


class Web:
    """A server on loopback that counts requests, and answers each path as told."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.answers: dict[str, bytes] = {}
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.calls.append(self.path)
                body = web.answers.get(self.path, b"")
                self.send_response(200 if body else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Keeps quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Somebody else's video."""
    folder = tmp_path / "private"
    folder.mkdir()
    return write_video(folder / "secret.ts", shades(5))


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("suffix", [".mp4", ".m3u8", ".mpd", ".txt"])
def test_a_file_that_lists_others_is_refused_by_name(tmp_path: Path, secret: Path, kind: str, suffix: str) -> None:
    path = tmp_path / f"holiday{suffix}"
    path.write_text(LISTS[kind].format(target=secret.as_uri() if kind != "concat" else secret))
    with pytest.raises(AppError, match=f"'holiday{suffix}' is a list of other files") as caught:
        probe_video(path)
    assert caught.value.hint == "Open the video that it names."


@pytest.mark.parametrize("kind", ["concat", "hls", "dash"])
def test_a_file_calls_nobody(tmp_path: Path, web: Web, secret: Path, kind: str) -> None:
    web.answers["/secret.ts"] = secret.read_bytes()
    path = tmp_path / "holiday.mp4"
    path.write_text(LISTS[kind].format(target=f"{web.address}/secret.ts"))
    with pytest.raises(PlaylistError):
        open_media(str(path))
    assert not web.calls


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("inside", ["file://{path}", "{path}", "subfile,,start,0,end,999999,,:{path}",
                                    "concat:{path}", "crypto:{path}"])
def test_an_address_reads_no_file_here(web: Web, secret: Path, kind: str, inside: str) -> None:
    web.answers["/list"] = LISTS[kind].format(target=inside.format(path=secret)).encode()
    with pytest.raises((FFmpegError, OSError, ValueError)):
        open_media(f"{web.address}/list")


@pytest.mark.parametrize("address", ["ftp://h/a.mp4", "file:///etc/hostname", "subfile,,start,0,end,9,,://h/a",
                                     "concat://a|b", "data://text/plain,x", "gopher://h", "sftp://h/a"])
def test_other_schemes_are_not_addresses(address: str) -> None:
    with pytest.raises(ProtocolNotFoundError):
        open_media(address)


def test_no_scheme_may_use_the_protocols_that_read_files() -> None:
    for scheme in PROTOCOLS:
        allowed = set(limits(f"{scheme}://h/a")["protocol_whitelist"].split(","))
        assert not allowed & {"file", "pipe", "fd", "concat", "concatf", "subfile", "data", "cache", "async"}
    assert limits("C.mp4")["protocol_whitelist"] == "file"


def test_a_name_with_a_pattern_is_one_file(tmp_path: Path) -> None:
    """FFmpeg would take it for an image sequence, and read the others."""
    for number in range(3):
        Pictures.fromarray(plain((10, 20, 30))).save(tmp_path / f"a{number}.bmp")
    with pytest.raises((FFmpegError, OSError, ValueError)):
        open_media(str(tmp_path / "a%d.bmp"))


def test_a_picture_starts_no_program(tmp_path: Path) -> None:
    path = tmp_path / "drawing.png"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n%%EOF\n")
    with pytest.raises(AppError, match="is not a picture"):
        load_picture(path)


@pytest.mark.parametrize("text", [b"Lavf", b"VideoHandler"])
def test_tags_that_are_not_utf8_cost_no_frame(tmp_path: Path, text: bytes) -> None:
    """Old programs write them in a legacy code page."""
    path = write_video(tmp_path / "old.mp4", shades(3))
    path.write_bytes(path.read_bytes().replace(text, b"\xff" + text[1:]))
    assert len(list(iter_video(path))) == 3


@pytest.mark.parametrize("box", [b"iloc", b"pitm", b"av01"])
def test_a_damaged_avif_is_refused_like_any_other_picture(tmp_path: Path, box: bytes) -> None:
    path = tmp_path / "a.avif"
    Pictures.fromarray(plain((10, 20, 30))).save(path)
    path.write_bytes(path.read_bytes().replace(box, b"zzzz"))
    with pytest.raises(AppError, match=r"'a\.avif' is damaged or cut off"):
        load_picture(path)


def test_a_tiff_whose_offsets_are_not_whole_numbers_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    Pictures.fromarray(plain((10, 20, 30))).save(path)
    content = bytearray(path.read_bytes())
    entry = content.index(bytes((0x11, 0x01)) + bytes((4, 0)))  # StripOffsets, whole numbers of four bytes
    content[entry + 2] = 11  # floats
    path.write_bytes(content)
    with pytest.raises(AppError, match=r"'a\.tif' is damaged or cut off"):
        load_picture(path)


def test_media_are_opened_for_reading_through_one_door() -> None:
    """The exceptions: files that this program wrote itself, and microphones."""
    known = {"app/pipeline/decode/media.py", "app/pipeline/sound/ffmpeg_sound.py", "app/commands/bench/soak.py"}
    found = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "av.open" and not _writes(node):
                found.add(path.relative_to(APP.parent).as_posix())
    assert found <= known


def _writes(call: ast.Call) -> bool:
    modes = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and mode.value == "w" for mode in modes)
