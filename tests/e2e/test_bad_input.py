"""Every kind of bad input: one clear line, a hint, exit status 2, and nothing under the final name."""
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures

from app.cli import main
from app.paths import weights_folder
from tests.commandline import backdrop
from tests.media import plain, write_video


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], home: Path) -> Callable[..., str]:
    """Runs the command line; checks the form of the refusal, and returns its line."""

    def check(*arguments: object) -> str:
        before = sorted(home.rglob("*"))
        assert main([str(argument) for argument in arguments]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        lines = captured.err.splitlines()
        assert len(lines) == 1, captured.err
        assert lines[0].startswith("error: ")
        assert len(lines[0].split(". ")) >= 2, f"no hint: {lines[0]}"
        assert sorted(home.rglob("*")) == before
        return lines[0]

    return check


@pytest.fixture
def clip(home: Path) -> Path:
    return write_video(home / "in.mp4", [plain((0, 0, 255))] * 5)


def picture(path: Path, size: tuple[int, int] = (64, 48)) -> Path:
    noise = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    Pictures.fromarray(noise).save(path)
    return path


@pytest.mark.parametrize("name", ["none.mp4", "none.png", "folder/none.mp4", "", "."])
def test_a_missing_input(refused: Callable[..., str], name: str) -> None:
    refused("render", name, "-o", "out.mp4")


@pytest.mark.parametrize("name", ["in.mp4", "in.png", "in.jpg", "in.gif", "in.webm", "in"])
@pytest.mark.parametrize("content", [b"", b"this is neither a picture nor a video\n" * 20])
def test_an_empty_input_and_one_that_is_something_else(
    refused: Callable[..., str], home: Path, name: str, content: bytes
) -> None:
    (home / name).write_bytes(content)
    assert name in refused("render", name, "-o", "out.mp4")


@pytest.mark.parametrize("name", ["in.png", "in.jpg", "in.webp", "in.bmp"])
def test_a_truncated_picture(refused: Callable[..., str], home: Path, name: str) -> None:
    whole = picture(home / name).read_bytes()
    (home / name).write_bytes(whole[: len(whole) // 3])
    refused("render", name, "-o", "out.png")


def test_a_video_without_its_index(refused: Callable[..., str], clip: Path) -> None:
    clip.write_bytes(clip.read_bytes()[: clip.stat().st_size // 2])
    refused("render", clip, "-o", "out.mp4")


def test_a_huge_picture(refused: Callable[..., str], home: Path) -> None:
    """A decompression bomb: 30000×30000 px in a file of a hundred kilobytes."""
    Pictures.new("1", (30_000, 30_000)).save(home / "bomb.png")
    assert "too large" in refused("render", "bomb.png", "-o", "out.png")


def test_a_folder_as_input(refused: Callable[..., str], home: Path) -> None:
    (home / "folder.mp4").mkdir()
    (home / "folder.png").mkdir()
    refused("render", "folder.mp4", "-o", "out.mp4")
    refused("render", "folder.png", "-o", "out.mp4")


@pytest.mark.parametrize("camera", ["camera:99", "camera:no-such-camera@nowhere"])
def test_a_camera_that_is_not_there(refused: Callable[..., str], camera: str) -> None:
    refused("render", camera, "-o", "out.mp4", "--limit", "1")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x.mjpg", "rtsp://127.0.0.1:1/x", "nonsense://x"])
def test_an_address_where_nobody_answers(refused: Callable[..., str], url: str) -> None:
    refused("render", url, "-o", "out.mp4")


@pytest.mark.parametrize("output", ["out.xyz", "out", "out.mp4.bak", "no/folder/out.mp4"])
def test_an_output_that_cannot_be(refused: Callable[..., str], clip: Path, output: str) -> None:
    refused("render", clip, "-o", output)


def test_an_output_folder_that_cannot_be_written(refused: Callable[..., str], clip: Path, home: Path) -> None:
    (home / "file").write_text("")
    refused("render", clip, "-o", "file/out.mp4")
    if Path("/proc/self").is_dir():  # read-only for everybody, even root
        assert "Cannot write" in refused("render", clip, "-o", "/proc/self/out.mp4")


def test_an_output_that_is_the_input(refused: Callable[..., str], clip: Path) -> None:
    before = clip.read_bytes()
    assert "is the input" in refused("render", clip, "-o", clip)
    assert clip.read_bytes() == before


@pytest.mark.parametrize("output", ["out.mp4", "out.mkv", "out.gif"])
def test_transparency_where_there_is_none(refused: Callable[..., str], clip: Path, output: str) -> None:
    line = refused("render", clip, "-o", output, "--background", "transparent")
    assert ".webm" in line


@pytest.mark.parametrize(
    "background", ["none.png", "studio-gray", "#12345", "blur:200", "blur:much", "", "empty.jpg", "empty.mp4"]
)
def test_a_background_that_cannot_be(
    refused: Callable[..., str], clip: Path, home: Path, background: str
) -> None:
    (home / "empty.jpg").write_bytes(b"")
    (home / "empty.mp4").write_bytes(b"")
    refused("render", clip, "-o", "out.mp4", "--background", background)


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"\xff\xfe"])
def test_a_bad_preset(refused: Callable[..., str], clip: Path, home: Path, content: bytes | None) -> None:
    if content is not None:
        (home / "p.json").write_bytes(content)
    assert "p.json" in refused("render", clip, "-o", "out.mp4", "--preset", "p.json")


def test_a_preset_whose_background_is_gone(refused: Callable[..., str], clip: Path, home: Path) -> None:
    gone = {"background": {"kind": "picture", "value": "gone.png"}}
    (home / "p.json").write_text(json.dumps(gone))
    assert "gone.png" in refused("render", clip, "-o", "out.mp4", "--preset", "p.json")


def test_an_engine_that_does_not_exist(refused: Callable[..., str], clip: Path) -> None:
    assert "openvino" in refused("render", clip, "-o", "out.mp4", "--engine", "abacus")


@pytest.mark.parametrize("weights", [None, b"", b"no network"])
def test_bad_weights(
    refused: Callable[..., str], clip: Path, tmp_path: Path, weights: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinet_core.inference.segmenter.WEIGHTS", tmp_path)
    if weights is not None:
        for name in ("sinet.onnx", "sinet-wide.onnx"):
            (tmp_path / name).write_bytes(weights)
    refused("render", clip, "-o", "out.mp4")


def test_weights_of_another_network(
    refused: Callable[..., str], clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (weights_folder() / "sinet.onnx").read_bytes().replace(b"sinet-1", b"other-1")
    for name in ("sinet.onnx", "sinet-wide.onnx"):
        (tmp_path / name).write_bytes(other)
    monkeypatch.setattr("sinet_core.inference.segmenter.WEIGHTS", tmp_path)
    assert "other than SINet" in refused("render", clip, "-o", "out.mp4")


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5"])
def test_a_limit_that_is_not_a_count(refused: Callable[..., str], clip: Path, limit: str) -> None:
    refused("render", clip, "-o", "out.mp4", "--limit", limit)


@pytest.mark.parametrize(
    "arguments",
    [["frobnicate"], ["render"], ["render", "demo"], ["doctor", "--verbose"], ["bench", "--soak", "-1"],
     ["bench", "--rounds", "0"], ["bench", "--peers", "no-such-folder"], ["bench", "--markdown", "no/x.md"]],
)  # fmt: skip
def test_a_command_line_that_means_nothing(refused: Callable[..., str], arguments: list[str]) -> None:
    refused(*arguments)


def test_in_a_process_of_its_own(home: Path) -> None:
    """The same through main.py: status, one line on stderr, nothing on stdout, the cause in the log."""
    (home / "in.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    result = backdrop("render", "in.png", "-o", "out.png", "--json", cwd=home)
    assert (result.status, result.out) == (2, "")
    assert result.error == result.err.strip()
    assert not (home / "out.png").exists()


UNUSUAL = ["animated.webp", "cmyk.jpg", "16bit.png", "alpha.png", "palette.png", "turned.jpg"]


@pytest.mark.parametrize("kind", UNUSUAL)
def test_unusual_pictures_are_fine(home: Path, kind: str) -> None:
    """As input and as background at once."""
    noise = np.random.default_rng(0).integers(0, 255, (48, 64, 4), dtype=np.uint8)
    pictures: dict[str, Callable[[], Pictures.Image]] = {
        "cmyk.jpg": lambda: Pictures.fromarray(noise, "CMYK"),
        "16bit.png": lambda: Pictures.fromarray(noise[:, :, 0].astype(np.uint16) * 257),
        "alpha.png": lambda: Pictures.fromarray(noise, "RGBA"),
        "palette.png": lambda: Pictures.fromarray(noise[:, :, :3]).quantize(16),
    }
    if kind == "animated.webp":
        stills = [Pictures.fromarray(np.roll(noise[:, :, :3], i * 9, axis=1)) for i in range(4)]
        stills[0].save(home / kind, save_all=True, append_images=stills[1:])
    elif kind == "turned.jpg":
        exif = Pictures.Exif()
        exif[0x0112] = 6
        Pictures.fromarray(noise[:, :, :3]).save(home / kind, exif=exif)
    else:
        pictures[kind]().save(home / kind)
    assert main(["render", kind, "-o", "out.png", "--background", kind, "--limit", "1"]) == 0
    size = (48, 64) if kind == "turned.jpg" else (64, 48)
    with Pictures.open(home / "out.png") as out:
        assert (out.size, out.mode) == (size, "RGB")
