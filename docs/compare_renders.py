"""Renders the same clips with two versions of the project and compares the results, pixel for pixel.

    python docs/compare_renders.py BEFORE [AFTER] [--limit N]

BEFORE and AFTER are folders with a checkout whose kernels are compiled, or commits, for which such a folder is made
and removed again; AFTER is this checkout unless it is named. The clips are the demo and two synthetic ones: one
of a small odd size, dim and grainy, and one that stands still and then cuts. They are rendered into PNG with every
bundled background, a colour, two strengths of blur and transparency, and once each into every kind of video. Clips and
backgrounds are BEFORE's, so that nothing but the code differs. The exit status is 1 if anything differs.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import av
import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
PLAIN = ("#204060", "blur", "blur:100", "transparent")
VIDEOS = (".mp4", ".mkv", ".webm", ".mov", ".gif")
SMALL, CUT = (427, 241), (640, 360)
NOISE_LEVELS = 4.0
TIMES = Fraction(1, 1000)
# One process renders everything for a version: its code, settings and caches are its own.
RUN = """
import json, sys
from app.cli import main
sys.exit(max(main(["render", *job]) for job in json.load(open(sys.argv[1]))))
"""

Image = NDArray[np.uint8]


class Render(NamedTuple):
    """name: of the output. clip, background: for the command line."""

    name: str
    clip: Path
    background: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after", nargs="?", default=str(ROOT))
    parser.add_argument("--limit", type=int, default=40, help="frames of each clip (40)")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        before, after = (stack.enter_context(_tree(name)) for name in (arguments.before, arguments.after))
        renders = list(_renders(before, _clips(before, work, arguments.limit)))
        trees = {"before": before, "after": after}
        both = [_start(tree, work / name, renders, arguments.limit) for name, tree in trees.items()]
        if sum(process.wait() for process in both):
            return 1
        return int(sum(_differs(render, work) for render in renders) > 0)


@contextmanager
def _tree(name: str) -> Iterator[Path]:
    """A folder with the version's code, its kernels compiled."""
    if Path(name).is_dir():
        yield Path(name).resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "-C", ROOT, "worktree", "add", "--quiet", "--detach", tree, name], check=True)
        try:
            build = [sys.executable, "setup.py", "--quiet", "build_ext", "--inplace"]
            subprocess.run(build, cwd=tree, check=True, stdout=subprocess.DEVNULL)
            yield tree
        finally:
            subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", tree], check=True)


def _clips(tree: Path, work: Path, limit: int) -> list[Path]:
    demo = tree / "assets" / "demo" / "demo.mp4"
    rng = np.random.default_rng(0)
    small = [_grainy(cv2.resize(i, SMALL, interpolation=cv2.INTER_AREA) // 3, rng) for i in _images(demo, limit)]
    first, *_, last = _images(demo, 90)
    scenes = [cv2.resize(image, CUT, interpolation=cv2.INTER_AREA) for image in (first, last[:, ::-1])]
    cut = [_grainy(scenes[2 * index // limit], rng) for index in range(limit)]
    return [demo, _written(work / "small.mkv", small), _written(work / "cut.mkv", cut)]


def _grainy(image: Any, rng: np.random.Generator) -> Image:
    grain = rng.standard_normal(image.shape, np.float32) * NOISE_LEVELS
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def _written(path: Path, images: list[Image]) -> Path:
    """Writes losslessly, with each frame slightly late or early."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = "bgr0"
        stream.codec_context.time_base = TIMES
        for index, image in enumerate(images):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="bgr24")
            frame.pts, frame.time_base = index * 40 + index % 3 * 7, TIMES
            container.mux(stream.encode(frame.reformat(format="bgr0")))
        container.mux(stream.encode(None))
    return path


def _renders(tree: Path, clips: list[Path]) -> Iterator[Render]:
    folder = tree / "assets" / "backgrounds"
    bundled = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    backgrounds = {entry["name"]: str(folder / entry["file"]) for entry in bundled}
    backgrounds |= {name.strip("#").replace(":", ""): name for name in PLAIN}
    for clip in clips:
        for name, background in backgrounds.items():
            yield Render(f"{clip.stem}-{name}.png", clip, background)
        for suffix in VIDEOS:
            yield Render(f"{clip.stem}{suffix}", clip, "blur")
        for suffix in (".webm", ".mov"):
            yield Render(f"{clip.stem}-transparent{suffix}", clip, "transparent")


def _start(tree: Path, out: Path, renders: list[Render], limit: int) -> subprocess.Popen[bytes]:
    """Renders the jobs, each into its own folder in out."""
    jobs = []
    for render in renders:
        target = out / render.name / render.name
        target.parent.mkdir(parents=True)
        jobs.append([str(render.clip), "-o", str(target), "--background", render.background, "--limit", str(limit)])
    environment = {"PATH": "/usr/bin:/bin", "BACKDROP_HOME": str(out / "home"), "PYTHONPATH": str(tree)}
    (out / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    print(f"{len(jobs)} renders by {tree}", file=sys.stderr)
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(out / "jobs.json")], cwd=tree, env=environment, stdout=subprocess.DEVNULL
    )


def _differs(render: Render, work: Path) -> bool:
    """Describes the difference in one line."""
    files = [sorted((work / version / render.name).iterdir()) for version in ("before", "after")]
    names = [[path.name for path in row] for row in files]
    count, worst, others = 0, 0, 0
    for one, other in zip_longest(*(_pictures(row) for row in files)):
        count += 1
        if one is None or other is None or one[0] != other[0] or one[1].shape != other[1].shape:
            others += 1
            continue
        levels = int(cv2.absdiff(one[1], other[1]).max())
        worst, others = max(worst, levels), others + bool(levels)
    same = names[0] == names[1] and not others and count > 0
    said = "the same" if same else f"{others} differ, by {worst} levels at most"
    print(f"{render.name}: {count} pictures, {said}")
    return not same


def _pictures(paths: list[Path]) -> Iterator[tuple[float | None, Image]]:
    """The time of each frame (None for a still picture), and its pixels with alpha."""
    for path in paths:
        if path.suffix == ".png":
            yield None, np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), np.uint8)
            continue
        with av.open(str(path)) as container:
            for frame in container.decode(video=0):
                yield frame.time, frame.to_ndarray(format="bgra")


def _images(path: Path, count: int) -> list[Image]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="bgr24") for frame in islice(container.decode(video=0), count)]


if __name__ == "__main__":
    sys.exit(main())
