"""Makes a video in every common container and codec, renders each, and measures the offset of sound and frames.

    python docs/containers.py [--only TEXT] [--keep DIR] [--markdown FILE]

Needs the ffmpeg program with its usual encoders. Each video lasts 4 s; at 1 s and at 3 s it is white for two frames
and a tone sounds. For each render, the table shows the number of frames, the seconds of sound, and how far each tone
is from its flash, in the input and in the output. The exit status is 1 if one is off by more than a frame, if a frame
or a twentieth of the sound is missing, or if something cannot be rendered.
"""
from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.errors import AppError  # noqa: E402
from app.pipeline.render.job import RenderJob  # noqa: E402
from app.pipeline.render.render import render  # noqa: E402
from app.settings import BackgroundSettings, CameraSettings, Settings  # noqa: E402
from tests.sync import FPS, Measured, measured  # noqa: E402

SECONDS = 4
MARKS = (1, 3)
SIZE = "160x120"
ON = "+".join(f"between(t,{mark}-0.001,{mark}+0.079)" for mark in MARKS)
PICTURES = f"color=c=0x606060:s={SIZE}:r={FPS}:d={SECONDS},drawbox=t=fill:c=white:enable='{ON}'"
SOUND = f"aevalsrc='0.6*sin(2*PI*1000*t)*({'+'.join(f'between(t,{m},{m}+0.1)' for m in MARKS)})':s=48000:d={SECONDS}"
X264 = "-c:v libx264 -preset veryfast -g 25"


@dataclass(frozen=True)
class Case:
    """name: of the file. options: ffmpeg's. output: what is made of it."""

    name: str
    options: str
    output: str = ".mp4"


