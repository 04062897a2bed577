"""Make the demo clip and its truth: `python demo_clip.py --room FILE --arm DIR`.

FILE is the render named demo-room.png, DIR what render_arm.py wrote. A person in front of a plain room as a webcam sees
her: she sways, nods and blinks, raises a hand and waves, the exposure drifts, the sensor is noisy, the picture is a
little soft. The clip loops.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from film import Image, vignette
from gesture import FPS, FRAMES
from limb import limb, shadow
from motion import HEIGHT, WIDTH, Float, maps, take, wave
from portrait import Alpha, cut_out

DEMO = Path(__file__).resolve().parents[1] / "demo"
CRF = "20.5"
WARMER = np.array((0.90, 0.94, 0.972), np.float32)  # BGR


def room_picture(path: Path) -> Float:
    """The render at clip size with a margin, so that the camera may tremble."""
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    scale = 257.0 if picture.dtype == np.uint16 else 1.0
    return cv2.resize(picture.astype(np.float32) / scale, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


def lit_like_the_room(colours: Image, room: Float) -> Float:
    """Studio flash to room light: a touch darker and warmer, with the room's tint and a soft shade to her right."""
    tint = cv2.blur(room, (201, 201)).mean(axis=(0, 1))
    tint = tint / tint.mean()
    shade = np.linspace(0.95, 1.03, colours.shape[1], dtype=np.float32)[None, :, None]
    return colours.astype(np.float32) * WARMER * (0.72 + 0.28 * tint) * shade


@dataclass(frozen=True)
class Scene:
    """The person's colours and alpha, the room behind her, and the folder of her arm's pictures."""

    person: Float
    alpha: Alpha
    room: Float
    arms: Path


def open_scene(room: Path, arms: Path) -> Scene:
    behind = room_picture(room)
    colours, alpha = cut_out()
    return Scene(lit_like_the_room(colours, behind), alpha, behind, arms)


def compose(scene: Scene, frame: int) -> tuple[Float, Float]:
    """One frame in linear-ish light before the sensor, and its matte."""
    place = maps(frame / FRAMES)
    matte = np.clip(take(scene.alpha, place), 0, 1)
    matte = cv2.GaussianBlur(matte, (0, 0), 0.8)[..., None]
    colours = take(scene.person, place)
    arm = limb(scene.arms, frame)
    if arm is None:
        return colours * matte + scene.room * (1 - matte), matte
    left = np.s_[:, : arm.shape[1]]
    colours[left] *= shadow(arm[..., 3])
    light = colours * matte + scene.room * (1 - matte)
    cover = arm[..., 3:]
    light[left] = arm[..., :3] + light[left] * (1 - cover)
    matte[left] = cover + matte[left] * (1 - cover)
    return light, matte


def sensor(light: Float, time: float, rng: np.random.Generator, corners: Float) -> Image:
    """Exposure drift, lens fall-off, the in-camera sharpening of webcams, and noise that is stronger in the shade."""
    exposed = light * corners * (1 + wave(time, (0.014, 1, 0.5), (0.006, 4, 1.2)))
    sharp = exposed + 0.45 * (exposed - cv2.GaussianBlur(exposed, (0, 0), 1.6))
    noise = cv2.GaussianBlur(rng.standard_normal(light.shape).astype(np.float32), (0, 0), 0.7)
    noise *= 3.2 * (1.25 - 0.7 * np.clip(sharp, 0, 255) / 255)
    return np.clip(sharp + noise + 0.5, 0, 255).astype(np.uint8)


def shoot(scene: Scene, frame: int) -> tuple[Image, Float]:
    """One frame as the webcam delivers it, and its matte."""
    light, matte = compose(scene, frame)
    corners = vignette((HEIGHT, WIDTH), 0.12)
    return sensor(light, frame / FRAMES, np.random.default_rng((1, frame)), corners), matte


def write_clip(images: Iterable[Image], path: Path) -> None:
    """Encode the loop."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        options = {"crf": CRF, "preset": "slow", "tune": "film", "g": "60"}
        stream = container.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number, image in enumerate(images):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--room", type=Path, required=True)
    parser.add_argument("--arm", type=Path, required=True)
    options = parser.parse_args()
    DEMO.mkdir(exist_ok=True)
    scene = open_scene(options.room, options.arm)
    write_clip((shoot(scene, frame)[0] for frame in range(FRAMES)), DEMO / "demo.mp4")
    truth = np.round(shoot(scene, 0)[1][..., 0] * 255).astype(np.uint8)
    cv2.imwrite(str(DEMO / "demo_truth.png"), truth, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()
