"""The same gradient from a graph of operations: reverse-mode autograd.

It knows no equation of the derivation: forward and total_error run on Values,
each of which remembers which numbers it was made of and its slope by each;
walking back from E multiplies the slopes (the chain rule). Neither f.prime
nor error.gradient is ever called.
"""

from copy import copy
from itertools import count
from typing import Any

from rnn_pure.activations import exp, log, ratio, tanh_of_number
from rnn_pure.checks import WEIGHTS, checked
from rnn_pure.matrix import Number, Vector, Vectors, zeros
from rnn_pure.rnn import RNN, Gradients, forward, total_error

_created = count()


class Value:
    """A number in the graph: its data, and its grad once backward has run.

    It has no __float__: whatever computes with it stays in the graph. It
    compares as its data does, so that an f with a condition finds its way.
    """

    __slots__ = ("data", "grad", "made_of", "order")

    def __init__(
        self, data: Number, *made_of: "tuple[Number | Value, Number]"
    ) -> None:
        """made_of: pairs of an operand and ∂data/∂operand."""
        self.data = data
        self.grad: Number = 0
        self.made_of = [pair for pair in made_of if isinstance(pair[0], Value)]
        self.order = next(_created)

    def __repr__(self) -> str:
        return f"Value({self.data!r})"

    def __add__(self, other: Any) -> "Value":
        return Value(self.data + data_of(other), (self, 1), (other, 1))

    def __sub__(self, other: Any) -> "Value":
        return Value(self.data - data_of(other), (self, 1), (other, -1))

    def __rsub__(self, other: Any) -> "Value":
        return Value(other - self.data, (self, -1))

    def __mul__(self, other: Any) -> "Value":
        a, b = self.data, data_of(other)
        return Value(a * b, (self, b), (other, a))

    def __truediv__(self, other: Any) -> "Value":
        a, b = self.data, data_of(other)
        by_b = -ratio(a, b * b)
        return Value(ratio(a, b), (self, ratio(1, b)), (other, by_b))

    def __rtruediv__(self, other: Any) -> "Value":
        b = self.data
        return Value(ratio(other, b), (self, -ratio(other, b * b)))

    __radd__, __rmul__ = __add__, __mul__

    def __pow__(self, n: float) -> "Value":
        a = self.data
        return Value(a**n, (self, n * a ** (n - 1) if n else 0))

    def __neg__(self) -> "Value":
        return Value(-self.data, (self, -1))

    def __abs__(self) -> "Value":
        a = self.data
        return Value(abs(a), (self, (a > 0) - (a < 0)))

    def exp(self) -> "Value":
        power = exp(self.data)
        return Value(power, (self, power))

    def log(self) -> "Value":
        return Value(log(self.data), (self, ratio(1, self.data)))

    def tanh(self) -> "Value":
        z = tanh_of_number(self.data)
        return Value(z, (self, 1 - z * z))

    def __eq__(self, other: object) -> bool:
        return bool(self.data == data_of(other))

    def __bool__(self) -> bool:
        return bool(self.data)

    def __lt__(self, other: Any) -> Any:
        return self.data < data_of(other)

    def __le__(self, other: Any) -> Any:
        return self.data <= data_of(other)

    def __gt__(self, other: Any) -> Any:
        return self.data > data_of(other)

    def __ge__(self, other: Any) -> Any:
        return self.data >= data_of(other)

    def backward(self) -> None:
        """Give every number of the graph its grad, ∂self/∂number.

        A number is created after all that it is made of: going back in order
        of creation, a grad is complete before it is passed on. No recursion,
        so no sequence is too long.
        """
        graph, waiting = {self.order: self}, [self]
        while waiting:
            for operand, _ in waiting.pop().made_of:
                if operand.order not in graph:
                    graph[operand.order] = operand
                    waiting.append(operand)
        for value in graph.values():
            value.grad = 0
        self.grad = 1
        for order in sorted(graph, reverse=True):
            for operand, slope in graph[order].made_of:
                operand.grad += slope * graph[order].grad


def data_of(number: Any) -> Number:
    """The plain number in a Value; any other number as it is."""
    return number.data if isinstance(number, Value) else number


@checked
def gradients(
    rnn: RNN,
    xs: Vectors,
    ds: Vectors,
    z_0: Vector | None = None,
) -> Gradients:
    """All fields of Gradients: the graph's own nodes are the deltas.

    Arguments and errors are those of forward and bptt.
    """
    z_0 = zeros(len(rnn.b)) if z_0 is None else z_0
    rnn_of_values = copy(rnn)
    for name in WEIGHTS:
        setattr(rnn_of_values, name, _values(getattr(rnn, name)))
    try:
        states = forward(rnn_of_values, _values(xs), _values(z_0))
        E = total_error(rnn_of_values, states, ds)
    except TypeError as error:
        raise TypeError(
            f"f, g or error does not work on Values, the graph's own numbers "
            f"({error}). They know + − * /, ** by a number, abs, comparisons, "
            f"and exp, log and tanh_of_number from rnn_pure.activations "
            f"instead of math's"
        ) from error
    if isinstance(E, Value):  # with no target at all, E is the number 0
        E.backward()
    return Gradients(
        W_in=_grads(rnn_of_values.W_in),
        W_re=_grads(rnn_of_values.W_re),
        b=_grads(rnn_of_values.b),
        W_out=_grads(rnn_of_values.W_out),
        b_out=_grads(rnn_of_values.b_out),
        x=_grads(states.x),
        z_0=_grads(states.z[0]),
        delta_out=_grads(states.v),
        delta_re=[*_grads(states.u), zeros(len(rnn.b))],
    )


def _values(numbers: Any) -> Any:
    """Lists of numbers, however deep, as lists of Values."""
    if isinstance(numbers, list):
        return [_values(number) for number in numbers]
    return Value(numbers)


def _grads(values: Any) -> Any:
    """Lists of Values, however deep, as lists of their grads."""
    if isinstance(values, list):
        return [_grads(value) for value in values]
    return None if values is None else values.grad
