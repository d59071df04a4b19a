"""What a program writes at its end, and what it leaves alone."""

import errno
import io
import os
import stat
import sys
from pathlib import Path

import pytest

from rnn_pure.practice import program

POSIX = pytest.mark.skipif(os.name != "posix", reason="not so on Windows")
OLD = 50 * "what was there\n"
TEXT = 1000 * "weights\n"


def main(arguments, before, whole):
    """A program with nothing to do."""
    out, parser = program.parser(arguments, "none", "없음", "none")
    asked = program.read(out, parser, arguments)
    before()
    well = program.leave(out, asked, lambda: "<svg/>", lambda: TEXT, whole)
    return 0 if well else 1


def run(
    monkeypatch, *arguments, status=0, whole=True, before=lambda: None
):
    """What it prints."""
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", "strict", newline="")
    monkeypatch.setattr(sys, "stdout", stream)
    try:
        assert main(arguments, before, whole) == status
    finally:
        monkeypatch.undo()
    stream.flush()
    return stream.buffer.getvalue().decode()


def refused(capsys, lang, *arguments):
    """The one line of a run that ended before any work."""
    with pytest.raises(SystemExit) as ended:
        main([*map(str, arguments), "--lang", lang],
             fails(AssertionError), True)
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    *_, line = captured.err.splitlines()
    return line.partition("error: ")[2]


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(OLD, encoding="utf-8")
    return path


def new_link(link, target):
    try:
        link.symlink_to(target)
    except (OSError, NotImplementedError):
        pytest.skip("no links here")


def fails(error):
    def function(*arguments, **options):
        raise error

    return function


