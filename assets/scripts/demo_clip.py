"""Make the demo clip and its truth: `python demo_clip.py --room FILE`, with the render named demo-room.png.

A person in front of an ordinary room as a webcam sees her: she sways, nods and blinks, the exposure drifts, the sensor
is noisy, the picture is a little soft. The clip loops.
"""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from film import Image, vignette
from motion import HEIGHT, WIDTH, Float, maps, take, wave
from portrait import Alpha, cut_out

DEMO = Path(__file__).resolve().parents[1] / "demo"
FPS, SECONDS = 30, 9
CRF = "20.5"


def room_picture(path: Path) -> Float:
    """The render at clip size with a margin, so that the camera may tremble."""
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    scale = 257.0 if picture.dtype == np.uint16 else 1.0
    return cv2.resize(picture.astype(np.float32) / scale, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


def lit_like_the_room(colours: Image, room: Float) -> Float:
    """Studio flash to room light: a touch darker and towards the room's tint, with a soft shade to her right."""
    tint = cv2.blur(room, (201, 201)).mean(axis=(0, 1))
    tint = tint / tint.mean()
    shade = np.linspace(0.95, 1.03, colours.shape[1], dtype=np.float32)[None, :, None]
    return colours.astype(np.float32) * 0.94 * (0.72 + 0.28 * tint) * shade


def compose(person: Float, alpha: Alpha, room: Float, time: float) -> tuple[Float, Float]:
    """One frame in linear-ish light before the sensor, and its matte."""
    place = maps(time)
    matte = np.clip(take(alpha, place), 0, 1)
    matte = cv2.GaussianBlur(matte, (0, 0), 0.8)[..., None]
    return take(person, place) * matte + room * (1 - matte), matte


def sensor(light: Float, time: float, rng: np.random.Generator, corners: Float) -> Image:
    """Exposure drift, lens fall-off, the in-camera sharpening of webcams, and noise that is stronger in the shade."""
    exposed = light * corners * (1 + wave(time, (0.014, 1, 0.5), (0.006, 4, 1.2)))
    sharp = exposed + 0.45 * (exposed - cv2.GaussianBlur(exposed, (0, 0), 1.6))
    noise = cv2.GaussianBlur(rng.standard_normal(light.shape).astype(np.float32), (0, 0), 0.7)
    noise *= 3.2 * (1.25 - 0.7 * np.clip(sharp, 0, 255) / 255)
    return np.clip(sharp + noise + 0.5, 0, 255).astype(np.uint8)


def write_clip(room: Float, path: Path) -> Float:
    """Encode the loop; return the matte of frame 0."""
    colours, alpha = cut_out()
    person = lit_like_the_room(colours, room)
    corners = vignette((HEIGHT, WIDTH), 0.12)
    rng = np.random.default_rng(1)
    truth = None
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        options = {"crf": CRF, "preset": "slow", "tune": "film", "g": "60"}
        stream = container.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for i in range(FPS * SECONDS):
            time = i / (FPS * SECONDS)
            light, matte = compose(person, alpha, room, time)
            truth = matte if truth is None else truth
            frame = av.VideoFrame.from_ndarray(sensor(light, time, rng, corners), format="bgr24")
            frame.pts, frame.time_base = i, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    assert truth is not None
    return truth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--room", type=Path, required=True)
    options = parser.parse_args()
    DEMO.mkdir(exist_ok=True)
    truth = write_clip(room_picture(options.room), DEMO / "demo.mp4")
    cv2.imwrite(
        str(DEMO / "demo_truth.png"),
        np.round(truth[..., 0] * 255).astype(np.uint8),
        [cv2.IMWRITE_PNG_COMPRESSION, 9],
    )


if __name__ == "__main__":
    main()
