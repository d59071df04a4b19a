/* A figure that answers: one unit, in scalars. docs/build/figure/ has made
   the drawing; every number and bar in it is computed here. */

(({ currentScript }) => {
  const figure = currentScript.closest("[data-figure]");
  const $ = (where) => figure.querySelector(where);
  const { xs, d, w, words, terms } = JSON.parse($("script").textContent);
  const T = xs.length, steps = xs.map((_, k) => k + 1);

  /* --- the network ------------------------------------------------------ */

  const F = {
    identity: { of: (u) => u, prime: () => 1 },
    relu: { of: (u) => Math.max(0, u), prime: (u) => Number(u > 0) },
    tanh: { of: Math.tanh, prime: (u) => 1 - Math.tanh(u) ** 2 },
  };

  function forward(f, w_re) { // w_re[t] is the copy of step t
    const u = [], z = [0];
    for (const t of steps) {
      u[t] = xs[t - 1] + w_re[t] * z[t - 1];
      z[t] = f.of(u[t]);
    }
    return { u, z, y: z[T], E: (z[T] - d) ** 2 / 2 };
  }

  function backward(f, w_re, u, dE_dy) { // an error at T only
    const delta = [];
    for (let t = T, dE_dz = dE_dy; t > 0; t -= 1) {
      delta[t] = f.prime(u[t]) * dE_dz;
      dE_dz = w_re * delta[t];
    }
    return delta;
  }

  const everywhere = (a) => [null, ...steps.map(() => a)];

  /* --- on the page ------------------------------------------------------ */

  function written(a, digits = 3) {
    const text = a.toFixed(digits);
    return (Number(text) ? text : text.replace("-", "")).replace("-", "−");
  }

  const signed = (a, digits) => (a > 0 ? "+" : "") + written(a, digits);

  function put(name, value, text) { // null: nothing there
    const node = $(`[data-name="${name}"]`);
    node.textContent = value === null ? "" : text ?? written(value);
    node.dataset.value = value ?? "";
  }

  function bar(name, value, from = 0) { // svg holds the unit
    $(`[data-bar="${name}"]`).setAttribute("y", Math.min(from, from + value));
    $(`[data-bar="${name}"]`).setAttribute("height", Math.abs(value));
  }

  function mark(name, css, on) {
    for (const node of figure.querySelectorAll(`.${name}`)) node.classList.toggle(css, on);
  }

  function say(sentence, values) {
    $(".fig-say").innerHTML = sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /* --- what each kind shows: chosen is its choice, a its slider ----------- */

  const kinds = {
    nudge(chosen, a) {
      const moved = (t) => chosen === "all" || Number(chosen) === t;
      const w_re = [null, ...steps.map((t) => w + a * moved(t))];
      const before = forward(F.relu, everywhere(w));
      const delta = backward(F.relu, w, before.u, before.y - d);
      const { u, z, y, E } = forward(F.relu, w_re), dE = E - before.E, slope = { all: 0 };
      for (const t of steps) {
        const dz = z[t] - before.z[t];
        slope[t] = delta[t] * before.z[t - 1];
        bar(`sum${t}`, slope[t], slope.all);
        slope.all += slope[t];
        for (const [name, list] of Object.entries({ u, z, slope })) put(`${name}[${t}]`, list[t]);
        put(`w[${t}]`, w_re[t], written(w_re[t], 2));
        put(`dz[${t}]`, dz || null, signed(dz));
        bar(t, slope[t]);
        mark(`copy${t}`, "moved", moved(t));
        mark(`cell${t}`, "moved", dz !== 0);
        mark(`bar${t}`, "off", !moved(t));
      }
      for (const [name, value] of Object.entries({ y, E, "slope[all]": slope.all })) put(name, value);
      put("dE", dE || null, signed(dE, 4));
      mark(`cell${T + 1}`, "moved", dE !== 0);
      for (const name of [...steps, "all"]) {
        const ratio = a && chosen === String(name) ? dE / a : null;
        put(`ratio[${name}]`, ratio);
        bar(`ratio${name}`, ratio ?? 0);
      }
      say(!a ? words.rest : chosen === "all" ? words.say_all : words.say, {
        copy: chosen, term: terms[chosen], eps: signed(a, 2), dE: signed(dE, 4),
        ratio: a && written(dE / a), slope: written(slope[chosen]),
      });
      return signed(a, 2);
    },

    cut(by, k) {
      const { u, z, y } = forward(F.relu, everywhere(w));
      const delta = backward(F.relu, w, u, y - d);
      const seen = (t) => (by === "w_re" ? z[t - 1] : xs[t - 1]);
      const first = T - k + 1;
      let kept = 0, full = 0;
      for (const t of steps) {
        const inside = t >= first, slope = delta[t] * seen(t), counts = inside ? slope : 0;
        put(`delta[${t}]`, inside ? delta[t] : null);
        put(`seen[${t}]`, seen(t));
        put(`slope[${t}]`, slope);
        bar(t, slope);
        bar(`sum${t}`, counts, kept);
        [full, kept] = [full + slope, kept + counts];
        for (const part of ["cell", "back", "bar"]) mark(`${part}${t}`, "off", !inside);
        mark(`cut${t}`, "here", t === first - 1);
      }
      put("dE_dy", y - d);
      put("sum", kept);
      bar("full", full);
      figure.dataset.by = by;
      say(words.say, { k, first, w: terms[by], sum: written(kept), full: written(full) });
      return String(k);
    },

    rho(f, w_re) {
      const { u } = forward(F[f], everywhere(w_re));
      const delta = backward(F[f], w_re, u, 1);
      const ratio = delta.map((a) => a / delta[T]), size = Math.abs(ratio[1]);
      for (const t of steps) put(`ratio[${t}]`, ratio[t]);
      for (const t of steps) bar(t, ratio[t]);
      const verdict = size < 1 ? words.vanishes : size > 1 ? words.explodes : words.stays;
      say(words.say, { w: written(w_re, 2), f, ratio: written(ratio[1]), verdict });
      return written(w_re, 2);
    },
  };

  function show() {
    const slider = $("[type=range]"), move = kinds[figure.dataset.figure];
    slider.ariaValueText = move($("[type=radio]:checked").value, Number(slider.value));
    $(".fig-at").textContent = slider.ariaValueText;
  }

  figure.addEventListener("input", show);
  show();
})(document);
