"""A copy of the built site that opens from a folder, without a server.

python -m docs.build.offline site/ rnn_pure-site.zip packs it. From file:// a
browser shows a folder as a list of files, and fetches nothing: every link
names its page, and what a script would fetch stands in a script. A server can
still serve it.
"""

import json
import re
import shutil
import sys
from base64 import b64encode
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from docs.build import built
from docs.build.archives import packed
from docs.common.table import ROOT, Misfit
from docs.common.words import words

SOURCE = ROOT / "docs" / "offline.js"
SCRIPT = "assets/offline.js"
LEFT = shutil.ignore_patterns("404.html", "sitemap.xml*")  # for a server
TAG = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE)
LINK = re.compile(r'(?<=\s)(href|src)="([^"?#]+)')
IMPORT = re.compile(r'(?<= from )"\./([^"]+)"')


def write(site: Path, folder: Path) -> None:
    """Write the copy of a finished site; Misfit says all that is wrong.

    FileExistsError if there is such a folder.
    """
    shutil.copytree(site, folder, ignore=LEFT)
    for path in folder.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        path.write_text(page(html, path, folder), encoding="utf-8")
    for path in folder.rglob("search_index.json"):
        index = search_index(path.read_text(encoding="utf-8"))
        path.with_suffix(".js").write_text(index, encoding="utf-8")
    (folder / SCRIPT).write_text(script(folder), encoding="utf-8")
    wrong = [*built.lost(folder, built.pages(folder), from_file=True)]
    if wrong:
        raise Misfit("\n".join(wrong))


def page(html: str, path: Path, folder: Path) -> str:
    """A page's HTML in the copy."""
    here = path.relative_to(folder)
    up = "../" * (len(here.parts) - 1)
    html = TAG.sub(lambda tag: mended(tag[0], path), html)
    html = html.replace(
        "</head>", f'<script src="{up}{SCRIPT}"></script></head>', 1
    )
    lang = "en" if built.is_english(here) else "ko"
    elsewhere = words("python", lang)
    for key, text in words("offline", lang).items():
        html = html.replace(elsewhere[key], text)
    return html


def mended(tag: str, path: Path) -> str:
    """A tag whose link leads to a page, or holds the module itself."""

    def whole(link: re.Match[str]) -> str:
        there = urlsplit(unescape(link[2]))
        here = path.parent / unquote(there.path)
        if there.scheme or there.netloc or not here.exists():
            return link[0]
        if 'type="module"' in tag:
            return f'{link[1]}="{module(here)}'
        end = "/index.html" if here.is_dir() else ""
        return f'{link[1]}="{link[2].rstrip("/") + end}'

    return LINK.sub(whole, tag)


def module(path: Path) -> str:
    """A module, and in it all that it imports: from a file it loads none."""
    text = IMPORT.sub(
        lambda name: f'"{module(path.parent / name[1])}"',
        path.read_text(encoding="utf-8"),
    )
    return data(text.encode(), "text/javascript")


def search_index(text: str) -> str:
    """A search index as the script that Material loads from file://."""
    index = json.loads(text)
    for doc in index["docs"]:
        doc["location"] = re.sub(
            r"(^|/)(?=#|$)", r"\1index.html", doc["location"], count=1
        )
    packed = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return f"var __index = {packed}"


def script(folder: Path) -> str:
    """docs/offline.js, called with what the browser's Python is made of."""
    worker, archive = folder / "assets/python.js", folder / "assets/python.zip"
    scripts = {worker.name: worker.read_text(encoding="utf-8")}
    files = {archive.name: data(archive.read_bytes(), "application/zip")}
    return (
        f"{SOURCE.read_text(encoding='utf-8')}\n"
        f"fromFile({json.dumps(scripts)}, {json.dumps(files)});\n"
    )


def data(content: bytes, kind: str) -> str:
    """A file as an address that holds it."""
    packed = b64encode(content).decode("ascii")
    return f"data:{kind};charset=utf-8;base64,{packed}"


def pack(site: Path, archive: Path) -> None:
    """Pack the copy into a zip, in a folder of the zip's name."""
    with TemporaryDirectory() as work:
        write(site, Path(work, archive.stem))
        archive.write_bytes(packed({
            path.relative_to(work).as_posix(): path.read_bytes()
            for path in Path(work).rglob("*") if path.is_file()
        }))


if __name__ == "__main__":
    try:
        pack(*map(Path, sys.argv[1:]))
    except Misfit as error:
        sys.exit(str(error))
