"""What a program writes at its end: each file whole, or as it was before."""

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from rnn_pure.console import Console

NO_RIGHT = ("파일이나 폴더에 쓸 권한이 없습니다",
            "there is no permission to write the file or in its folder")
REASONS = {
    errno.EACCES: NO_RIGHT, errno.EPERM: NO_RIGHT, errno.EROFS: NO_RIGHT,
    errno.EEXIST: ("다른 출력이 가는 파일입니다", "other output goes there"),
    errno.EISDIR: ("폴더입니다", "it is a folder"),
    errno.ENAMETOOLONG: ("이름이 너무 깁니다", "the name is too long"),
    errno.ENOENT: ("폴더가 없습니다", "there is no such folder"),
    errno.ENOSPC: ("디스크가 가득 찼습니다", "the disk is full"),
    errno.ENOTDIR: ("경로 중간에 폴더가 아닌 것이 있습니다",
                    "part of its path is not a folder"),
    errno.ESPIPE: ("파이프 같은 특수 파일입니다", "it is a pipe or the like"),
}


def check_targets(out: Console, *paths: Path) -> str | None:
    """Why these cannot all be written, or None; nothing is touched."""
    for k, path in enumerate(paths):
        if number := obstacle(path, [*paths[:k], Path("/dev/stdout")]):
            return cannot(out, path, number)
    return None


def obstacle(path: Path, taken: Iterable[Path]) -> int:
    """The errno of what keeps path from being written, or 0."""
    needed, mode = [path], stat.S_IFREG
    folder = Path(os.path.realpath(path)).parent
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:  # also of a link that leads nowhere
        needed = []
    except OSError as error:
        return error.errno or errno.EINVAL
    if stat.S_ISREG(mode):
        needed.append(folder)
        if not folder.is_dir():
            return errno.ENOENT
        if any(is_same(path, other) for other in taken):
            return errno.EEXIST
    elif not stat.S_ISCHR(mode):
        return errno.EISDIR if stat.S_ISDIR(mode) else errno.ESPIPE
    can = all(os.access(each, os.W_OK) for each in needed)
    return 0 if can else errno.EACCES


def is_same(one: Path, other: Path) -> bool:
    """Whether both lead to one file, which need not be there yet."""
    if one.exists() and other.exists():
        return os.path.samefile(one, other)
    return os.path.realpath(one) == os.path.realpath(other)


def cannot(out: Console, path: Path, number: int) -> str:
    """The sentence about a path that cannot be written, and an errno."""
    ko, en = REASONS.get(number, (os.strerror(number),) * 2)
    return out.say(f"{path}에 쓸 수 없습니다: {ko}",
                   f"cannot write {path}: {en}")


def keep(
    out: Console, path: Path, text: str, whole: bool = True
) -> tuple[bool, str]:
    """Write text; whether that went well, and a sentence about it.

    A text that is not whole never replaces a file: it gets a new name.
    """
    place = path
    try:
        if not whole and path.is_file():
            place = new_name(path)
        write_beside(place, text)
    except OSError as error:
        return False, cannot(out, place, error.errno or errno.EIO)
    said = out.say(f"{place}에 저장했습니다.", f"Saved in {place}.")
    if place != path:
        said += out.say(f"\n{path}에 있던 것은 그대로 두었습니다.",
                        f"\nWhat was in {path} is still there.")
    return True, said


def new_name(path: Path) -> Path:
    """NAME.partial.json for NAME.json; with a number where that is taken."""
    path = Path(os.path.realpath(path))
    for n in count(1):
        number = n if n > 1 else ""
        name = path.with_name(f"{path.stem}.partial{number}{path.suffix}")
        if not name.exists():
            break
    return name


def write_beside(path: Path, text: str) -> None:
    """Put a file of this text where path leads; a device is written to.

    Raises OSError where that fails, and what was there is as it was.
    """
    if path.is_char_device():
        path.write_text(text, encoding="utf-8")
        return
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".rnn_pure-{secrets.token_hex(8)}")
    try:
        with beside.open("x", encoding="utf-8") as file:
            if path.exists():
                shutil.copymode(path, beside)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
