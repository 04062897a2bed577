"""An address is opened only once, and whatever has an end is not treated as endless."""
from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import pytest

from app.pipeline.background.video import VideoBackground
from tests.app.pipeline.render.test_sound import run
from tests.media import plain, probe_video, shades, write_video
from tests.sync import FPS, Marked, measured, write_marked

ROOM = plain((1, 2, 3))


class Link:
    """An address on loopback that can be opened once, and can omit the content length."""

    def __init__(self, path: Path, *, with_length: bool) -> None:
        self.requests = 0
        content = path.read_bytes()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(handler) -> None:  # noqa: N805
                self.requests += 1
                handler.send_response(200 if self.requests == 1 else 403)
                if with_length:
                    handler.send_header("Content-Length", str(len(content)))
                handler.end_headers()
                if self.requests == 1:
                    handler.wfile.write(content)

            def log_message(handler, format: str, *args: object) -> None:  # noqa: N805
                """Keeps quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/video{path.suffix}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def links() -> Iterator[list[Link]]:
    made: list[Link] = []
    yield made
    for link in made:
        link.close()


@pytest.mark.parametrize(
    ("name", "options"),
    [("in.mp4", {"movflags": "faststart"}), ("in.mp4", {"movflags": "frag_keyframe+empty_moov"}), ("in.webm", {}),
     ("in.ts", {})],
)
def test_a_link_that_works_once_gives_pictures_and_sound(
    tmp_path: Path, links: list[Link], name: str, options: dict[str, str]
) -> None:
    video, sound = ("libvpx", "libopus") if name == "in.webm" else ("libx264", "aac")
    source = write_marked(tmp_path / name, Marked(video, (sound,), options=options))
    links.append(Link(source, with_length=True))
    run(links[0].url, tmp_path / "out.mp4")
    found = measured(tmp_path / "out.mp4")
    assert links[0].requests == 1
    assert found.frames == 50
    assert len(found.offsets_ms) == 2
    assert max(map(abs, found.offsets_ms)) <= 1000 / FPS


def test_live_sound_is_in_step(tmp_path: Path, links: list[Link]) -> None:
    """A stream without an end or a length, joined between two key frames."""
    whole = write_marked(tmp_path / "in.ts", Marked(key=20, marks=(0.6, 1.2))).read_bytes()
    (tmp_path / "live.ts").write_bytes(whole[len(whole) // 188 // 8 * 188 :])
    links.append(Link(tmp_path / "live.ts", with_length=False))
    run(links[0].url, tmp_path / "out.mp4", limit=20)
    found = measured(tmp_path / "out.mp4")
    assert links[0].requests == 1
    assert len(found.offsets_ms) == 1
    assert max(map(abs, found.offsets_ms)) <= 1000 / FPS


class _Pipe:
    """Not seekable, so that no muxer goes back to fill in the length."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, data: bytes) -> int:
        with self._path.open("ab") as file:
            return file.write(data)


def without_length(source: Path, *, cut: bool = False) -> Path:
    """A copy of the video as a browser or a killed recorder leaves it: nothing declares its length."""
    path = source.with_name(f"open{source.suffix}")
    kind = {".mkv": "matroska", ".webm": "webm"}[source.suffix]
    with av.open(str(source)) as given, av.open(_Pipe(path), "w", format=kind) as taken:
        streams = {track.index: taken.add_stream_from_template(track) for track in given.streams}
        for packet in given.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                taken.mux(packet)
    if cut:
        content = path.read_bytes()
        path.write_bytes(content[: len(content) * 2 // 3])
    return path


def marked(folder: Path, suffix: str) -> Path:
    video, sound = ("libvpx", "libopus") if suffix == ".webm" else ("libx264", "aac")
    return write_marked(folder / f"in{suffix}", Marked(video, (sound,)))


@pytest.mark.parametrize("suffix", [".webm", ".mkv"])
@pytest.mark.parametrize("cut", [False, True])
def test_a_file_that_does_not_say_how_long_it_is_has_an_end(tmp_path: Path, suffix: str, cut: bool) -> None:
    source = without_length(marked(tmp_path, suffix), cut=cut)
    info = probe_video(source)
    assert (info.seconds, info.frames, info.endless) == (0.0, None, False)
    run(source, tmp_path / "out.mp4")
    found = measured(tmp_path / "out.mp4")
    assert cut or found.frames == 50
    assert cut or found.sound_s == pytest.approx(2.0, abs=0.1)
    assert max(map(abs, found.offsets_ms)) <= 1000 / FPS


def test_an_interrupt_leaves_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever counts as endless would be finished, and taken for the whole."""
    source = without_length(marked(tmp_path, ".mkv"))

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.pipeline.render.render._write", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(source, tmp_path / "out.mp4")
    assert not [path.name for path in tmp_path.iterdir() if "out" in path.name]


def test_as_a_background_it_starts_again_at_its_end(tmp_path: Path) -> None:
    images = [image for image in shades(10) for _ in range(2)]
    source = without_length(write_video(tmp_path / "in.mkv", images))
    background = VideoBackground(source, wait=True)
    shown = [int(background.render(ROOM, None, time).mean()) for time in (0.01, 0.41, 0.81, 1.21)]
    background.close()
    assert abs(shown[0] - shown[2]) < 4
    assert abs(shown[1] - shown[3]) < 4
    assert shown[1] - shown[0] > 30
