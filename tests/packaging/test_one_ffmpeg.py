from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
PYAV = ("libavcodec-5e6b81c2.so.62.28.102", "libavutil-5809ad29.so.60.26.102", "libx264-d6533a8d.so.165")
OPENCV = ("libavcodec-c4204469.so.62.28.101", "libavutil-befbbc48.so.60.26.101", "libavif-43e630fc.so.16.4.2",
          "libssl-81259c47.so.1.1.1k", "libcrypto-5409cd36.so.1.1.1k", "libvpx-4fb239ff.so.11.0.1")


@pytest.fixture
def one_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    return import_module("one_ffmpeg")


def collected(opencv: tuple[str, ...] = OPENCV, pyav: tuple[str, ...] = PYAV) -> list[tuple[str, str, str]]:
    """As PyInstaller collects them: each library, and a link to it in the top folder."""
    paths = [f"opencv_python_headless.libs/{name}" for name in opencv] + [f"av.libs/{name}" for name in pyav]
    return [(path, f"/site-packages/{path}", "BINARY") for path in paths] + [
        (Path(path).name, path, "SYMLINK") for path in paths
    ]


def test_opencv_is_linked_to_the_ffmpeg_of_pyav(one_ffmpeg: ModuleType) -> None:
    shared = {name: (source, kind) for name, source, kind in one_ffmpeg.share_ffmpeg(collected())}
    folder = "opencv_python_headless.libs"
    assert shared[f"{folder}/{OPENCV[0]}"] == (f"../av.libs/{PYAV[0]}", "SYMLINK")
    assert shared[f"{folder}/{OPENCV[1]}"] == (f"../av.libs/{PYAV[1]}", "SYMLINK")
    assert shared[f"{folder}/{OPENCV[2]}"][1] == "BINARY"
    assert {f"av.libs/{name}" for name in PYAV} <= set(shared)


def test_openssl_stays_out_and_nothing_points_to_it(one_ffmpeg: ModuleType) -> None:
    shared = one_ffmpeg.share_ffmpeg(collected())
    assert not [entry for entry in shared if "libssl" in entry[0] + entry[1] or "libcrypto" in entry[0] + entry[1]]


@pytest.mark.parametrize("pyav", [
    ("libavcodec-5e6b81c2.so.63.0.100", "libavutil-5809ad29.so.60.26.102"),  # another major version
    ("libavcodec-5e6b81c2.so.62.27.102", "libavutil-5809ad29.so.60.26.102"),  # older
    ("libavcodec-5e6b81c2.so.62.28.102",),  # a part is missing
])
def test_what_does_not_fit_stays_as_it_is(one_ffmpeg: ModuleType, pyav: tuple[str, ...]) -> None:
    entries = collected(pyav=pyav)
    assert one_ffmpeg.share_ffmpeg(entries) == entries


def test_other_systems_have_nothing_to_share(one_ffmpeg: ModuleType) -> None:
    entries = [("cv2/opencv_videoio_ffmpeg500_64.dll", "/x.dll", "BINARY")]
    assert one_ffmpeg.share_ffmpeg(entries) == entries
