"""A function judged in this process, without limits: diagnose(function)."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

from rnn_pure.diagnosis import ownline
from rnn_pure.diagnosis.about import about
from rnn_pure.diagnosis.child import answer, failed, imported
from rnn_pure.diagnosis.judge import Verdict, judge
from rnn_pure.diagnosis.telling import told

TO_MARK = 10.0  # seconds


class Here:
    """Asked as Process is; path is where the module's own lines stand."""

    def __init__(self, module: Any, path: str) -> None:
        self.module, self.path = module, path
        self.about = about(module) if module else {}
        self.about["numpy"] = "numpy" in sys.modules
        self.seconds = 0.0

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        begin = time.process_time()
        try:
            return answer(self.module, question)
        except (Exception, SystemExit) as error:
            return failed(error, self.path)
        finally:
            self.seconds += time.process_time() - begin

    def mark(self, question: dict[str, Any]) -> dict[str, Any]:
        """What ownline.answer says."""
        return ownline.answer(self.module, question | {"seconds": TO_MARK})


Asked = TypeVar("Asked", bound=Here)


def run_here(path: Path, kind: type[Asked]) -> Asked:
    """A file, run in this process."""
    try:
        return kind(imported(path), str(path))
    except BaseException as error:
        made = kind(None, str(path))
        made.about = failed(error, str(path))
        return made


def diagnose(function: Callable[..., Any], seed: int = 0) -> Verdict:
    """Which line of a gradient function is wrong, and like which mistake.

    function is one like bptt(rnn, states, ds), or takes the sequence, the
    targets and the weights under their usual names. It is called here, some
    hundred times, without a time limit: python -m rnn_pure diagnose FILE has
    one. The same seed tries the same networks; print what comes back. Raises
    TypeError where the names of the parameters do not say how to call it.
    """
    name = getattr(function, "__name__", "function")
    module = SimpleNamespace(
        __name__=getattr(function, "__module__", ""), **{name: function}
    )
    code = getattr(function, "__code__", None)
    found = judge(Here(module, getattr(code, "co_filename", "")), seed)
    if found.status == "refused":
        raise TypeError(
            f"cannot call {function!r}: the names of its parameters do not "
            f"say what they are; see python -m rnn_pure diagnose --adapter"
        )
    found.text = told(found, "en")
    return found
