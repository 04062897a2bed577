"""Turns each operation of our ONNX export into layers. Nothing is assumed beyond what the graph says."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sinet_core.inference.graph.draft import Draft, Picture, UnsupportedError
from sinet_core.inference.graph.folding import bounds
from sinet_core.inference.graph.last_layer import pad
from sinet_core.inference.graph.layers import Kind, Layer, contiguous, groups_of, packed, packed_stem
from sinet_core.inference.graph.onnx_file import Constant, Node

DEPTHWISE = ((3, 1), (5, 1), (3, 2))  # kernel, stride


def shape(draft: Draft, node: Node) -> None:
    feature = draft.features[node.inputs[0]]
    sides = np.array([1, feature.channels, feature.height, feature.width], np.int64)
    draft.constants[node.outputs[0]] = sides[node.attributes.get("start", 0) : node.attributes.get("end", 4)]


def transpose(draft: Draft, node: Node) -> None:
    if node.attributes["perm"] != [0, 3, 1, 2]:
        raise UnsupportedError("a transposition")
    cast(draft, node)


def cast(draft: Draft, node: Node) -> None:
    draft.pictures[node.outputs[0]] = draft.pictures[node.inputs[0]]


def subtract(draft: Draft, node: Node) -> None:
    picture = draft.pictures.get(node.inputs[0])
    if picture is None:
        pair(draft, node, Kind.SUBTRACT)
        return
    offset = picture.offset - draft.constants[node.inputs[1]].reshape(3)
    draft.pictures[node.outputs[0]] = replace(picture, offset=offset)


def multiply(draft: Draft, node: Node) -> None:
    first, second = node.inputs
    if first in draft.pictures:
        picture, factor = draft.pictures[first], draft.constants[second].reshape(3)
        draft.pictures[node.outputs[0]] = Picture(picture.scale * factor, picture.offset * factor)
        return
    a, b = draft.features[first], draft.features[second]
    if b.plane == 1 and b.channels == a.channels:  # squeeze and excite: one factor per channel
        draft.emit(Layer(Kind.COPY, a, scale=b, shift=np.zeros(a.channels, np.float32)), node.outputs[0])
        return
    pair(draft, node, Kind.MULTIPLY)


def add(draft: Draft, node: Node) -> None:
    pair(draft, node, Kind.ADD)


def pair(draft: Draft, node: Node, kind: Kind) -> None:
    a, b = (draft.features[name] for name in node.inputs)
    if (a.height, a.width) != (b.height, b.width) or b.channels not in (1, a.channels) or a.plane == 1:
        raise UnsupportedError(f"{node.kind} of features of different shapes")
    draft.emit(Layer(kind, a, b), node.outputs[0])


def alone(kind: Kind) -> Callable[[Draft, Node], None]:
    """Adds a per-pixel operation on one feature."""

    def make(draft: Draft, node: Node) -> None:
        draft.emit(Layer(kind, draft.features[node.inputs[0]]), node.outputs[0])

    return make


def prelu(draft: Draft, node: Node) -> None:
    slope = contiguous(draft.constants[node.inputs[1]].reshape(-1))
    draft.emit(Layer(Kind.COPY, draft.features[node.inputs[0]], slope=slope), node.outputs[0])


def normalization(draft: Draft, node: Node) -> None:
    scale, shift = draft.affine_of(node)
    draft.emit(Layer(Kind.COPY, draft.features[node.inputs[0]], scale=scale, shift=shift), node.outputs[0])


def channels(draft: Draft, node: Node) -> None:
    feature = draft.features[node.inputs[0]]
    (axis, start, end, step), *more = bounds([draft.constants[name] for name in node.inputs[1:]])
    if more or axis != 1 or step != 1:
        raise UnsupportedError("a slice along another axis than the channels")
    first, last, _ = slice(start, end).indices(feature.channels)
    draft.features[node.outputs[0]] = feature.part(first, last - first)


def mean(draft: Draft, node: Node) -> None:
    if node.attributes.get("axes") != [2, 3]:
        raise UnsupportedError("a mean over axes other than height and width")
    draft.emit(Layer(Kind.MEAN, draft.features[node.inputs[0]]), node.outputs[0], size=(1, 1))


def pool(draft: Draft, node: Node) -> None:
    feature, kernel = draft.features[node.inputs[0]], node.attributes["kernel_shape"]
    factor = kernel[0]
    apart = kernel == node.attributes["strides"] == [factor, factor] and not any(node.attributes["pads"])
    if not apart or feature.height % factor or feature.width % factor:
        raise UnsupportedError("a pooling that overlaps or does not divide the size")
    size = feature.height // factor, feature.width // factor
    draft.emit(Layer(Kind.POOL, feature, numbers={"factor": factor}), node.outputs[0], size=size)


def resize(draft: Draft, node: Node) -> None:
    feature, scales = draft.features[node.inputs[0]], draft.constants[node.inputs[2]].tolist()
    how = node.attributes["mode"], node.attributes["coordinate_transformation_mode"]
    factor = round(scales[2])
    if how != (b"linear", b"half_pixel") or scales != [1, 1, factor, factor] or factor < 1:
        raise UnsupportedError("a resizing that is not bilinear by an integer factor")
    size = feature.height * factor, feature.width * factor
    if size > draft.size:
        raise UnsupportedError("a resizing to more than the input's size")
    draft.emit(Layer(Kind.RESIZE, feature, numbers={"factor": factor}), node.outputs[0], size=size)


def convolution(draft: Draft, node: Node) -> None:
    weights = draft.constants[node.inputs[1]]
    bias = draft.constants[node.inputs[2]] if len(node.inputs) > 2 else np.zeros(len(weights), np.float32)
    (kernel, across), (stride, along) = node.attributes["kernel_shape"], node.attributes["strides"]
    same = kernel == across and stride == along and node.attributes["pads"] == [kernel // 2] * 4
    if not same or node.attributes["dilations"] != [1, 1]:
        raise UnsupportedError("a convolution with unsupported padding or dilation")
    if node.inputs[0] in draft.pictures:
        stem(draft, node, weights, bias)
    elif (kernel, stride) == (1, 1):
        pointwise(draft, node, weights, bias)
    else:
        depthwise(draft, node, weights, bias)


def stem(draft: Draft, node: Node, weights: Constant, bias: Constant) -> None:
    if weights.shape[1:] != (3, 3, 3) or node.attributes["strides"] != [2, 2]:
        raise UnsupportedError("a first layer that is not 3x3 with stride 2")
    picture, (height, width) = draft.pictures[node.inputs[0]], draft.size
    ordered, extended = packed_stem(weights, bias, picture.scale, picture.offset)
    layer = Layer(Kind.STEM, draft.image, weights=ordered, bias=extended)
    draft.emit(layer, node.outputs[0], len(weights), (height // 2, width // 2))


def pointwise(draft: Draft, node: Node, weights: Constant, bias: Constant) -> None:
    feature, groups = draft.features[node.inputs[0]], node.attributes["group"]
    if weights.shape[1] * groups != feature.channels:
        raise UnsupportedError("a 1x1 layer whose channels do not match its input")
    if groups == feature.channels == len(weights) and feature.plane > 1:
        layer = Layer(Kind.COPY, feature, scale=contiguous(weights.reshape(-1)), shift=contiguous(bias))
    elif feature.plane > 1:
        flat, groups = groups_of(weights, groups)
        ordered = packed(flat, groups)
        layer = Layer(Kind.POINTWISE, feature, weights=ordered, bias=contiguous(bias), numbers={"groups": groups})
    elif groups == 1:
        flat = contiguous(weights.reshape(len(weights), -1).T)
        layer = Layer(Kind.DENSE, feature, weights=flat, bias=contiguous(bias))
    else:
        raise UnsupportedError("a grouped 1x1 layer")
    draft.emit(layer, node.outputs[0], len(weights))


def depthwise(draft: Draft, node: Node, weights: Constant, bias: Constant) -> None:
    feature, kernel, stride = draft.features[node.inputs[0]], weights.shape[2], node.attributes["strides"][0]
    single = weights.shape[:2] == (feature.channels, 1) and node.attributes["group"] == feature.channels
    if not single or (kernel, stride) not in DEPTHWISE or feature.height % stride or feature.width % stride:
        raise UnsupportedError(f"a convolution {kernel}x{kernel} with stride {stride}")
    numbers = {"kernel": kernel, "stride": stride}
    layer = Layer(Kind.DEPTHWISE, feature, weights=contiguous(weights), bias=contiguous(bias), numbers=numbers)
    draft.emit(layer, node.outputs[0], size=(feature.height // stride, feature.width // stride))


OPERATIONS: dict[str, Callable[[Draft, Node], None]] = {
    "Shape": shape, "Transpose": transpose, "Cast": cast, "Sub": subtract, "Mul": multiply, "Add": add,
    "Abs": alone(Kind.ABSOLUTE), "Neg": alone(Kind.NEGATE), "Sigmoid": alone(Kind.SIGMOID), "PRelu": prelu,
    "BatchNormalization": normalization, "Slice": channels, "ReduceMean": mean, "AveragePool": pool,
    "Resize": resize, "Conv": convolution, "Pad": pad,
}  # fmt: skip
