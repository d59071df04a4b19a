

def drawn(n_in, n_re, n_out, T, most, with_):
    """A network, inputs, targets up to most (none at t = 2), and z_0."""
    draw = random.Random(T).uniform

    def matrix(m, n, most=1):
        return [[draw(-most, most) for j in range(n)] for i in range(m)]

    rnn = RNN(matrix(n_re, n_in), matrix(n_re, n_re), *matrix(1, n_re),
              matrix(n_out, n_re), *matrix(1, n_out), *with_)
    ds = matrix(T, n_out, most)
    ds[1] = None
    return rnn, matrix(T, n_in), ds, matrix(1, n_re)[0]


def small():
    """What comes out on a small network: vectors by their names."""
    f, g, *error = WITH
    return dict(computed(*drawn(2, 3, 4, 4, 1, [g, f, *error])))


def mark():
    """One number for all that comes out on a long sequence of large errors."""
    rows = [row for _, row in computed(*drawn(3, 3, 3, 12, 300, WITH))]
    return sum(k * a for k, a in enumerate(sum(map(list, rows), []), 1))


def attempt(made):
    """What it gives, and what stopped it."""
    try:
        return made(), None
    except Exception as error:
        return None, error


def close(have, need):
    """Whether these are the numbers, but for the rounding of floats."""
    return isinstance(have, (list, tuple)) and len(have) == len(need) and all(
        isinstance(a, (int, float)) and abs(a - b) <= 1e-6 * max(1, abs(b))
        for a, b in zip(have, need)
    )


def written(row):
    """The numbers of a list to four digits; all else as it is."""
    if not isinstance(row, (list, tuple)):
        return repr(row)
    return "[{}]".format(", ".join(
        format(a, ".4g") if isinstance(a, (int, float)) else repr(a)
        for a in row
    ))


def differing(have):
    """What is said of the first that differs; nothing where none does."""
    for name, need in RIGHT.items():
        its = have.get(name)
        if not close(its, need):
            right = isinstance(its, (list, tuple)) and len(its) == len(need)
            return SAYS["differs" if right else "shape"].format(
                name=name, need=written(need), have=written(its), n=len(need)
            )
    return ""


class Misfit(ValueError):
    """Lists that do not fit: a key of SAYS, the function, their lengths."""


def strict(function):
    """The same function, but nothing is dropped where lengths differ."""
    name = function.__name__
    key = "columns" if name == "matvec" else "lengths"

    def made(*them, **named):
        if any(one is None or name == "sum_outer" and None in one
               for one in them):
            raise Misfit("none", name, 0, 0)
        first = them[0][0] if name == "matvec" else them[0]
        one, *others = [
            len(it) for it in (first, *them[1:]) if hasattr(it, "__len__")
        ] or [0]
        for other in others:
            if other != one:
                raise Misfit(key, name, one, other)
        return function(*them, **named)

    return made


def missing(code, frame):
    """What in this code is None, or else has None in it."""
    found = []
    for name in re.findall(r"\w+(?:\[[^][]+\])?", code.split(" = ", 1)[-1]):
        its, error = attempt(
            lambda: eval(name, frame.f_globals, frame.f_locals)
        )
        if its is None and not error:
            return name
        if isinstance(its, list) and None in its:
            found += [name]
    return found[0] if found else "None"


def grown(frame, n):
    """The first vector of the time t that has this length."""
    known = frame.f_locals
    for name, its in known.items():
        vector = attempt(lambda: its[known["t"]])[0]
        if isinstance(its, list) and attempt(lambda: len(vector))[0] == n:
            return [SAYS["grown"].format(name=name, t=known["t"], n=n)]
    return []


def why(error, code, frame):
    """What stopped it, as SAYS has it."""
    text, kind = str(error), type(error).__name__
    if isinstance(error, Misfit) and error.args[0] != "none":
        key, name, *sizes = error.args
        both = dict(zip(("one", "other"), sizes))
        said = SAYS[key].format(name=name, **both)
        plus = re.search(r"\) *\+", inspect.getsource(YOURS))
        if not plus or max(sizes) <= 4:  # no layer is longer
            return said
        return "\n".join([said, *grown(frame, max(sizes)), SAYS["joined"]])
    if isinstance(error, Misfit) or "NoneType" in text:
        return SAYS["none"].format(name=missing(code, frame))
    if "operand type" in text or "multiply sequence" in text:
        return SAYS["operator"]
    if re.search("has no len|not iterable|not subscriptable", text):
        return SAYS["no_list"].format(name=text.split("'")[1])
    if isinstance(error, IndexError):
        return SAYS["beyond"]
    if isinstance(error, NameError):
        return SAYS["no_name"].format(name=text.split("'")[1])
    return SAYS["raised"].format(kind=kind, error=text)


def stopped(error):
    """In which line of yours it stopped, and why."""
    lines, first = inspect.getsourcelines(YOURS)
    file, trace, last = YOURS.__code__.co_filename, error.__traceback__, None
    while trace:
        frame, n = trace.tb_frame, trace.tb_lineno - first
        if frame.f_code.co_filename == file and 0 <= n < len(lines):
            last = frame, n
        trace = trace.tb_next
    if not last:
        return why(error, "", None)
    frame, n = last
    code = lines[n].strip()
    at = frame.f_locals.get("t") if re.search(r"\bt\b", code) else None
    said = SAYS["at" if at else "line"].format(n=first + n, code=code, t=at)
    return "\n".join([said, why(error, code, frame)])


def still_open():
    """The lines in which a "..." stands, each with its number."""
    lines, first = inspect.getsourcelines(YOURS)
    return "\n".join(
        SAYS["open"].format(n=n, code=line.strip())
        for n, line in enumerate(lines, first)
        if "..." in line.partition("#")[0]
    )


def check():
    """Whether the lines are right, and what there is to say of them."""
    if still_open():
        return False, "\n".join([still_open(), SAYS["hint"]])
    (have, error), (its, _) = attempt(small), attempt(mark)
    if not error and not differing(have) and close([its], [MARK]):
        return True, SAYS["right"]
    for name in "matvec dot add subtract hadamard sum_outer".split():
        if name in globals():
            globals()[name] = strict(globals()[name])
    (have, error), (its, other) = attempt(small), attempt(mark)
    said = stopped(error) if error else differing(have) or (
        stopped(other) if other else SAYS["large"]
    )
    like = [text for number, text in LIKE if close([its], [number])]
    return False, "\n".join([said, *(like or [SAYS["hint"]])])


def test_the_lines():
    right, said = check()
    assert right, said


SAYS, MARK, RIGHT, LIKE = {}, 0, {}, []


if __name__ == "__main__":
    right, said = check()
    sys.stdout.reconfigure(errors="replace")  # where a terminal has no δ
    print(said)
    raise SystemExit(not right)
