"""Ours with the motion gate, as the window runs it: while nothing moves the last alpha is kept."""
from __future__ import annotations

from typing import NamedTuple

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.recipes.backdrop import Backdrop
from sinet_core.benchmark.recipes.networks import Networks
from sinet_core.matting.motion_gate import GateState, detect_motion
from sinet_core.matting.smoothing import MatteState

FPS = 30.0


class GatedState(NamedTuple):
    """frames: count so far. alpha: the latest. gate, matte: states of the motion gate and the matte."""

    frames: int
    gate: GateState
    refined: MatteState
    alpha: Alpha


class GatedBackdrop:
    """See the module."""

    name = "backdrop-gated"

    def __init__(self, own: Backdrop) -> None:
        self._own = own
        self.about = f"{own.about}; rests while nothing moves"

    def step(self, frame: Image, state: GatedState | None) -> tuple[Alpha, GatedState]:
        frames = state.frames + 1 if state else 0
        verdict, gate = detect_motion(frame, frames / FPS, state.gate if state else None)
        if state is not None and verdict == "still":
            return state.alpha, state._replace(frames=frames, gate=gate)
        alpha, refined = self._own.step(frame, state.refined if state else None)
        return alpha, GatedState(frames, gate, refined, alpha)


def open_recipe(networks: Networks) -> GatedBackdrop:
    return GatedBackdrop(Backdrop(networks.own()))
