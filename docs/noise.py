"""Measures how much fan noise is removed from speech, and at what cost: python docs/noise.py [--peers].

espeak-ng makes the speech, and this script the noises: a laptop's fan, air from a vent, hiss. It prints SI-SDR before
and after (how much of the sound is speech, dB), STOI if pystoi is installed (intelligibility, 0..1), how much quieter
the pauses are, and the processor time as a share of one core. --peers also measures RNNoise, if pyrnnoise is
installed.
"""
from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import av
import numpy as np
from numpy.typing import NDArray

from app.pipeline.sound.chunk import RATE, Chunk
from app.pipeline.sound.noise import NoiseReducer

TEXT = (
    "Good morning everybody. Today I will show you how the new camera works, and why the picture behind me is not "
    "my room. The quick brown fox jumps over the lazy dog, while seven wizards quietly judge the box of liquid. "
    "Please write your questions into the chat."
)
SPEECH_DB = -20.0
PIECE = RATE // 50
LEAD_S = 4.0  # before the speech, so that the meter has listened for this long
Wave = NDArray[np.float64]


def main() -> int:
    """Prints a row for each noise and ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true")
    ways: dict[str, Callable[[Wave], Wave]] = {"backdrop": reduced}
    if parser.parse_args().peers:
        ways["rnnoise"] = by_rnnoise
    speech = spoken()
    print(f"{'noise':6} {'in dB':>6} {'way':9} {'SI-SDR':>14} {'STOI':>14} {'pauses dB':>10} {'core':>6}")
    for name, noise in NOISES.items():
        for ratio in (20, 15, 10, 5):
            mixed = speech + noise(len(speech)) * 10 ** ((SPEECH_DB - ratio) / 20)
            for way, work in ways.items():
                report(name, ratio, way, speech, mixed, work)
    for way, work in ways.items():
        report("none", 99, way, speech, speech + 1e-5 * air(len(speech)), work)
    return 0


def report(name: str, ratio: int, way: str, speech: Wave, mixed: Wave, work: Callable[[Wave], Wave]) -> None:
    begun = time.process_time()
    heard = work(mixed)
    cost = (time.process_time() - begun) / (len(mixed) / RATE)
    shift = late(speech, heard)
    heard = heard[max(0, shift) :]
    count = min(len(heard), len(speech))
    pause = slice(int((LEAD_S - 1.2) * RATE), int((LEAD_S - 0.2) * RATE))
    quiet = 20 * np.log10(heard[pause].std() / mixed[pause].std())
    talk = slice(int(LEAD_S * RATE), count)
    ratios = f"{sdr(speech[talk], mixed[talk]):6.1f} > {sdr(speech[talk], heard[talk]):5.1f}"
    clear = f"{stoi(speech[talk], mixed[talk])} > {stoi(speech[talk], heard[talk])}"
    print(f"{name:6} {ratio:6} {way:9} {ratios:>14} {clear:>14} {quiet:10.1f} {cost:6.1%}", flush=True)


def reduced(wave: Wave) -> Wave:
    """As in a recording, with the samples at their times."""
    reducer, result = NoiseReducer(), np.zeros(len(wave) + RATE)
    for start in range(0, len(wave) - PIECE + 1, PIECE):
        chunk = reducer.reduce(Chunk(wave[None, start : start + PIECE].astype(np.float32), start / RATE))
        place = round(chunk.time * RATE)
        samples = chunk.samples[0][max(0, -place) :]
        result[max(0, place) : max(0, place) + len(samples)] = samples
    return result[: len(wave)]


def by_rnnoise(wave: Wave) -> Wave:
    from pyrnnoise import rnnoise

    state, pieces = rnnoise.create(), []
    for start in range(0, len(wave) - 479, 480):
        whole = np.clip(wave[start : start + 480] * 32767, -32768, 32767).astype(np.int16)
        pieces.append(np.asarray(rnnoise.process_mono_frame(state, whole)[0], np.float64).ravel() / 32768)
    return np.concatenate(pieces)


def spoken() -> Wave:
    """LEAD_S of silence, then TEXT at SPEECH_DB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "speech.wav")
        subprocess.run(["espeak-ng", "-v", "en", "-s", "150", "-w", str(path), TEXT], check=True)
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        with av.open(str(path)) as container:
            frames: list[Any] = [*container.decode(audio=0), None]
            pieces = [piece.to_ndarray()[0] for frame in frames for piece in resampler.resample(frame)]
    wave = np.concatenate(pieces).astype(np.float64)
    return np.concatenate([np.zeros(int(LEAD_S * RATE)), wave * 10 ** (SPEECH_DB / 20) / wave.std()])


def coloured(count: int, shape: Callable[[Wave], Wave]) -> Wave:
    """Noise with the given loudness by frequency, normalised to loudness 1."""
    spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(count))
    wave = np.fft.irfft(spectrum * shape(np.fft.rfftfreq(count, 1 / RATE)), count)
    return np.asarray(wave / wave.std())


def fan(count: int) -> Wave:
    """Air, and the passing blades: 118 of them per second."""
    wave = coloured(count, lambda hertz: 1 / np.sqrt(1 + (hertz / 300) ** 2) / (1 + (hertz / 4000) ** 2) ** 0.5)
    times = np.arange(count) / RATE
    for harmonic, loudness in ((1, 0.5), (2, 0.3), (3, 0.2), (6, 0.1)):
        wave = wave + loudness * np.sin(2 * np.pi * 118 * harmonic * times + harmonic)
    wave = wave * (1 + 0.1 * np.sin(2 * np.pi * 1.3 * times))
    return np.asarray(wave / wave.std())


def air(count: int) -> Wave:
    return coloured(count, lambda hertz: 1 / np.sqrt(np.maximum(hertz, 40)))


def hiss(count: int) -> Wave:
    return coloured(count, np.ones_like)


NOISES: dict[str, Callable[[int], Wave]] = {"fan": fan, "air": air, "hiss": hiss}


def sdr(speech: Wave, heard: Wave) -> float:
    """The scale-invariant ratio of speech to everything else, dB."""
    heard = heard[: len(speech)]
    target = speech * (speech @ heard) / (speech @ speech)
    return float(10 * np.log10((target @ target) / ((heard - target) @ (heard - target))))


def stoi(speech: Wave, heard: Wave) -> str:
    try:
        from pystoi import stoi as measure
    except ImportError:
        return "?"
    return f"{measure(speech, heard[: len(speech)], RATE):.3f}"


def late(speech: Wave, heard: Wave) -> int:
    """By how many samples heard is late."""
    size = 1 << (len(speech) + len(heard)).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(speech, size)), size)
    place = int(np.argmax(likeness))
    return place - size if place > size // 2 else place


if __name__ == "__main__":
    sys.exit(main())
