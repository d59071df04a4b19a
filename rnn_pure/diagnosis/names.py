"""What people call the things of the derivation, and what they mean by it.

Capitals and underscores do not matter but where a letter alone stands for a
matrix. The tables are symbols.md's, and what published code uses.
"""

import re
from collections.abc import Iterable

from rnn_pure.checks import WEIGHTS

ROLES = {
    "rnn": "rnn net network nn model cell",
    "params": "params parameters weights theta w_dict param",
    "states": "states cache forward_states trace tape history st fwd",
    "xs": "xs x x_seq seq_x inputs input input_seq sequence seq x_sequence "
    "x_list input_sequence data x_t input_data x_train",
    "ds": "ds d d_seq targets target target_seq desired labels label y_true "
    "y_star ts tgt tgts targ targs expected gold truth answers label_seq "
    "target_sequence y_train desired_outputs d_t ground_truth goal goals",
    "y": "y ys y_seq outputs output y_hat y_hats yh y_pred y_preds preds "
    "predictions out outs o os",
    "z_0": "z0 h0 h_prev s0 a0 h_init prev_h h_start init_state "
    "initial_state state0 hidden_prev prev_hidden z_prev s_prev a_prev "
    "init_h init initial_hidden hidden0 h_initial first_state start_state "
    "prev_state state h_minus_1 z_init hidden_state z_start init_hidden",
    "z": "z zs hs hiddens hidden_states as h_seq h hidden s ss a",
    "u": "u us u_seq pre pre_activations",
    "v": "v vs v_seq logits",
    "W_in": "win wxh wx wax wih wxz whx wi wkernel kernel wsx wzx wux "
    "weight_ih weight_ih_l0 w_input wei_in w_input_hidden input_weights "
    "w_ih_l0 w_x_h w_hid_in w_inp w_x_to_h wei_xh whi",
    "W_re": "wre whh wh waa wrec wr wzz wss recurrent_kernel weight_hh "
    "weight_hh_l0 w_recurrent w_hidden w_hidden_hidden recurrent_weights "
    "w_h_h w_hid w_state wrecur w_h_to_h wuz",
    "W_out": "wout why wy wya wo who wzy way wyh wyz wsy wys w_output "
    "w_hidden_output output_weights weight_out weight_ho w_h_y wzo woh "
    "w_h_to_y wvz dense_kernel",
    "b": "b bh ba bias bz bre bhh hidden_bias b_hidden bs bu b_rec b_xh "
    "bias_h bias_hidden bx b_in b_state",
    "b_out": "bout by bo c output_bias b_output bias_out bias_y bias_o bv "
    "bias_output b_hy b_final dense_bias",
    "n_in": "n_in input_size input_dim nx n_input n_inputs d_in n_features",
    "n_re": "n_re hidden_size hidden_dim nh n_hidden n_hiddens d_h na h_size "
    "units n_units h_dim hid_size",
    "n_out": "n_out output_size output_dim ny n_output n_outputs d_out "
    "n_classes num_classes",
    "vocab": "vocab_size n_vocab n_chars",
    "T": "t_max seq_length seq_len n_steps time_steps steps length t_steps "
    "n_time_steps num_steps n_t sequence_length",
    "delta_out": "delta_out delta_outs",
    "delta_re": "delta_re delta_res",
    "E": "e loss error cost total_loss total_error",
}
LETTERS = {  # where capitals tell them apart
    "U": "W_in", "W": "W_re", "V": "W_out", "X": "xs", "D": "ds", "T": "T",
    "Y": "y", "H": "z", "Z": "z", "b": "b", "c": "b_out", "t": "ds",
    "dU": "W_in", "dW": "W_re", "dV": "W_out", "dx": "x", "dX": "x",
    "gU": "W_in", "gW": "W_re", "gV": "W_out", "p": "params",
}
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
