"""What people call the things of the derivation, and what they mean by it.

Capitals and underscores do not matter, but where a letter alone stands for a
matrix. The words are those of books, courses and published code.
"""

import re
from collections.abc import Iterator

from rnn_pure.checks import WEIGHTS

ROLES = {
    "rnn": "rnn net network nn model cell self",
    "params": "params param parameters weights theta w_dict p weight_dict "
    "매개변수 가중치 파라미터",
    "states": "states forward_states trace tape st fwd",
    "xs": "xs x x_seq seq_x inputs input input_seq sequence seq x_sequence "
    "x_list input_sequence data x_t input_data x_train x_batch batch_x "
    "tokens input_ids sentence 입력 입력들 입력열 입력값 입력시퀀스",
    "ds": "ds d d_seq targets target target_seq desired labels label y_true "
    "y_star ts tgt tgts targ targs expected gold truth answers label_seq "
    "target_sequence y_train desired_outputs d_t ground_truth goal goals "
    "y_batch batch_y target_ids teacher 목표 목표값 목표들 정답 정답들 타깃 "
    "타겟 레이블 라벨",
    "y": "y ys y_seq outputs output y_hat y_hats yh y_pred y_preds preds "
    "predictions out outs o os ps probs 출력 출력들 예측",
    "z_0": "z0 h0 h_prev s0 a0 h_init prev_h h_start init_state "
    "initial_state state0 hidden_prev prev_hidden z_prev s_prev a_prev "
    "init_h init initial_hidden hidden0 h_initial first_state start_state "
    "prev_state state h_minus_1 z_init hidden_state z_start init_hidden "
    "hidden_init initial_hidden_state "
    "초기상태 초기은닉상태 은닉상태0 상태0 처음상태",
    "z": "z zs hs hiddens hidden_states as h_seq h hidden s ss a 상태 상태들 "
    "은닉 은닉상태 은닉상태들",
    "u": "u us u_seq pre pre_activations",
    "v": "v vs v_seq logits",
    "W_in": "win wxh wx wax wih wxz whx wi wkernel kernel wsx wzx wux "
    "weight_ih weight_ih_l0 w_input wei_in w_input_hidden input_weights "
    "w_ih_l0 w_x_h w_hid_in w_inp w_x_to_h wei_xh whi w_xs weight_in "
    "입력가중치 가중치입력 w입력 입력가중 w_입력은닉",
    "W_re": "wre whh wh waa wrec wr wzz wss recurrent_kernel weight_hh "
    "weight_hh_l0 w_recurrent w_hidden w_hidden_hidden recurrent_weights "
    "w_h_h w_hid w_state wrecur w_h_to_h wuz weight_re wrr "
    "순환가중치 가중치순환 은닉가중치 가중치은닉 w순환 w은닉 w_은닉은닉",
    "W_out": "wout why wy wya wo who wzy way wyh wyz wsy wys w_output "
    "w_hidden_output output_weights weight_out weight_ho w_h_y wzo woh "
    "w_h_to_y wvz dense_kernel whq wv "
    "출력가중치 가중치출력 w출력 w_은닉출력",
    "b": "b bh ba bias bz bre bhh hidden_bias b_hidden bs bu b_rec b_xh "
    "bias_h bias_hidden bx b_in b_state bias_hh bias_ih b_h_h "
    "편향 은닉편향 순환편향 편향은닉 b은닉 b순환",
    "b_out": "bout by bo c output_bias b_output bias_out bias_y bias_o bv "
    "bias_output b_hy b_final dense_bias bq 출력편향 편향출력 b출력",
    "n_in": "n_in input_size input_dim nx n_input n_inputs d_in n_features "
    "in_dim in_size n_x x_dim dim_in input_n 입력크기 입력차원",
    "n_re": "n_re n_hid hid hidden_size hidden_dim nh n_hidden n_hiddens d_h "
    "na h_size units n_units h_dim hid_size n_h hidden dim_h state_size "
    "은닉크기 은닉차원",
    "n_out": "n_out output_size output_dim ny n_output n_outputs d_out "
    "n_classes num_classes out_dim out_size n_y y_dim dim_out 출력크기 "
    "출력차원",
    "vocab": "vocab_size n_vocab n_chars word_dim vocabulary_size vocab "
    "어휘크기",
    "dh": "da dh dhs dout_h da_next d_hidden d_hs dzs dz grad_h dhidden",
    "dy": "dy dys dout d_out d_y dscores dlogits grad_output grad_out "
    "d_output dys_out dv grad_y grad",
    "T": "t_max seq_length seq_len n_steps time_steps steps length t_steps "
    "n_time_steps num_steps n_t sequence_length 시점수",
    "far": "bptt_truncate truncate truncation k2 tau",
    "delta_out": "delta_out delta_outs",
    "delta_re": "delta_re delta_res",
    "E": "e loss error cost total_loss total_error 손실 오차",
}
LETTERS = {  # where capitals tell them apart
    "U": "W_in", "W": "W_re", "V": "W_out", "X": "xs", "D": "ds", "T": "T",
    "Y": "y", "H": "z", "Z": "z", "b": "b", "c": "b_out", "t": "ds",
    "dU": "W_in", "dW": "W_re", "dV": "W_out", "dx": "x", "dX": "x",
    "gU": "W_in", "gW": "W_re", "gV": "W_out",
}
PREFIXES = (  # what says "gradient of"; the longest first
    "gradients", "gradient", "grads", "grad", "nabla", "delta", "기울기",
    "dedd", "dldd", "ded", "dld", "djd", "de", "dl", "dj", "d", "g",
)
_ROLE = {
    name.replace("_", ""): role
    for role, names in ROLES.items()
    for name in names.split()
}


def plain(name: str) -> str:
    return re.sub(r"\W|_", "", name)


def role(name: str) -> str | None:
    """What a name stands for: a key of ROLES, or None."""
    if len(name) == 1 and name.isupper():
        return LETTERS.get(name)
    return LETTERS.get(name) or _ROLE.get(plain(name).lower())


def weight(name: str) -> bool:
    return role(name) in WEIGHTS


def says_gradient(name: str) -> bool:
    """Whether a name says that it is a gradient: dW, grad_b."""
    lower = plain(name).lower()
    return role(name) is None and lower.startswith(PREFIXES) or (
        name.startswith(("dW", "dU", "dV", "db", "d_"))
    )


def gradient_role(name: str) -> str | None:
    """What it is a gradient of: dWxh, dE_dW_in, grad_b, W_in; or None."""
    if name in LETTERS:
        letter = LETTERS[name]
        return letter if letter in (*WEIGHTS, "x") else None
    whole = re.sub("(?<=.)(_?[Gg]rad(ient)?|기울기)$", "", plain(name))
    if role(name) in ("delta_out", "delta_re"):
        return role(name)
    for start in _starts(whole.lower()):
        rest = whole[start:]
        found = LETTERS.get(rest) if len(rest) == 1 else (
            _ROLE.get(rest.lower())
        )
        if found in (*WEIGHTS, "z_0"):
            return found
        if found == "xs" and (start or whole.lower() in ("x", "xs")):
            return "x"
        if found == "E" and not start:
            return "E"
    return None


def _starts(lower: str) -> Iterator[int]:
    """Where a name may begin: at 0, or after what says gradient of."""
    yield 0
    for prefix in PREFIXES:
        if lower.startswith(prefix):
            yield len(prefix)
