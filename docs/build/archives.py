"""What the site offers as files: the package and its source in archives, the
files to copy, and what the browser's Python needs.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docs.common.table import ROOT

ASSETS = "assets/"
# named, so that nothing else in the folder is published
SOURCE = (
    "rnn_pure", "docs", "tests", ".ci", ".github", ".vscode", "*.md",
    "*.toml", "*.yml", "*.cff", "LICENSE", ".gitignore", ".gitattributes",
    ".editorconfig",
)
BROWSER = (  # the package, and what a page runs
    "rnn_pure", "docs/common", "docs/browser", "docs/exercises.toml",
    "docs/steps.toml", "docs/words.toml",
)
COPIES = {  # the files to copy, by their place among the assets
    name.removeprefix("onefile/"): ROOT / "docs" / name
    for name in (
        "onefile/rnn.py", "onefile/rnn_short.py", "elsewhere/pytorch.py",
        "elsewhere/numpy_minibatch.py", "elsewhere/keras_simple_rnn.py",
    )
}


def files(*names: str) -> dict[str, Path]:
    """Those files, and the files in those folders, by their path in ROOT."""
    return {
        file.relative_to(ROOT).as_posix(): file
        for name in names
        for path in ROOT.glob(name)
        for file in [path, *path.rglob("*")]
        if file.is_file() and "__pycache__" not in file.parts
    }


def package() -> dict[str, Path]:
    """The folder rnn_pure as it runs, with its licence and README in it."""
    found = files("rnn_pure")
    # inside: they overwrite no other
    for name in "LICENSE", "README.md", "README.ko.md":
        found[f"rnn_pure/{name}"] = ROOT / name
    return found


def source() -> dict[str, Path]:
    """All there is, in a folder: the package, its tests, this site."""
    found = files(*SOURCE).items()
    return {f"rnn_pure-source/{name}": path for name, path in found}


ARCHIVES: dict[str, Callable[[], dict[str, Path]]] = {
    "rnn_pure.zip": package,
    "rnn_pure-source.zip": source,
    "python.zip": lambda: files(*BROWSER),
}


def archive(name: str) -> bytes:
    """The archive of that name."""
    found = ARCHIVES[name]().items()
    return packed({path: file.read_bytes() for path, file in found})


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files, by their path in it: always the same bytes."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for path in sorted(files):
            entry = ZipInfo(path)  # dated 1980, whenever it is made
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # Unix, on Windows too
            mode = 0o755 if "/.ci/" in path else 0o644
            entry.external_attr = mode << 16
            archive.writestr(entry, files[path])
    return made.getvalue()


def write(site: Path) -> None:
    """Put all of them into the site."""
    for name in ARCHIVES:
        (site / ASSETS / name).write_bytes(archive(name))
    source = files("rnn_pure/*.py", "rnn_pure/diagnosis").items()
    read_there = {f"source/{name}.txt": file for name, file in source}
    for name, file in (COPIES | read_there).items():
        path = site / ASSETS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.read_text("utf-8"), "utf-8", newline="\n")


def get(lines: str, root: str, repo: str) -> str:
    """Lines of HTML as a list.

    {assets} is the folder that holds the archives, {size[NAME]} the size of
    one; a line with {repo} is left out where no repository's address is known.
    """
    size = {
        name: f"{len(archive(name)) / 1000:.0f} KB" for name in ARCHIVES
    }
    items = "".join(
        f"<li>{line.format(assets=root + ASSETS, size=size, repo=repo)}</li>"
        for line in lines.splitlines()
        if repo or "{repo}" not in line
    )
    return f"<ul>{items}</ul>"


def shown(name: str) -> str:
    """A file to copy as a block of a page, in Markdown."""
    text = COPIES[name].read_text(encoding="utf-8")
    return f"``` {{.python data-search-exclude}}\n{text}```"
