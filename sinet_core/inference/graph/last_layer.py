"""The end of our export as one layer: edge padding, 3x3, sixteen channels to 4x4 pixels, sigmoid."""
from __future__ import annotations

from sinet_core.inference.graph.draft import Draft, UnsupportedError
from sinet_core.inference.graph.layers import Kind, Layer, contiguous
from sinet_core.inference.graph.onnx_file import Node

FOLLOW = ("Conv", "DepthToSpace", "Gather", "Sigmoid")


def pad(draft: Draft, node: Node) -> None:
    """Recognises the last layer by its padding, and adds all of it."""
    _, conv, space, gather, sigmoid = chain = _chain(draft, node)
    feature, (weights, bias) = draft.features[node.inputs[0]], (draft.constants[name] for name in conv.inputs[1:3])
    as_exported = (
        node.attributes["mode"] == b"edge",
        draft.constants[node.inputs[1]].tolist() == [0, 0, 1, 1, 0, 0, 1, 1],
        weights.shape == (16, feature.channels, 3, 3),
        not any(conv.attributes["pads"]) and conv.attributes["strides"] == [1, 1],
        (space.attributes["blocksize"], space.attributes["mode"]) == (4, b"CRD"),
        draft.constants[gather.inputs[1]].item() == 0 and gather.attributes["axis"] == 1,
        sigmoid.outputs[0] == draft.graph.outputs[0],
        (4 * feature.height, 4 * feature.width) == draft.size,
    )
    if not all(as_exported):
        raise UnsupportedError("an unknown last layer")
    draft.done.update(id(each) for each in chain)
    ordered = contiguous(weights.transpose(1, 2, 3, 0))
    draft.append(Layer(Kind.PHASES, feature, weights=ordered, bias=contiguous(bias)))


def _chain(draft: Draft, node: Node) -> list[Node]:
    chain = [node]
    for kind in FOLLOW:
        user = draft.only_user(chain[-1].outputs[0])
        if user is None or user.kind != kind:
            raise UnsupportedError("a padding outside the last layer")
        chain.append(user)
    return chain
