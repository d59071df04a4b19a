"""Error functions E_t of one time step, and ∂E_t/∂y_t (equations E and E′).

    squared_error           ½ Σ_k (y_k − d_k)²              y − d
    softmax_cross_entropy   −Σ_k d_k log softmax(y)_k       softmax(y) − d

The softmax belongs to the error and not to g: it mixes the units, and
"times g′" (definition 3) would be wrong for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from reprlib import repr as short

from rnn_pure.activations import exp, log
from rnn_pure.matrix import Number, Vector, subtract
from rnn_pure.shapes import exact


@dataclass(frozen=True)
class ErrorFunction:
    """E_t: error(y, d) → number, error.gradient(y, d) → vector of y's length.

    error.check(name, d) raises ValueError for a target d that cannot be one;
    hint tells who gives no vector what to write.
    """

    name: str
    function: Callable[[Vector, Vector], Number]
    gradient: Callable[[Vector, Vector], Vector]
    check: Callable[[str, Vector], None] | None = None
    hint: str = ""

    def __call__(self, y: Vector, d: Vector) -> Number:
        return self.function(y, d)

    def __repr__(self) -> str:
        return self.name


def _squared_error(y: Vector, d: Vector) -> Number:
    """½ Σ_k (y_k − d_k)²."""
    return exact(sum(e * e for e in subtract(y, d))) / 2


def _squared_error_gradient(y: Vector, d: Vector) -> Vector:
    """The gradient of the squared error by y."""
    return subtract(y, d)  # eq E'


def softmax(y: Vector) -> Vector:
    """e^{y_k} / Σ_i e^{y_i}: positive, sum 1; large y do not overflow."""
    highest = max(y)
    powers = [exp(y_k - highest) for y_k in y]
    total = sum(powers)
    return [power / total for power in powers]


def _cross_entropy(y: Vector, d: Vector) -> Number:
    """−Σ_k d_k log softmax(y)_k, for d that sums to 1."""
    highest = max(y)
    log_sum = log(sum(exp(y_k - highest) for y_k in y))
    return sum(  # without d_k = 0: it would be 0 times infinity, perhaps
        d_k * (log_sum + (highest - y_k)) for y_k, d_k in zip(y, d) if d_k
    )


def _cross_entropy_gradient(y: Vector, d: Vector) -> Vector:
    """The gradient of the cross-entropy by y."""
    return subtract(softmax(y), d)  # eq E'


CLASS = "; for class k, 1 at k and 0 elsewhere"


def _distribution(name: str, d: Vector) -> None:
    if min(d) < 0 or abs(sum(d) - 1) > 1e-9:
        raise ValueError(
            f"{name} is {short(d)}, but softmax_cross_entropy needs entries "
            f"that are not negative and sum to 1{CLASS}"
        )


squared_error = ErrorFunction(
    "squared_error", _squared_error, _squared_error_gradient
)
"""½ Σ_k (y_k − d_k)²; its gradient by y is y − d."""

softmax_cross_entropy = ErrorFunction(
    "softmax_cross_entropy",
    _cross_entropy,
    _cross_entropy_gradient,
    _distribution,
    CLASS,
)
"""−Σ_k d_k log softmax(y)_k for d that sums to 1; gradient softmax(y) − d."""

ERRORS = (squared_error, softmax_cross_entropy)
"""All of them."""
