"""The built site and a browser, once for all tests that look at it.

Where there is no mkdocs, Playwright or Chromium these tests are skipped with
that reason, unless RNN_PURE_BROWSER=required, as in CI. RNN_PURE_SITE is a
folder with the site as it is built already; without it, it is built first.
"""

import contextlib
import functools
import http.server
import importlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)  # machines wobble
# the drawn networks do not depend on the Python: elsewhere a few will do
settings.register_profile("few", deadline=None, max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = os.environ.get("RNN_PURE_BROWSER") == "required"
lacking = pytest.fail if REQUIRED else pytest.skip
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]


def needed(module):
    """A module of the dev extra."""
    if REQUIRED:
        return importlib.import_module(module)
    return pytest.importorskip(module, reason="needs the dev extra")


def read(path):
    """The text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


SETTINGS = read("mkdocs.yml")
ADDRESS = re.search(r"^  pyodide: (\S+)$", SETTINGS, re.M)[1]


def tracked():
    """The paths of the repository's files; skips where git has none."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True,
        encoding="utf-8",
    ) if (ROOT / ".git").exists() and shutil.which("git") else None
    if listed is None or listed.returncode:
        pytest.skip("needs the repository")
    return listed.stdout.split("\0")[:-1]


def python(*command, cwd=ROOT, typed=None, **given):
    """Another Python, when it has ended; given are variables: SITE_URL."""
    unset = {"SITE_URL": "", "REPO_URL": "", "NO_MKDOCS_2_WARNING": "1",
             "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *map(str, command)], cwd=cwd, input=typed,
        env={**os.environ, **unset, **given}, capture_output=True,
        encoding="utf-8", timeout=600)


python_m = functools.partial(python, "-m")

# --- the site ---------------------------------------------------------------


def build(source, target, **given):
    """Build the site."""
    return python_m("mkdocs", "build", "-d", target, cwd=source, **given)


def spoil(path, old, new):
    """Put something else in the place of what stands there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """once(name, make) → a folder that make(folder) fills.

    Whichever worker is first fills it for all of them.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def once(name, make):
        folder, made = shared / name, shared / f"made {name}"
        try:
            folder.mkdir()
        except FileExistsError:
            while not made.exists():
                time.sleep(0.1)
        else:
            try:
                make(folder)
            finally:
                made.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def site(once):
    """The folder with the built site."""
    needed("mkdocs")
    if os.environ.get("RNN_PURE_SITE"):
        return Path(os.environ["RNN_PURE_SITE"])

    def make(folder):
        done = build(ROOT, folder)
        assert done.returncode == 0, done.stderr

    return once("site", make)


@pytest.fixture(scope="session")
def folder(site, once):
    """The folder with the copy that opens from one, at a telling place."""
    def make(target):
        archive = target / "rnn_pure-site.zip"
        done = python_m("docs.build.offline", site, archive)
        assert done.returncode == 0, done.stderr
        shutil.unpack_archive(archive, target)

    return once("교실 #1 100%", make) / "rnn_pure-site"


