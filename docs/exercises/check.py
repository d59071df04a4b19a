

def drawn(n_in, n_re, n_out, T, most):
    """A network, inputs, targets up to most (none at t = 2), and z_0."""
    draw = random.Random(T).uniform

    def matrix(m, n, most=1):
        return [[draw(-most, most) for j in range(n)] for i in range(m)]

    rnn = RNN(matrix(n_re, n_in), matrix(n_re, n_re), *matrix(1, n_re),
              matrix(n_out, n_re), *matrix(1, n_out), *WITH)
    ds = matrix(T, n_out, most)
    ds[1] = None
    return rnn, matrix(T, n_in), ds, matrix(1, n_re)[0]


def is_open(code):
    """Whether a "..." still stands in it."""
    return any(
        it is ... or hasattr(it, "co_consts") and is_open(it)
        for it in code.co_consts
    )


def close(have, need):
    """Whether these are the numbers, but for the rounding of floats."""
    return isinstance(have, (list, tuple)) and len(have) == len(need) and all(
        abs(a - b) <= 1e-6 * max(1, abs(b)) for a, b in zip(have, need)
    )


def written(row):
    """The numbers of a list to four digits; all else as it is."""
    if not isinstance(row, (list, tuple)):
        return repr(row)
    return "[{}]".format(", ".join(format(a, ".4g") for a in row))


def small():
    """What comes out on a small network: names and vectors."""
    return computed(*drawn(2, 3, 4, 4, 1))


def mark():
    """One number for all that comes out on a long sequence of large errors."""
    rows = [row for _, row in computed(*drawn(3, 3, 3, 12, 300))]
    return sum(k * a for k, a in enumerate(sum(map(list, rows), []), 1))


def check():
    """Whether the lines are right, and what there is to say of them."""
    if is_open(YOURS.__code__):
        return False, SAYS["open"]
    its = mark()
    like = [text for number, text in LIKE if close([its], [number])]
    try:
        have = dict(small())
    except Exception:  # where the sizes differ, a shape may clash
        if not like:
            raise
        return False, "\n".join([repr(sys.exc_info()[1]), *like])
    wrong = [name for name in RIGHT if not close(have.get(name), RIGHT[name])]
    if not wrong and close([its], [MARK]):
        return True, SAYS["right"]
    said = SAYS["large"]
    if wrong:
        name, *_ = wrong
        said = SAYS["differs"].format(
            name=name, need=written(RIGHT[name]), have=written(have.get(name))
        )
    return False, "\n".join([said, *like])


def test_the_lines():
    right, said = check()
    assert right, said


SAYS, MARK, RIGHT, LIKE = {}, 0, {}, []


if __name__ == "__main__":
    right, said = check()
    sys.stdout.reconfigure(errors="replace")  # where a terminal has no δ
    print(said)
    raise SystemExit(not right)
