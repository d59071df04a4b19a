"""The built site and a browser, once for all tests that look at it.

Where there is no mkdocs, Playwright or Chromium these tests are skipped with
that reason, unless RNN_PURE_BROWSER=required, as in CI. RNN_PURE_SITE is a
folder with the site as it is built already; without it, it is built first.
"""

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
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)  # machines wobble
# the drawn networks do not depend on the Python: elsewhere a few will do
settings.register_profile("few", deadline=None, max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
ADDRESS = re.search(r"^  pyodide: (\S+)$", SETTINGS, re.M)[1]
VERSION = re.search(r"/v([\d.]+)/", ADDRESS)[1]

REQUIRED = os.environ.get("RNN_PURE_BROWSER") == "required"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Into a script: a pen of one pixel, and the relative luminance of a colour,
# as WCAG 2 defines it.
PEN = """
  const pen = document.createElement("canvas").getContext("2d");
  pen.canvas.width = pen.canvas.height = 1;
  const light = (rgb) => rgb
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
"""


def needed(module):
    """A module of the dev extra."""
    if REQUIRED:
        return importlib.import_module(module)
    return pytest.importorskip(module, reason="needs the dev extra")


def tracked():
    """The paths of the repository's files; skips where git has none."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True,
        encoding="utf-8",
    ) if (ROOT / ".git").exists() and shutil.which("git") else None
    if listed is None or listed.returncode:
        pytest.skip("needs the repository")
    return listed.stdout.split("\0")[:-1]


def build(source, target, **given):
    """Build the site; given are variables, such as SITE_URL."""
    unset = {"SITE_URL": "", "REPO_URL": "", "NO_MKDOCS_2_WARNING": "1",
             "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-d", str(target)],
        cwd=source,
        env={**os.environ, **unset, **given},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder with the built site."""
    needed("mkdocs")
    if os.environ.get("RNN_PURE_SITE"):
        return Path(os.environ["RNN_PURE_SITE"])
    target = tmp_path_factory.mktemp("site")
    done = build(ROOT, target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def folder(site, tmp_path_factory):
    """The folder with the copy that opens from one, at a telling place."""
    target = tmp_path_factory.mktemp("교실 #1 100%")
    done = subprocess.run(
        [sys.executable, "-m", "docs.build.offline", str(site),
         str(target / "rnn_pure-site.zip")],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    shutil.unpack_archive(target / "rnn_pure-site.zip", target)
    return target / "rnn_pure-site"


@pytest.fixture
def copy(tmp_path):
    """A folder with all that the site is built of, to be changed."""
    for name in ("docs", "rnn_pure", ".vscode", "mkdocs.yml", "LICENSE",
                 "README.md", "README.ko.md"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def send_error(self, code, *args):
        if code != 404:
            return super().send_error(code, *args)
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def address(site):
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium or Chrome."""
    names = "chromium", "chromium-browser", "google-chrome", "chrome"
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        (pytest.fail if REQUIRED else pytest.skip)("no Chromium on the PATH")
    with needed("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def opener(browser, address):
    """What open_page does, as a generator that closes what it opened."""
    contexts = []

    def open_(path, before=None, **options):
        options = {"viewport": {"width": 1280, "height": 900}, **options}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.wrong = []

        def console(message):
            if message.type in ("error", "warning"):
                page.wrong.append(f"{message.text} {message.location}")

        def request(request):
            if not request.url.startswith((address, "data:", "blob:")):
                page.wrong.append(f"left the site: {request.url}")

        page.on("console", console)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("request", request)
        if before:
            before(page)
        page.goto(address + path, wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(browser, address):
    """open_page(path, **context) → page; what goes wrong is in page.wrong.

    before(page) is called before the page is opened.
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


# --- Python in the browser --------------------------------------------------

@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """The folder with Pyodide's files."""
    if os.environ.get("PYODIDE"):
        return Path(os.environ["PYODIDE"])
    target, why = tmp_path_factory.mktemp("pyodide"), "there is no npm"
    if shutil.which("npm"):
        done = subprocess.run(
            ["npm", "pack", f"pyodide@{VERSION}"],
            cwd=target, capture_output=True, encoding="utf-8", timeout=300,
        )
        why = f"npm pack pyodide@{VERSION} failed: {done.stderr[-300:]}"
        if done.returncode == 0:
            with tarfile.open(next(target.glob("*.tgz"))) as package:
                package.extractall(target, filter="data")
            return target / "package"
    assert not REQUIRED, why
    pytest.skip(f"Python in the browser needs Pyodide, and {why}")


class Elsewhere(http.server.SimpleHTTPRequestHandler):
    """Another site, with Pyodide; it fails as the server's `fails` says."""

    extensions_map = {
        ".mjs": "text/javascript", ".wasm": "application/wasm",
        "": "text/plain",
    }

    def log_message(self, *args):
        pass

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def do_GET(self):
        self.server.asked.append(self.path)
        fails = self.server.fails if self.path.endswith(".wasm") else None
        if fails == "silent":
            self.server.over.wait(60)
        elif fails == "spoilt":
            self.send_response(200)
            self.send_header("Content-Length", "4000")
            self.end_headers()
            self.wfile.write(b"\0" * 4000)
        elif fails == "503":
            self.send_error(503)
        elif fails == "cut off":
            self.send_response(200)
            self.send_header("Content-Length", "9000000")
            self.end_headers()
            self.wfile.write(b"\0" * 1_000_000)
        else:
            super().do_GET()


@pytest.fixture(scope="session")
def elsewhere(files):
    handler = functools.partial(Elsewhere, directory=str(files))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *args: None  # who stops hangs up
    server.url = f"http://127.0.0.1:{server.server_port}/"
    server.over, server.asked, server.fails = threading.Event(), [], None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


def pyodide_at(url):
    """before= of open_page: the page finds Pyodide there."""
    def page_with_that(route):
        html = route.fetch().text()
        assert ADDRESS in html
        html = html.replace(ADDRESS, url)
        route.fulfill(body=html, content_type="text/html")

    its_page = re.compile(r"/(step|learn/[\w-]+|coursework/diagnose)/(\?|$)")
    return lambda page: page.route(its_page, page_with_that)
