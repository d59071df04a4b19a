"""What people call the things of the derivation, and what they mean by it.

Capitals and underscores do not matter but where a letter alone stands for a
matrix. The tables are symbols.md's, and what published code uses.
"""

import re
from collections.abc import Iterable

ROLES = {
    "rnn": "rnn net network nn model cell",
    "params": "params parameters weights theta p w_dict ws",
    "states": "states state_list cache forward_states",
    "xs": "xs x x_seq xseq inputs input input_seq inputseq sequence seq "
    "x_sequence x_list input_sequence data",
    "ds": "ds d d_seq targets target target_seq desired labels label ytrue "
    "ystar ts tgt tgts yt ds_seq targ expected dseq gold truth",
    "y": "y ys y_seq outputs output yhat yhats yh ypred ypreds preds "
    "predictions",
    "z_0": "z0 h0 hprev s0 a0 hinit prevh hstart zinit initstate initialstate "
    "state0 hiddenprev prevhidden h_init_state zprev sprev aprev hm1 init",
    "z": "z zs hs hiddens hiddenstates as hseq h hidden states_z",
    "u": "u us u_seq",
    "v": "v vs v_seq logits",
    "W_in": "win wxh wx wax wih wxz wxu whx wi wkernel kernel wxa wxs "
    "weightih weightihl0 inputweights win_weights wzx wux wah1 wxr",
    "W_re": "wre whh wh waa wrec wr wzz wss recurrentkernel weighthh "
    "weighthhl0 recurrentweights wuz wrecurrent whidden",
    "W_out": "wout why wy wya wo who wzy way wyh wyz wsy wvz outputweights "
    "weightout weightho linearweight",
    "b": "b bh ba bias bz bre bhh bin hiddenbias bhidden bs bu brec bxh",
    "b_out": "bout by bo c outputbias by0 boutput bv linearbias",
    "n_in": "nin inputsize inputdim nx indim ninput ninputs ni din nfeatures",
    "n_re": "nre hiddensize hiddendim nh nhidden nhiddens h_size hdim nz dh "
    "na hsize units nunits",
    "n_out": "nout outputsize outputdim ny outdim noutput noutputs no dout "
    "nclasses",
    "vocab": "vocabsize vocab_len v_size nvocab vsize nchars",
    "T": "t_max seqlength seqlen nsteps timesteps steps length tmax ntime "
    "ntimesteps numsteps nt seq_t tlen",
    "delta_out": "deltaout dout_t deltaouts dv",
    "delta_re": "deltare deltares deltas",
    "E": "e loss error cost l totalloss totalerror",
}
LETTERS = {  # where capitals tell them apart
    "U": "W_in", "W": "W_re", "V": "W_out", "X": "xs", "D": "ds", "T": "T",
    "Y": "y", "H": "z", "Z": "z", "b": "b", "c": "b_out", "t": "ds",
    "dU": "W_in", "dW": "W_re", "dV": "W_out", "dx": "x", "dX": "x",
    "gU": "W_in", "gW": "W_re", "gV": "W_out", "p": "params",
}
WEIGHTS = ("W_in", "W_re", "b", "W_out", "b_out")
_ROLE = {
    name.replace("_", ""): role
    for role, names in ROLES.items()
    for name in names.split()
}


def role(name: str) -> str | None:
    """What a name stands for: a key of ROLES, or None."""
    plain = re.sub(r"\W|_", "", name)
    return LETTERS.get(name) or _ROLE.get(plain.lower())


def gradient_role(name: str) -> str | None:
    """What it is a gradient of: dWxh, dE_dW_in, grad_b, W_in; or None."""
    if name in LETTERS:
        role = LETTERS[name]
        return role if role in (*WEIGHTS, "x") else None
    plain = re.sub(r"\W|_", "", name)
    lower = plain.lower()
    if lower in ("deltaout", "deltare", "deltares", "deltaouts"):
        return "delta_out" if "out" in lower else "delta_re"
    for start in _starts(lower):
        rest = plain[start:]
        letter = LETTERS.get(rest) if rest in [*"UWVbc"] else None
        found = letter or _ROLE.get(rest.lower())
        if found in WEIGHTS:
            return found
        if found == "z_0":
            return "z_0"
        if found == "xs" and start:
            return "x"
        if found == "E" and not start:
            return "E"
    if lower in ("x", "xs"):
        return "x"
    return None


def _starts(lower: str) -> Iterable[int]:
    """Where a name may begin: at 0, or after what says gradient of."""
    yield 0
    for prefix in (
        "gradients", "gradient", "grads", "grad", "nabla", "dedd", "dldd",
        "ded", "dld", "djd", "de", "dl", "dj", "delta", "d", "g",
    ):
        if lower.startswith(prefix):
            yield len(prefix)
