"""A network learns names of the reader's own, an epoch a question.

So the page shows every epoch, and stops and goes on as the reader likes. The
Worker keeps the network (python.js, loader.js).
"""

import json
import random
from collections.abc import Iterator
from typing import Any

from rnn_pure.practice import names as program
from rnn_pure.training import mean_error

ROW = 5  # names a row
rows: Iterator[dict[str, Any]] = iter(())


def answer(question: str) -> str:
    """The next row, as JSON: of the text asked for, or where there is none,
    of the one that is being learned."""
    global rows
    text = json.loads(question)
    if text is not None:
        rows = learned(text)
    return json.dumps(next(rows), ensure_ascii=False)


def learned(text: str) -> Iterator[dict[str, Any]]:
    """A row before the first epoch, and one after each."""
    names, left_out = program.different(text)
    if len(names) < program.LEAST:
        yield {"least": program.LEAST}
        return
    symbols, (rnn, seen, held) = program.symbols_of(names), program.split(
        names, 1)
    counting = min(program.counted(seen, held, len(symbols)).values())
    told = {
        "left_out": left_out, "most": program.MOST, "seen": len(seen),
        "held": len(held), "few": len(names) < program.ENOUGH,
        "enough": program.ENOUGH, "counting": counting,
        "epochs": program.EPOCHS,
    }

    def row(epoch: int) -> dict[str, Any]:
        draw = random.Random(epoch)
        made = (program.invent(rnn, symbols, draw) for _ in range(ROW))
        return told | {
            "epoch": epoch,
            "network": mean_error(rnn, [program.stream(held, symbols)]),
            "names": ["".join(map(program.alone, each)) for each in made],
        }

    yield row(0)
    for epoch in program.learn(rnn, seen, symbols):
        yield row(epoch)
