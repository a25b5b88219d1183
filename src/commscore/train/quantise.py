"""Weights in eight bits, arithmetic in full: a quarter of the size, and next to nothing lost.

Each output channel of a matrix, and each word of an embedding, has a scale of its own: weight = int8 · scale,
where the largest weight of a channel is 127. Matrices are unpacked once when the model is loaded, embeddings
row by row as words are looked up. Rounding activations as well (onnxruntime's dynamic quantisation) was
tried: a third faster, and logits five times as far from the trained network's.
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, NodeProto

LEAST: Final = 100_000  # weights a matrix must have to be worth it; the heads are small and stay as they are
MOST: Final = 127


def rounded(weights: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the weights of a matrix as int8 and the scale of each channel along `axis`, as wide as that.

    >>> numbers, scales = rounded(np.array([[127, 63.6], [-254, 0]], dtype=np.float32), axis=0)
    >>> numbers.tolist(), scales.tolist()
    ([[127, 64], [-127, 0]], [[1.0], [2.0]])
    """
    most = np.abs(weights).max(axis=1 - axis, keepdims=True)
    scales = np.where(most > 0, most / MOST, 1).astype(np.float32)
    return np.rint(weights / scales).astype(np.int8), scales


def quantise(model: "ModelProto") -> None:
    """Put every large matrix of the model into eight bits, in place."""
    from onnx import numpy_helper

    graph = model.graph
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
            _matrix(graph, name, values, using)
        elif using and all(n.op_type == "Gather" and n.input[0] == name for n in using):
            graph.initializer.remove(weight)
            _embedding(graph, name, values, using)


def _matrix(graph: "GraphProto", name: str, values: NDArray[np.float32], using: "list[NodeProto]") -> None:
    """Unpack the matrix by plain arithmetic on constants, which every onnxruntime does once, on loading.

    Its own DequantizeLinear is no use here: onnxruntime turns it into kernels that round activations too.
    """
    from onnx import TensorProto, helper

    numbers, scales = _stored(graph, name, values, axis=1)
    unpacked = f"{name}.unpacked"
    graph.node.insert(0, helper.make_node("Mul", [f"{name}.float", scales], [unpacked]))
    graph.node.insert(0, helper.make_node("Cast", [numbers], [f"{name}.float"], to=TensorProto.FLOAT))
    for node in using:
        node.input[1] = unpacked


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


def _stored(graph: "GraphProto", name: str, values: NDArray[np.float32], axis: int) -> tuple[str, str]:
    from onnx import numpy_helper

    numbers, scales = rounded(values, axis)
    graph.initializer.append(numpy_helper.from_array(numbers, f"{name}.int8"))
    graph.initializer.append(numpy_helper.from_array(scales, f"{name}.scale"))
    return f"{name}.int8", f"{name}.scale"