CASES = (
    Case("h264_aac.mp4", f"{X264} -c:a aac"),
    Case("h264_mp3.mp4", f"{X264} -c:a libmp3lame"),
    Case("h264_ac3.mp4", f"{X264} -c:a ac3"),
    Case("h264_alac.mp4", f"{X264} -c:a alac"),
    Case("h264_opus.mp4", f"{X264} -c:a libopus -strict -2"),
    Case("h264_flac.mp4", f"{X264} -c:a flac -strict -2"),
    Case("h264_fragments.mp4", f"{X264} -c:a aac -movflags frag_keyframe+empty_moov"),
    Case("hevc_aac.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=error -c:a aac"),
    Case("av1_opus.mp4", "-c:v libaom-av1 -cpu-used 8 -row-mt 1 -c:a libopus -strict -2"),
    Case("mpeg4_aac.mp4", "-c:v mpeg4 -q:v 4 -bf 2 -c:a aac"),
    Case("prores_pcm.mov", "-c:v prores_ks -c:a pcm_s16le", ".mov"),
    Case("prores_pcm24.mov", "-c:v prores_ks -c:a pcm_s24le", ".mov"),
    Case("mjpeg_pcm.mov", "-c:v mjpeg -q:v 3 -c:a pcm_s16be", ".mkv"),
    Case("qtrle_mulaw.mov", "-c:v qtrle -c:a pcm_mulaw"),
    Case("h264_aac44.mov", f"{X264} -c:a aac -ar 44100"),
    Case("h264_aac.mkv", f"{X264} -c:a aac", ".mkv"),
    Case("hevc_eac3.mkv", "-c:v libx265 -preset ultrafast -x265-params log-level=error -c:a eac3", ".mkv"),
    Case("ffv1_flac.mkv", "-c:v ffv1 -c:a flac", ".mkv"),
    Case("h264_vorbis.mkv", f"{X264} -c:a libvorbis"),
    Case("h264_dts.mkv", f"{X264} -c:a dca -strict -2", ".mkv"),
    Case("h264_truehd.mkv", f"{X264} -c:a truehd -strict -2"),
    Case("h264_wavpack.mkv", f"{X264} -c:a wavpack"),
    Case("vp8_vorbis.webm", "-c:v libvpx -b:v 1M -c:a libvorbis", ".webm"),
    Case("vp9_opus.webm", "-c:v libvpx-vp9 -b:v 1M -cpu-used 8 -c:a libopus", ".webm"),
    Case("av1_opus.webm", "-c:v libaom-av1 -cpu-used 8 -row-mt 1 -c:a libopus"),
    Case("vp9_opus_live.webm", "-c:v libvpx-vp9 -b:v 1M -cpu-used 8 -c:a libopus -live 1"),
    Case("mpeg4_mp3.avi", "-c:v mpeg4 -q:v 4 -c:a libmp3lame"),
    Case("mpeg4_mp3_44.avi", "-c:v mpeg4 -q:v 4 -c:a libmp3lame -ar 44100"),
    Case("xvid_ac3.avi", "-c:v libxvid -q:v 4 -c:a ac3"),
    Case("mpeg4_b_mp2.avi", "-c:v mpeg4 -q:v 4 -bf 2 -c:a mp2"),
    Case("h264_b_ac3.avi", f"{X264} -bf 2 -c:a ac3"),
    Case("mjpeg_pcm.avi", "-c:v mjpeg -q:v 3 -c:a pcm_s16le", ".mov"),
    Case("msmpeg4_wma.avi", "-c:v msmpeg4v2 -q:v 4 -c:a wmav2"),
    Case("h264_aac.avi", f"{X264} -bf 0 -c:a aac"),
    Case("huffyuv_adpcm.avi", "-c:v huffyuv -c:a adpcm_ms"),
    Case("dv_pcm.avi", "-c:v dvvideo -s 720x576 -pix_fmt yuv420p -c:a pcm_s16le"),
    Case("h264_aac.ts", f"{X264} -c:a aac -f mpegts"),
    Case("hevc_ac3.ts", "-c:v libx265 -preset ultrafast -x265-params log-level=error -c:a ac3 -f mpegts"),
    Case("mpeg2_mp2.ts", "-c:v mpeg2video -q:v 4 -bf 2 -c:a mp2 -f mpegts"),
    Case("h264_aac.m2ts", f"{X264} -c:a ac3 -f mpegts -mpegts_m2ts_mode 1"),
    Case("mpeg1_mp2.mpg", "-c:v mpeg1video -q:v 4 -c:a mp2 -f mpeg"),
    Case("mpeg2_ac3.vob", "-c:v mpeg2video -q:v 4 -bf 2 -c:a ac3 -f vob"),
    Case("h264_aac.flv", f"{X264} -c:a aac"),
    Case("flv1_mp3.flv", "-c:v flv -q:v 4 -c:a libmp3lame -ar 44100"),
    Case("wmv2_wma2.wmv", "-c:v wmv2 -q:v 4 -c:a wmav2"),
    Case("wmv1_wma1.asf", "-c:v wmv1 -q:v 4 -c:a wmav1"),
    Case("theora_vorbis.ogv", "-c:v libtheora -q:v 8 -c:a libvorbis"),
    Case("theora_opus.ogv", "-c:v libtheora -q:v 8 -c:a libopus", ".webm"),
    Case("mpeg4_aac.3gp", "-c:v mpeg4 -q:v 4 -c:a aac -ac 1 -ar 16000"),
    Case("h263_aac.3gp", "-c:v h263 -s 176x144 -q:v 4 -c:a aac -ac 1 -ar 8000"),
    Case("mpeg2_pcm.mxf", "-c:v mpeg2video -q:v 2 -pix_fmt yuv422p -c:a pcm_s16le"),
    Case("dnxhd_pcm.mxf", "-c:v dnxhd -s 1280x720 -b:v 60M -pix_fmt yuv422p -c:a pcm_s16le", ".mov"),
    Case("rv10_ac3.rm", "-c:v rv10 -q:v 4 -s 176x144 -c:a ac3"),
    Case("ffv1_pcm.nut", "-c:v ffv1 -c:a pcm_s16le"),
    Case("animation.gif", "-an"),
    Case("raw.h264", f"{X264} -an"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only files with this in their name")
    parser.add_argument("--keep", type=Path, help="where the videos are made, and stay")
    parser.add_argument("--markdown", type=Path, help="write the table into this file")
    arguments = parser.parse_args()
    if shutil.which("ffmpeg") is None:
        parser.error("there is no ffmpeg program")
    chosen = [case for case in CASES if arguments.only in case.name]
    with ExitStack() as stack:
        folder = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        rows = list(_rows(chosen, folder))
    if arguments.markdown:
        arguments.markdown.write_text("\n".join([*HEAD, *(row for row, _ in rows)]) + "\n", encoding="utf-8")
    wrong = sum(not good for _, good in rows)
    print(f"{len(rows)} videos, {wrong} of them wrong")
    return 1 if wrong else 0


HEAD = (
    "| input | output | frames | sound, s | worst sync, in → out, ms | |",
    "|---|---|---|---|---|---|",
)


def _rows(cases: list[Case], folder: Path) -> Iterator[tuple[str, bool]]:
    print("\n".join(HEAD))
    for case in cases:
        row, good = _row(case, folder)
        print(row, flush=True)
        yield row, good


def _row(case: Case, folder: Path) -> tuple[str, bool]:
    source, target = folder / case.name, folder / f"{case.name}.out{case.output}"
    problem = _make(case, source)
    if problem:
        return f"| {case.name} | | | | | not made: {problem} |", False
    try:
        report = _render(source, target)
    except (AppError, OSError, ValueError) as error:
        return f"| {case.name} | {case.output} | | | | {error} |", False
    before, after = measured(source), measured(target)
    verdict = _verdict(case, before, after)
    sync = " → ".join("–" if one.worst_ms is None else f"{one.worst_ms:+.0f}" for one in (before, after))
    said = "; ".join((*([verdict] if verdict else []), *report))
    row = f"| {case.name} | {case.output} | {after.frames} | {after.sound_s:.2f} | {sync} | {said or 'right'} |"
    return row, not verdict


def _verdict(case: Case, before: Measured, after: Measured) -> str:
    """What is wrong with it, or ""."""
    if abs(after.frames - FPS * SECONDS) > 1:
        return f"{FPS * SECONDS - after.frames} frames are missing"
    if "-an" in case.options:
        return ""
    if after.sound_s < 0.95 * before.sound_s:
        return f"{before.sound_s - after.sound_s:.2f} s of sound are missing"
    if len(after.offsets_ms) != len(MARKS):
        return "a flash or a tone is missing"
    worst = after.worst_ms or 0.0
    return f"{worst:+.0f} ms out of sync" if abs(worst) > 1000 / FPS else ""


def _make(case: Case, target: Path) -> str:
    """Makes the video; returns why that failed, or ""."""
    sound = [] if "-an" in case.options else ["-f", "lavfi", "-i", SOUND]
    given = ["-f", "lavfi", "-i", PICTURES, *sound, "-pix_fmt", "yuv420p", *case.options.split()]
    command = ["ffmpeg", "-v", "error", "-y", *given, str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


class _Everything:
    """Keeps everything in the frame."""

    name = "everything"
    size = (32, 32)

    def alpha(self, _image: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.ones(self.size, np.float32)


def _render(source: Path, target: Path) -> tuple[str, ...]:
    settings = Settings(camera=CameraSettings(str(source)), background=BackgroundSettings("color", "#606060"))
    return render(RenderJob(target, settings), lambda _size: _Everything()).warnings


if __name__ == "__main__":
    sys.exit(main())
