"""python -m rnn_pure diagnose FILE: exit status 0 right, 1 not, 2 no verdict."""

import json
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

from rnn_pure.console import Console, language, options
from rnn_pure.diagnosis.arguments import Unfit
from rnn_pure.diagnosis.judge import Diagnosis, judge
from rnn_pure.diagnosis.marking import mark, row
from rnn_pure.diagnosis.process import Broken, Process
from rnn_pure.diagnosis.telling import tell

RIGHT, WRONG, UNJUDGED = 0, 1, 2
TEMPLATE = Path(__file__).with_name("template.txt")


def main(arguments: list[str]) -> int:
    """What the arguments ask for, and the exit status."""
    out = Console(language(arguments))
    parser = options(out, "python -m rnn_pure diagnose", out.say(
        "기울기 함수의 어느 줄이 틀렸는지, 어떤 실수처럼 동작하는지 "
        "알려 줍니다. 파일은 별도 프로세스에서 실행되지만 보안 격리는 아닙니다. "
        "믿을 수 있는 파일만 실행하십시오.",
        "Tells which line of a gradient function is wrong, and like which "
        "mistake it acts. The file runs in a process of its own, which is "
        "no security sandbox: run only what you trust.",
    ))
    parser.add_argument("path", nargs="?", type=Path, metavar="FILE", help=(
        out.say("파이썬 파일, 또는 제출물이 든 폴더",
                "a Python file, or a folder of submissions")
    ))
    parser.add_argument("--function", metavar="NAME", help=out.say(
        "함수의 이름. 없으면 bptt 같은 이름을 찾습니다",
        "the function; without it, one with a name like bptt is looked for",
    ))
    parser.add_argument("--seed", type=int, default=0, help=out.say(
        "시험에 쓰는 신경망을 정하는 수",
        "which networks it is tried on",
    ))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=out.say(
        "폴더를 채점해 여기에 씁니다. 제출물마다 한 행입니다",
        "mark a folder into this file, a row a submission",
    ))
    parser.add_argument("--template", action="store_true", help=out.say(
        "클래스를 위한 어댑터를 출력합니다",
        "print adapters for a class of your own",
    ))
    parser.add_argument("--json", action="store_true", help=out.say(
        "한 줄의 JSON으로 출력합니다", "print one line of JSON"
    ))
    asked = parser.parse_args(arguments)
    if asked.template:
        out.print(TEMPLATE.read_text("utf-8").rstrip())
        return RIGHT
    if asked.path is None:
        parser.error(out.say("FILE이 필요합니다", "it needs a FILE"))
    if asked.path.is_dir():
        if asked.csv is None:
            parser.error(out.say(
                "폴더에는 --csv FILE이 필요합니다", "a folder needs --csv FILE"
            ))
        return mark(out, asked.path, asked.csv, asked.seed, asked.function)
    if asked.csv is not None:
        parser.error(out.say(
            "--csv는 폴더에만 씁니다", "--csv is for a folder"
        ))
    return one(out, asked.path, asked.function, asked.seed, asked.json)


def one(
    out: Console, path: Path, function: str | None, seed: int, as_json: bool
) -> int:
    """Judge a file, and say it."""
    said: dict[str, Any] = {}
    found: Diagnosis | None = None
    try:
        if not path.is_file():
            raise FileNotFoundError(str(path))
        with Process(path, function) as process:
            if not as_json:
                out.print(out.colour("bold", f"{process.name}, {path.name}"))
            found = judge(process, seed)
            said = row(found)
    except FileNotFoundError:
        said = {"verdict": "unjudged", "note": out.say(
            f"{path}: 그런 파일이 없습니다", f"{path}: there is no such file"
        )}
    except Unfit as unfit:
        said = {"verdict": "unjudged", "note": unfitting(out, unfit)}
    except Broken as broken:
        said = {"verdict": "unjudged", "note": broken_file(out, broken)}
    if as_json:
        sys.stdout.write(json.dumps(said) + "\n")
    elif found:
        tell(found, out)
    else:
        out.print(said["note"])
    if found is None:
        return UNJUDGED
    return RIGHT if found.right else WRONG


def broken_file(out: Console, broken: Broken) -> str:
    """Why a file cannot be judged."""
    answer = broken.answer
    where = f" ({answer.line}: {answer.code})" if answer.line else ""
    if answer.problem == "time":
        return out.say(
            f"파일을 불러오는 데 {answer.what} 넘게 걸립니다. 학습은 "
            f'if __name__ == "__main__": 아래에 두십시오.',
            f"Importing the file takes more than {answer.what}. Put the "
            f'training below if __name__ == "__main__":.',
        )
    if answer.problem == "died":
        return out.say(
            "파일을 불러오다가 프로세스가 죽었습니다.",
            "The process died while the file was imported.",
        )
    return out.say(
        f"파일을 불러올 수 없습니다: {answer.what}{where}",
        f"The file cannot be imported: {answer.what}{where}",
    )


def unfitting(out: Console, unfit: Unfit) -> str:
    """What was looked for, and what was found."""
    kind, *found = unfit.args
    see = out.say(
        "어댑터 열 줄이면 됩니다: python -m rnn_pure diagnose --template",
        "Ten lines of adapter will do: python -m rnn_pure diagnose --template",
    )
    if kind == "absent":
        name, there = found
        return out.say(
            f"{name}라는 함수가 없습니다. 있는 것: {', '.join(there) or '없음'}",
            f"There is no function {name}. There: "
            f"{', '.join(there) or 'none'}",
        )
    if kind == "several":
        return out.say(
            f"함수가 여럿입니다: {', '.join(found[0])}. --function으로 고르십시오.",
            f"Several functions may be meant: {', '.join(found[0])}. Choose "
            f"with --function.",
        )
    if kind == "parameter":
        signature, name = found
        return out.say(
            f"{signature}: {name}이(가) 무엇인지 모르거나, 그것을 받는 "
            f"매개변수가 없습니다.\n{LOOKED[0]}\n{see}",
            f"{signature}: what {name} is is not known, or no parameter takes "
            f"it.\n{LOOKED[1]}\n{see}",
        )
    functions, classes = found
    return out.say(
        f"기울기 함수를 찾지 못했습니다.\n{LOOKED[0]}\n함수: "
        f"{', '.join(functions) or '없음'}. 클래스: "
        f"{', '.join(classes) or '없음'}.\n{see}",
        f"No gradient function was found.\n{LOOKED[1]}\nFunctions: "
        f"{', '.join(functions) or 'none'}. Classes: "
        f"{', '.join(classes) or 'none'}.\n{see}",
    )


LOOKED = (
    dedent("""\
        찾은 것: bptt, 또는 이름에 bptt, backprop, backward, loss_fun, grad가 든 함수.
        매개변수는 (rnn, states, ds)이거나, 입력(xs, inputs), 목표(ds, targets),
        가중치(W_in Wxh Wx U, W_re Whh Wh W, b bh, W_out Why Wy V, b_out by c),
        초기 상태(z_0 h0 hprev)를 뜻하는 이름이어야 합니다."""),
    dedent("""\
        Looked for: bptt, or a name with bptt, backprop, backward, loss_fun or grad in it.
        Its parameters are (rnn, states, ds), or names for inputs (xs, inputs), targets
        (ds, targets), weights (W_in Wxh Wx U, W_re Whh Wh W, b bh, W_out Why Wy V,
        b_out by c) and the initial state (z_0 h0 hprev)."""),
)