def copied(folder):
    """That folder, with all that the site is built of."""
    for name in ("docs", "rnn_pure", ".vscode", "mkdocs.yml", "LICENSE",
                 "README.md", "README.ko.md"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture
def copy(tmp_path):
    """A folder with all that the site is built of, to be changed."""
    return copied(tmp_path)


GET = '```get\n<a href="{repo}">{repo}</a>\n```\n'
SMALL = {  # pages that need no others: a build of them takes two seconds
    "index": f"# 시작 Start\n\n$z_t$ [배우기](learn/all.md)\n\n{GET}",
    "learn/all": "# 식 Equations\n\n{pairs}",
    "reference/api": "# API\n\n{anchors}",
}


def small(folder):
    """That folder, with what a small site is built of: every equation."""
    table = needed("docs.common.table")
    rows = table.equations().values()
    names = {name.replace(":", ".") for row in rows for name in row.functions}
    written = {
        "pairs": "".join(f"```pair\n{row.tag}\n```\n\n" for row in rows),
        "anchors": "".join(f'<a id="{name}"></a>\n' for name in names)}
    pages = copied(folder) / "docs" / "pages"
    for path in pages.rglob("*.md"):
        path.unlink()
    nav = "\nnav:\n"
    for page, text in SMALL.items():
        for key, value in written.items():
            text = text.replace(f"{{{key}}}", value)
        for lang in "ko", "en":
            path = pages / f"{page}.{lang}.md"
            path.write_text(text, encoding="utf-8")
        nav += f"  - {page}: {page}.md\n"
    settings = SETTINGS.partition("\nnav:\n")[0]
    (folder / "mkdocs.yml").write_text(settings + nav, encoding="utf-8")
    return folder


BELOW = "https://someone.github.io/rnn_pure/"  # as a fork has it
REPO = "https://github.com/someone/rnn_pure"


@pytest.fixture(scope="session")
def deep(once, tmp_path_factory):
    """A small site, as site.yml builds it, where it lies on its server."""
    needed("mkdocs")

    def make(server):
        pages = small(tmp_path_factory.mktemp("small"))
        home = BELOW.rstrip("/")  # as GitHub may say it
        done = build(pages, server / "rnn_pure", SITE_URL=home, REPO_URL=REPO)
        assert done.returncode == 0, done.stderr
        shutil.copy(server / "rnn_pure/404.html", server)  # GitHub's answer

    return once("server", make) / "rnn_pure"


# --- servers ----------------------------------------------------------------


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def send_error(self, code, *args):
        page = Path(self.directory, "404.html")
        if code != 404 or not page.exists():
            return super().send_error(code, *args)
        self.send_response(404)
        self.end_headers()
        self.wfile.write(page.read_bytes())


class Elsewhere(Quiet):
    """Another site, with Pyodide; it fails as the server's `fails` says."""

    extensions_map = {".mjs": "text/javascript", "": "text/plain",
                      ".wasm": "application/wasm"}

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def do_GET(self):
        fails = self.server.fails if self.path.endswith(".wasm") else None
        if fails == "silent":
            self.server.over.wait(60)
        elif fails == "503":
            self.send_error(503)
        elif fails:  # zeros: of how many, and how many come
            length, sent = {"spoilt": (4000, 4000),
                            "cut off": (9_000_000, 1_000_000)}[fails]
            self.send_response(200)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(b"\0" * sent)
        else:
            super().do_GET()


@contextlib.contextmanager
def serving(folder, handler=Quiet):
    """A server of that folder: it has a url."""
    handler = functools.partial(handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *args: None  # who stops hangs up
    server.url = f"http://127.0.0.1:{server.server_port}/"
    server.over, server.fails = threading.Event(), None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address(site):
    with serving(site) as server:
        yield server.url


@pytest.fixture(scope="session")
def files(once):
    """The folder with Pyodide's files."""
    if os.environ.get("PYODIDE"):
        return Path(os.environ["PYODIDE"])
    package = f"pyodide@{re.search(r'/v([0-9.]+)/', ADDRESS)[1]}"

    def make(folder):
        done = shutil.which("npm") and subprocess.run(
            ["npm", "pack", package], cwd=folder, capture_output=True,
            timeout=300)
        if done and done.returncode == 0:
            with tarfile.open(next(folder.glob("*.tgz"))) as archive:
                archive.extractall(folder, filter="data")

    made = once("pyodide", make) / "package"
    if not made.exists():
        lacking(f"Python in the browser needs npm pack {package}")
    return made


@pytest.fixture(scope="session")
def pyodide(files):
    """The server with Pyodide."""
    with serving(files, Elsewhere) as server:
        yield server


# --- the browser ------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium or Chrome."""
    names = (  # the first is quicker: it draws no window
        "chromium-headless-shell", "chromium", "chromium-browser",
        "google-chrome", "chrome",
    )
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        lacking("no Chromium on the PATH")
    with needed("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


# To read the whole index takes a quarter of the time that a page takes.
NO_INDEX = {
    "config": {"lang": ["en"], "separator": " ", "fields": {"text": {}}},
    "docs": [],
}


def opener(browser, site):
    """What open_page does, as a generator that closes what it opened."""
    opened = []

    def open_(
        path, before=None, home=site, also="data:", search=False, **options
    ):
        options = {"viewport": {"width": 1280, "height": 900}, **options}
        page = browser.new_context(**options).new_page()
        opened.append(page)
        page.wrong = []

        def console(message):
            said = f"{message.text} {message.location}"
            if message.type in ("error", "warning") and also not in said:
                page.wrong.append(said)

        def request(request):
            if not request.url.startswith((home, also, "data:", "blob:")):
                page.wrong.append(f"left the site: {request.url}")

        page.on("console", console)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("request", request)
        if not search:
            page.route("**/search_index.json", lambda route: route.fulfill(
                json=NO_INDEX))
        if before:
            before(page)
        page.goto(home + path, wait_until="load")
        return page

    yield open_
    wrong = [what for page in opened for what in page.wrong]
    for page in opened:
        page.context.close()
    assert wrong == []


@pytest.fixture
def open_page(browser, address):
    """open_page(path, **context) → page, in which nothing may go wrong.

    before(page) is called before it is opened. It may ask also, an address
    beside its home. With search there is something to be found. What has gone
    wrong is in page.wrong: a test that wants that clears it.
    """
    yield from opener(browser, address)


@pytest.fixture
def open_file(browser, folder):
    """The same for the copy, from file://."""
    yield from opener(browser, f"{folder.as_uri()}/")


@pytest.fixture(scope="module")
def keep_open(browser, address):
    """The same for a page that a module's tests share."""
    yield from opener(browser, address)