@pytest.mark.parametrize(("arguments", "ko", "en"), [
    (["--svg", "{}/missing/a.svg"], "폴더가 없", "no such folder"),
    (["--save", "{}/missing/a.json"], "폴더가 없", "no such folder"),
    (["--svg", "{}"], "폴더입니다", "is a folder"),
    pytest.param(["--svg", __file__ + "/a.svg"],
                 "경로 중간에", "is not a folder", marks=POSIX),
    pytest.param(["--save", "{}/" + 300 * "a"],
                 "너무 깁", "too long", marks=POSIX),
    (["--seed", "-1"], "0 이상", "at least 0"),
])
def test_bad_options_end_before_any_work(
    capsys, tmp_path, arguments, ko, en
):
    arguments = [a.format(tmp_path) for a in arguments]
    assert ko in refused(capsys, "ko", *arguments)
    assert en in refused(capsys, "en", *arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_says_why(
    monkeypatch, tmp_path, old, lang, function
):
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(os, function, fails(full))
    text = run(monkeypatch, "--lang", lang, "--save", str(old), status=1)
    last = text.splitlines()[-1]
    assert str(old) in last
    assert {"ko": "가득 찼습니다", "en": "disk is full"}[lang] in last
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_text("utf-8") == OLD


def test_a_write_that_fails_midway_leaves_the_old_file(
    monkeypatch, tmp_path, old
):
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        run(monkeypatch, "--lang", "en", "--save", str(old), status=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_text("utf-8") == OLD


def test_one_file_that_fails_keeps_no_other_from_being_written(
    monkeypatch, tmp_path
):
    folder = tmp_path / "removed"
    folder.mkdir()
    kept = tmp_path / "a.json"
    text = run(monkeypatch, "--lang", "en", "--save", str(kept),
               "--svg", str(folder / "a.svg"), status=1, before=folder.rmdir)
    failed, saved = text.splitlines()[-2:]
    assert "no such folder" in failed
    assert saved == f"Saved in {kept}."
    assert kept.read_text("utf-8") == TEXT


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device")
def test_a_device_is_written_to_and_never_replaced(monkeypatch):
    for whole in True, False:
        monkeypatch.setattr(os, "replace", fails(AssertionError))
        text = run(monkeypatch, "--lang", "en", "--save", "/dev/full",
                   "--svg", "/dev/null", status=1, whole=whole)
        assert text.splitlines()[-2:] == [
            "Saved in /dev/null.", "cannot write /dev/full: the disk is full"
        ]


def test_a_whole_run_replaces_and_says_so(monkeypatch, old):
    text = run(monkeypatch, "--lang", "en", "--save", str(old))
    assert text.splitlines()[-1] == f"Saved in {old}."
    assert old.read_text("utf-8") == TEXT


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_an_interrupted_run_replaces_nothing(
    monkeypatch, tmp_path, old, lang
):
    for name in "a.partial.json", "a.partial2.json":
        text = run(monkeypatch, "--lang", lang, "--save", str(old),
                   whole=False)
        first, second = text.splitlines()[-2:]
        assert str(tmp_path / name) in first
        assert str(old) in second
        assert (tmp_path / name).read_text("utf-8") == TEXT
    assert old.read_text("utf-8") == OLD
    assert len(list(tmp_path.iterdir())) == 3


def test_an_interrupted_run_leaves_what_a_link_leads_to(
    monkeypatch, tmp_path, old
):
    folder = tmp_path / "folder"
    folder.mkdir()
    new_link(folder / "link", old)
    run(monkeypatch, "--save", str(folder / "link"), whole=False)
    assert old.read_text("utf-8") == OLD
    assert (tmp_path / "a.partial.json").exists()  # where it may write


def test_ctrl_c_while_writing_leaves_the_old_file(monkeypatch, old):
    monkeypatch.setattr(os, "fsync", fails(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        run(monkeypatch, "--save", str(old))
    assert [*old.parent.iterdir()] == [old]
    assert old.read_text("utf-8") == OLD


@pytest.mark.parametrize(("other", "there"), [
    ("same", True), ("spelling", True), ("link", True), ("hard link", True),
    ("same", False), ("spelling", False), ("link", False),
])
def test_two_names_of_one_file_are_refused(
    monkeypatch, capsys, tmp_path, other, there
):
    one = two = tmp_path / "a"
    if there:
        one.write_text(OLD, encoding="utf-8")
    if other == "spelling":
        two = tmp_path / ".." / tmp_path.name / "a"
    elif other == "link":
        two = tmp_path / "link"
        new_link(two, one)
    elif other == "hard link":
        two = tmp_path / "link"
        os.link(one, two)
    for first, second in (one, two), (two, one):
        arguments = "--svg", first, "--save", second
        line = refused(capsys, "en", *arguments)
        assert line == f"cannot write {second}: other output goes there"
        line = refused(capsys, "ko", *arguments)
        assert line.startswith(f"{second}에 쓸 수 없습니다: 다른 출력이 가는")
    assert one.exists() == there
    assert not there or one.read_text("utf-8") == OLD


@POSIX
def test_the_file_that_the_output_goes_to_is_refused(
    monkeypatch, capfd, tmp_path
):
    path, before = tmp_path / "a.txt", os.dup(1)
    with path.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        try:
            lines = [refused(capfd, "en", "--save", name)
                     for name in (path, "/dev/stdout")]
        finally:
            os.dup2(before, 1)
            os.close(before)
    assert all("other output goes there" in line for line in lines)


def test_a_link_that_leads_nowhere_creates_what_it_leads_to(
    monkeypatch, tmp_path
):
    link, target = tmp_path / "link", tmp_path / "target"
    new_link(link, "target")
    arguments = ["--save", str(link)]
    with pytest.raises(KeyboardInterrupt):
        run(monkeypatch, *arguments, before=fails(KeyboardInterrupt))
    assert link.is_symlink()
    assert not target.exists()
    run(monkeypatch, *arguments)
    assert link.is_symlink()
    assert target.read_text("utf-8") == TEXT


def test_a_link_stays_a_link(monkeypatch, tmp_path, old):
    new_link(tmp_path / "link", old)
    run(monkeypatch, "--save", str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink()
    assert old.read_text("utf-8") == TEXT


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are none here")
def test_a_pipe_is_refused_at_once(monkeypatch, capsys, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    end = os.open(tmp_path / "pipe", os.O_RDWR)  # so that none can block
    try:
        line = refused(capsys, "en", "--save", tmp_path / "pipe")
    finally:
        os.close(end)
    assert line.endswith("it is a pipe or the like")


@pytest.mark.parametrize("locked", ["a.json", "."])
def test_what_may_not_be_written_is_refused(
    monkeypatch, capsys, tmp_path, old, locked
):
    """In either case, though renaming over a locked file would succeed."""
    real = os.access

    def access(path, mode):
        return Path(path) != tmp_path / locked and real(path, mode)

    monkeypatch.setattr(os, "access", access)
    line = refused(capsys, "en", "--save", old)
    assert "no permission" in line
    assert old.read_text("utf-8") == OLD


@POSIX
def test_an_old_file_keeps_its_rights_and_a_new_one_heeds_the_umask(
    monkeypatch, tmp_path, old
):
    old.chmod(0o604)
    before = os.umask(0o027)
    try:
        run(monkeypatch, "--save", str(old), "--svg", str(tmp_path / "new"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(old.stat().st_mode) == 0o604
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
