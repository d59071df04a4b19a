"""The same network in other tools: files to copy, which a page shows whole."""

from pathlib import Path

from docs.hooks.record import figure

FOLDER = Path(__file__).resolve().parents[1] / "elsewhere"
FILES = (
    "numpy_minibatch.py", "pytorch.py", "keras_simple_rnn.py", "jax_scan.py"
)
ASSETS = "assets/elsewhere"


def text(name: str) -> str:
    """The file."""
    return (FOLDER / name).read_text(encoding="utf-8")


def shown(name: str) -> str:
    """The file and what it printed, as blocks of a page, in Markdown."""
    printed = figure("elsewhere", f"printed.{name.removesuffix('.py')}")
    return (f"``` {{.python data-search-exclude}}\n{text(name)}```\n\n"
            f"``` {{.text data-search-exclude}}\n{printed}```")


def write(site: Path) -> None:
    """Put the files there."""
    (site / ASSETS).mkdir(exist_ok=True)
    for name in FILES:
        (site / ASSETS / name).write_text(text(name), "utf-8", newline="\n")
