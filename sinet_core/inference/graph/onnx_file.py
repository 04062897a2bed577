"""Reads the subset of ONNX that our export uses, without the package onnx (the app has neither it nor protobuf).

The wire format: https://protobuf.dev/programming-guides/encoding; the fields' numbers: onnx.proto of ONNX 1.x.
"""
from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Constant = NDArray[Any]
Fields = dict[int, list[Any]]

TYPES: dict[int, np.dtype[Any]] = {
    1: np.dtype("<f4"), 2: np.dtype("u1"), 3: np.dtype("i1"), 6: np.dtype("<i4"), 7: np.dtype("<i8")
}  # fmt: skip
VARINT, EIGHT_BYTES, BYTES, FOUR_BYTES = 0, 1, 2, 5


@dataclass(frozen=True)
class Node:
    """An operation. attributes: int, float, bytes, list of int, or an array."""

    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: dict[str, Any]


@dataclass(frozen=True)
class Graph:
    """A network: its operations in executable order.

    Attributes:
        constants: weights by name.
        inputs, outputs: names.
        metadata: the file's own key-value pairs.
    """

    nodes: tuple[Node, ...]
    constants: dict[str, Constant]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    metadata: dict[str, str]


def read_graph(content: bytes) -> Graph:
    """Parses a file. Raises ValueError if it is damaged, not ONNX, or uses types that our export does not."""
    try:
        return _graph(content)
    except (IndexError, KeyError, struct.error, UnicodeDecodeError, TypeError, OverflowError) as error:
        raise ValueError(f"not an ONNX file, or a damaged one ({type(error).__name__}: {error})") from error


def _graph(content: bytes) -> Graph:
    model = _fields(content)
    graph = _fields(model[7][0])
    constants = dict(_tensor(data) for data in graph.get(5, []))
    names = ([_text(_fields(data)[1][0]) for data in graph.get(field, [])] for field in (11, 12))
    inputs, outputs = (tuple(name for name in part if name not in constants) for part in names)
    entries = (_fields(data) for data in model.get(14, []))
    metadata = {_text(entry[1][0]): _text(entry[2][0]) for entry in entries}
    return Graph(tuple(_node(data) for data in graph.get(1, [])), constants, inputs, outputs, metadata)


def _node(data: bytes) -> Node:
    fields = _fields(data)
    inputs, outputs = (tuple(_text(name) for name in fields.get(field, [])) for field in (1, 2))
    return Node(_text(fields[4][0]), inputs, outputs, dict(_attribute(part) for part in fields.get(5, [])))


def _attribute(data: bytes) -> tuple[str, Any]:
    fields = _fields(data)
    name = _text(fields[1][0])
    if 8 in fields:
        return name, _integers(fields[8])
    if 5 in fields:
        return name, _tensor(fields[5][0])[1]
    if 4 in fields:
        return name, fields[4][0]
    if 2 in fields:
        return name, struct.unpack("<f", fields[2][0])[0]
    return name, _signed(fields.get(3, [0])[0])


def _tensor(data: bytes) -> tuple[str, Constant]:
    fields = _fields(data)
    dtype, shape = TYPES[fields[2][0]], _integers(fields.get(1, []))
    if 9 in fields:
        flat = np.frombuffer(fields[9][0], dtype)
    elif 4 in fields:
        flat = np.frombuffer(b"".join(fields[4]), "<f4")
    else:
        flat = np.array(_integers(fields.get(7, fields.get(5, []))), dtype)
    return _text(fields.get(8, [b""])[0]), flat.reshape(shape)


def _fields(data: bytes) -> Fields:
    found: Fields = {}
    for number, value in _split(data):
        found.setdefault(number, []).append(value)
    return found


def _split(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        if wire == VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if wire == BYTES:
            length, at = _varint(data, at)
        elif wire in (EIGHT_BYTES, FOUR_BYTES):
            length = 8 if wire == EIGHT_BYTES else 4
        else:
            raise TypeError(f"wire type {wire}")
        if at + length > len(data):
            raise IndexError("it ends too early")
        yield key >> 3, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise OverflowError("a number of more than 64 bits")


def _integers(values: list[Any]) -> list[int]:
    """Reads numbers stored one by one or packed into bytes."""
    found: list[int] = []
    for value in values:
        if isinstance(value, int):
            found.append(_signed(value))
            continue
        at = 0
        while at < len(value):
            number, at = _varint(value, at)
            found.append(_signed(number))
    return found


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _text(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError("a number where a name should be")
    return value.decode()
