"""Weights and what they are multiplied by in eight bits: a quarter of the size, and faster.

Each output channel of a matrix, and each word of an embedding, has a scale of its own: weight = int8 · scale.
So has each token's state as it enters a matrix, so that a token is rounded alike whatever it is read with;
onnxruntime's own dynamic quantisation has one scale for a whole batch, and its logits lay further from the
trained network's. The weights of matrices go to 63 only: processors without VNNI add pairs of products in
sixteen bits, which larger ones would overflow, and so every processor computes the same. Embeddings are
unpacked row by row as words are looked up.
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, NodeProto

LEAST: Final = 100_000  # weights a matrix must have to be worth it; the heads are small and stay as they are
MOST: Final = 127
MOST_IN_MATRIX: Final = 63
MIDDLE: Final = 128  # what stands for zero in a rounded state, which has no sign
MICROSOFT: Final = "com.microsoft"  # onnxruntime's own operators


def rounded(
    weights: NDArray[np.float32], axis: int, largest: int = MOST
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the weights of a matrix as int8 and the scale of each channel along `axis`, as wide as that.

    >>> numbers, scales = rounded(np.array([[127, 63.6], [-254, 0]], dtype=np.float32), axis=0)
    >>> numbers.tolist(), scales.tolist()
    ([[127, 64], [-127, 0]], [[1.0], [2.0]])
    """
    most = np.abs(weights).max(axis=1 - axis, keepdims=True)
    scales = np.where(most > 0, most / largest, 1).astype(np.float32)
    return np.rint(weights / scales).astype(np.int8), scales


def quantise(model: "ModelProto") -> None:
    """Put every large matrix of the model into eight bits, in place."""
    from onnx import helper, numpy_helper

    model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
    graph = model.graph
    _constants(graph)
    states: dict[str, tuple[str, str]] = {}
    weights = {w.name: w for w in graph.initializer}
    users: dict[str, list[NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    for name, weight in weights.items():
        if len(weight.dims) != 2 or np.prod(weight.dims) < LEAST:
            continue
        values, using = numpy_helper.to_array(weight), users.get(name, [])
        if using and all(n.op_type == "MatMul" and n.input[1] == name for n in using):
            graph.initializer.remove(weight)
            _matrix(graph, name, values, using, states)
        elif using and all(n.op_type == "Gather" and n.input[0] == name for n in using):
            graph.initializer.remove(weight)
            _embedding(graph, name, values, using)


def _constants(graph: "GraphProto") -> None:
    from onnx import numpy_helper

    constants = {
        "one": np.float32(1),
        "most": np.float32(MOST),
        "least": np.float32(1e-9),
        "zero": np.uint8(MIDDLE),
    }
    graph.initializer.extend(numpy_helper.from_array(np.array(v), f"eight.{n}") for n, v in constants.items())


def _matrix(
    graph: "GraphProto",
    name: str,
    values: NDArray[np.float32],
    using: "list[NodeProto]",
    states: dict[str, tuple[str, str]],
) -> None:
    """Multiply rounded states by the rounded matrix; `states` are those that are rounded already, by name."""
    from onnx import helper

    numbers, scales = _stored(graph, name, values, axis=1, largest=MOST_IN_MATRIX)
    for node in using:
        at, out = list(graph.node).index(node), node.output[0]
        if node.input[0] not in states:
            states[node.input[0]], steps = _state(node.input[0])
        else:
            steps = []
        state, scale = states[node.input[0]]
        inputs = [state, numbers, "eight.one", scales, "eight.zero"]
        steps += [
            helper.make_node("MatMulIntegerToFloat", inputs, [f"{out}.scaled"], domain=MICROSOFT),
            helper.make_node("Mul", [f"{out}.scaled", scale], [out]),
        ]
        graph.node.remove(node)
        for step in reversed(steps):
            graph.node.insert(at, step)


def _state(name: str) -> "tuple[tuple[str, str], list[NodeProto]]":
    """Return the names of a state in eight bits and of its tokens' scales, and what computes them."""
    from onnx import helper

    state, scale = f"{name}.eight", f"{name}.scale"
    steps = [
        helper.make_node("Abs", [name], [f"{name}.size"]),
        helper.make_node("ReduceMax", [f"{name}.size"], [f"{name}.largest"], axes=[-1], keepdims=1),
        helper.make_node("Max", [f"{name}.largest", "eight.least"], [f"{name}.held"]),
        helper.make_node("Div", [f"{name}.held", "eight.most"], [scale]),
        helper.make_node("Div", [name, scale], [f"{name}.scaled"]),
        helper.make_node("QuantizeLinear", [f"{name}.scaled", "eight.one", "eight.zero"], [state]),
    ]
    return (state, scale), steps


def _embedding(graph: "GraphProto", name: str, values: NDArray[np.float32], using: "list[NodeProto]") -> None:
    """Look up the eight-bit row and its scale, and multiply: the table itself is never unpacked."""
    from onnx import TensorProto, helper

    numbers, scales = _stored(graph, name, values, axis=0)
    for node in using:
        found, out = f"{node.output[0]}.row", node.output[0]
        looked_up = [
            helper.make_node("Gather", [numbers, node.input[1]], [found], axis=0),
            helper.make_node("Cast", [found], [f"{found}.float"], to=TensorProto.FLOAT),
            helper.make_node("Gather", [scales, node.input[1]], [f"{found}.scale"], axis=0),
            helper.make_node("Mul", [f"{found}.float", f"{found}.scale"], [out]),
        ]
        at = list(graph.node).index(node)
        graph.node.remove(node)
        for step in reversed(looked_up):
            graph.node.insert(at, step)


def _stored(
    graph: "GraphProto", name: str, values: NDArray[np.float32], axis: int, largest: int = MOST
) -> tuple[str, str]:
    from onnx import numpy_helper

    numbers, scales = rounded(values, axis, largest)
    graph.initializer.append(numpy_helper.from_array(numbers, f"{name}.int8"))
    graph.initializer.append(numpy_helper.from_array(scales, f"{name}.scale"))
    return f"{name}.int8", f"{name}.scale"
