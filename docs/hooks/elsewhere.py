"""The same network in other tools: files to copy, which a page shows whole."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "elsewhere"
FILES = (
    "numpy_minibatch.py", "pytorch.py", "keras_simple_rnn.py", "jax_scan.py"
)
ASSETS = "assets/elsewhere"


def text(name: str) -> str:
    """The file."""
    return (FOLDER / name).read_text(encoding="utf-8")


def shown(name: str) -> str:
    """The file as a block of a page, in Markdown."""
    return f"``` {{.python data-search-exclude}}\n{text(name)}```"


def write(site: Path) -> None:
    """Put the files there."""
    (site / ASSETS).mkdir(exist_ok=True)
    for name in FILES:
        (site / ASSETS / name).write_text(text(name), "utf-8", newline="\n")
