"""The bundled media are complete: the index names real files in the right size, the clip plays, icons can be tinted."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

Floats = NDArray[np.float32]

ASSETS = Path(__file__).resolve().parents[2] / "assets"
BACKGROUNDS = ASSETS / "backgrounds"
INDEX = json.loads((BACKGROUNDS / "index.json").read_text(encoding="utf-8"))
LINE_ICONS = sorted(path for path in (ASSETS / "icons").glob("*.svg") if path.stem != "backdrop")
SVG = "{http://www.w3.org/2000/svg}"


def video_frames(path: Path) -> tuple[int, tuple[int, int], float]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        count = sum(1 for _ in container.decode(stream))
        return count, (stream.width, stream.height), float(stream.average_rate or 0)


def test_the_index_lists_every_file_once_and_nothing_else() -> None:
    listed = [entry["file"] for entry in INDEX]
    there = {path.name for path in BACKGROUNDS.iterdir() if path.suffix != ".json"}
    assert len(set(listed)) == len(listed)
    assert set(listed) == there


@pytest.mark.parametrize("entry", INDEX, ids=lambda entry: entry["name"])
def test_a_background_has_a_name_to_type_and_a_title_to_read(entry: dict[str, str]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry["name"])
    assert entry["name"] == Path(entry["file"]).stem
    assert entry["title"]
    assert entry["title"][0].isupper()


@pytest.mark.parametrize("entry", [e for e in INDEX if e["file"].endswith(".jpg")], ids=lambda entry: entry["name"])
def test_a_picture_is_full_hd(entry: dict[str, str]) -> None:
    picture = cv2.imread(str(BACKGROUNDS / entry["file"]))
    assert picture is not None
    assert picture.shape == (1080, 1920, 3)


def test_the_moving_background_loops_for_some_seconds() -> None:
    (entry,) = [e for e in INDEX if e["file"].endswith(".mp4")]
    count, size, rate = video_frames(BACKGROUNDS / entry["file"])
    assert size == (1280, 720)
    assert 6 <= count / rate <= 8


def test_the_demo_clip_plays() -> None:
    assert video_frames(ASSETS / "demo" / "demo.mp4") == (270, (1280, 720), 30.0)


def test_the_truth_of_the_demo_clip_is_a_matte_with_a_person_in_the_middle() -> None:
    truth = cv2.imread(str(ASSETS / "demo" / "demo_truth.png"), cv2.IMREAD_UNCHANGED)
    assert truth is not None
    assert truth.shape == (720, 1280)
    assert truth.dtype == np.uint8
    assert 0.2 < np.mean(truth > 127) < 0.5
    assert truth[200, 640] == 255
    assert truth[:, :100].max() == 0
    assert truth[:, -100:].max() == 0


def test_the_demo_clip_ends_as_it_begins() -> None:
    images = demo_images()
    steps = [np.abs(a - b).mean() for a, b in pairwise(images)]
    assert np.abs(images[0] - images[-1]).mean() <= max(steps)


def test_in_the_demo_clip_a_hand_is_raised_and_lowered_again() -> None:
    """Beside her head, where there is otherwise only a pale wall, skin appears and disappears."""
    skin = [warm(image[25:90, 10:80]) for image in demo_images()]
    assert max(skin[:60]) < 0.01
    assert min(skin[100:160]) > 0.1
    assert max(skin[200:]) < 0.01


def warm(image: Floats) -> float:
    """The share of pixels that are much redder than blue."""
    return float((image[..., 2] - image[..., 0] > 25).mean())


@cache
def demo_images() -> list[Floats]:
    """The whole clip, at a quarter of its width."""
    with av.open(str(ASSETS / "demo" / "demo.mp4")) as container:
        return [
            cv2.resize(frame.to_ndarray(format="bgr24"), (320, 180), interpolation=cv2.INTER_AREA).astype(np.float32)
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize("path", LINE_ICONS, ids=lambda path: path.stem)
def test_an_icon_is_a_line_drawing_that_takes_the_text_colour(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert root.get("fill") == "none"
    assert list(root)


def test_the_icon_set_is_there() -> None:
    assert len(LINE_ICONS) >= 31
    assert all((ASSETS / "icons" / f"backdrop{end}").exists() for end in (".svg", ".png", "-512.png", ".ico", ".icns"))


def test_assets_stay_small() -> None:
    assert sum(path.stat().st_size for path in ASSETS.rglob("*") if path.is_file()) < 12_000_000
