"""Gradient functions as other people write them, right and wrong.

RIGHT: sources by name. WRONG: a source, what is changed in it, and the number
that it should be called: several, where more than one name would be true, and
none, where no mistake of the table acts so; then the line that is to blame.
"""
# ruff: noqa: E501  (other people's lines are as long as they are)

from textwrap import dedent

RIGHT = {name: dedent(source) for name, source in {
    "columns": """
        import numpy as np

        def bptt(inputs, targets, Wxh, Whh, bh, Why, by, hprev):
            hs, ys = {-1: np.copy(hprev)}, {}
            for t in range(len(inputs)):
                hs[t] = np.tanh(Wxh @ inputs[t] + Whh @ hs[t - 1] + bh)
                ys[t] = Why @ hs[t] + by
            dWxh, dWhh = np.zeros_like(Wxh), np.zeros_like(Whh)
            dWhy = np.zeros_like(Why)
            dbh, dby = np.zeros_like(bh), np.zeros_like(by)
            dhnext = np.zeros_like(hs[0])
            for t in reversed(range(len(inputs))):
                dy = ys[t] - targets[t]
                dWhy += dy @ hs[t].T
                dby += dy
                dh = Why.T @ dy + dhnext
                dhraw = (1 - hs[t] * hs[t]) * dh
                dbh += dhraw
                dWxh += dhraw @ inputs[t].T
                dWhh += dhraw @ hs[t - 1].T
                dhnext = Whh.T @ dhraw
            return dWxh, dWhh, dWhy, dbh, dby
        """,
    "min-char-rnn": """
        import numpy as np

        hidden_size = 100
        vocab_size = 26
        Wxh = np.random.randn(hidden_size, vocab_size) * 0.01
        Whh = np.random.randn(hidden_size, hidden_size) * 0.01
        Why = np.random.randn(vocab_size, hidden_size) * 0.01
        bh = np.zeros((hidden_size, 1))
        by = np.zeros((vocab_size, 1))

        def lossFun(inputs, targets, hprev):
            xs, hs, ys, ps = {}, {}, {}, {}
            hs[-1] = np.copy(hprev)
            loss = 0
            for t in range(len(inputs)):
                xs[t] = np.zeros((vocab_size, 1))
                xs[t][inputs[t]] = 1
                hs[t] = np.tanh(
                    np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
                ys[t] = np.dot(Why, hs[t]) + by
                ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
                loss += -np.log(ps[t][targets[t], 0])
            dWxh, dWhh = np.zeros_like(Wxh), np.zeros_like(Whh)
            dWhy = np.zeros_like(Why)
            dbh, dby = np.zeros_like(bh), np.zeros_like(by)
            dhnext = np.zeros_like(hs[0])
            for t in reversed(range(len(inputs))):
                dy = np.copy(ps[t])
                dy[targets[t]] -= 1
                dWhy += np.dot(dy, hs[t].T)
                dby += dy
                dh = np.dot(Why.T, dy) + dhnext
                dhraw = (1 - hs[t] * hs[t]) * dh
                dbh += dhraw
                dWxh += np.dot(dhraw, xs[t].T)
                dWhh += np.dot(dhraw, hs[t - 1].T)
                dhnext = np.dot(Whh.T, dhraw)
            for dparam in [dWxh, dWhh, dWhy, dbh, dby]:
                pass
            return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs) - 1]
        """,
    "rows": """
        import numpy as np

        def rnn_backward(x, targets, Wx, Wh, b, Wy, by, h0):
            T, H = x.shape[0], Wh.shape[0]
            h = np.zeros((T + 1, H))
            h[0] = h0
            for t in range(T):
                h[t + 1] = np.tanh(x[t] @ Wx + h[t] @ Wh + b)
            scores = h[1:] @ Wy + by
            dscores = scores - targets
            grads = {"Wy": h[1:].T @ dscores, "by": dscores.sum(axis=0)}
            grads["Wx"] = np.zeros_like(Wx)
            grads["Wh"] = np.zeros_like(Wh)
            grads["b"] = np.zeros_like(b)
            dprev = np.zeros(H)
            for t in range(T - 1, -1, -1):
                dh = dscores[t] @ Wy.T + dprev
                da = dh * (1 - h[t + 1] ** 2)
                grads["Wx"] += np.outer(x[t], da)
                grads["Wh"] += np.outer(h[t], da)
                grads["b"] += da
                dprev = da @ Wh.T
            return grads
        """,
    "nested loops": """
        import math

        def bptt(xs, ds, W_in, W_re, b, W_out, b_out, z_0):
            T, m, n, k = len(xs), len(xs[0]), len(b), len(b_out)
            z, y = [list(z_0)], []
            for t in range(T):
                new = []
                for i in range(n):
                    u = b[i]
                    for j in range(m):
                        u += W_in[i][j] * xs[t][j]
                    for j in range(n):
                        u += W_re[i][j] * z[t][j]
                    new.append(math.tanh(u))
                z.append(new)
                y.append([sum(W_out[o][i] * new[i] for i in range(n))
                          + b_out[o] for o in range(k)])
            gW_in = [[0.0] * m for _ in range(n)]
            gW_re = [[0.0] * n for _ in range(n)]
            gW_out = [[0.0] * n for _ in range(k)]
            gb, gb_out = [0.0] * n, [0.0] * k
            after = [0.0] * n
            for t in range(T - 1, -1, -1):
                d_out = [y[t][o] - ds[t][o] for o in range(k)]
                d_re = [0.0] * n
                for i in range(n):
                    s = 0.0
                    for o in range(k):
                        s += W_out[o][i] * d_out[o]
                    for j in range(n):
                        s += W_re[j][i] * after[j]
                    d_re[i] = s * (1 - z[t + 1][i] ** 2)
                for o in range(k):
                    gb_out[o] += d_out[o]
                    for i in range(n):
                        gW_out[o][i] += d_out[o] * z[t + 1][i]
                for i in range(n):
                    gb[i] += d_re[i]
                    for j in range(m):
                        gW_in[i][j] += d_re[i] * xs[t][j]
                    for j in range(n):
                        gW_re[i][j] += d_re[i] * z[t][j]
                after = d_re
            return {"W_in": gW_in, "W_re": gW_re, "b": gb, "W_out": gW_out,
                    "b_out": gb_out}
        """,
    "the package's objects": """
        from rnn_pure import Gradients
        from rnn_pure.matrix import transpose

        def bptt(rnn, states, ds):
            T, n = states.T, len(rnn.b)
            delta, outs = {T + 1: [0.0] * n}, {}
            for t in reversed(range(1, T + 1)):
                e = rnn.error_slope(states.y[t], ds[t - 1])
                g = rnn.g.prime(states.v[t])
                outs[t] = [a * c for a, c in zip(e, g)]
                f = rnn.f.prime(states.u[t])
                delta[t] = []
                for j in range(n):
                    s = sum(rnn.W_out[i][j] * outs[t][i]
                            for i in range(len(rnn.b_out)))
                    s += sum(rnn.W_re[i][j] * delta[t + 1][i]
                             for i in range(n))
                    delta[t].append(f[j] * s)
            steps = range(1, T + 1)

            def outer(left, right):
                return [[sum(left[t][i] * right[t][j] for t in steps)
                         for j in range(len(right[1]))]
                        for i in range(len(left[1]))]

            before = {t: states.z[t - 1] for t in steps}
            return Gradients(
                W_in=outer(delta, states.x), W_re=outer(delta, before),
                b=[sum(delta[t][i] for t in steps) for i in range(n)],
                W_out=outer(outs, states.z),
                b_out=[sum(outs[t][i] for t in steps)
                       for i in range(len(rnn.b_out))],
                x=[[sum(rnn.W_in[i][j] * delta[t][i] for i in range(n))
                    for j in range(len(rnn.W_in[0]))] for t in steps],
            )
        """,
    "the package's objects in NumPy": """
        import numpy as np

        def bptt(net, st, targets):
            Wo, Wr = np.array(net.W_out), np.array(net.W_re)
            Z = np.array(st.z)
            X = np.array(st.x[1:])
            err = np.array(st.y[1:]) - np.array(targets)
            delta = np.zeros((st.T + 1, len(net.b)))
            for t in range(st.T - 1, -1, -1):
                back = Wo.T @ err[t] + Wr.T @ delta[t + 1]
                delta[t] = back * (1 - Z[t + 1] ** 2)
            delta = delta[:-1]
            return (delta.T @ X, delta.T @ Z[:-1], delta.sum(0),
                    err.T @ Z[1:], err.sum(0))
        """,
    "a class and its adapter": """
        import numpy as np

        class VanillaRNN:
            def __init__(self, n_x, n_h, n_y):
                self.Wax = np.random.randn(n_h, n_x)

            def forward(self, X, a0):
                self.X, self.a = X, [a0]
                self.yhat = []
                for x in X:
                    a = np.tanh(self.Wax @ x + self.Waa @ self.a[-1] + self.ba)
                    self.a.append(a)
                    self.yhat.append(self.Wya @ a + self.by)

            def backward(self, Y):
                self.dWax, self.dWaa = 0 * self.Wax, 0 * self.Waa
                self.dWya = 0 * self.Wya
                self.dba, self.dby = 0 * self.ba, 0 * self.by
                da_next = 0 * self.a[0]
                for t in reversed(range(len(Y))):
                    dz = self.yhat[t] - Y[t]
                    self.dWya += np.outer(dz, self.a[t + 1])
                    self.dby += dz
                    da = self.Wya.T @ dz + da_next
                    dtanh = (1 - self.a[t + 1] ** 2) * da
                    self.dWax += np.outer(dtanh, self.X[t])
                    self.dWaa += np.outer(dtanh, self.a[t])
                    self.dba += dtanh
                    da_next = self.Waa.T @ dtanh

        def bptt(xs, ds, W_in, W_re, b, W_out, b_out, z_0):
            net = VanillaRNN(2, 3, 4)
            net.Wax, net.Waa, net.ba = W_in, W_re, b
            net.Wya, net.by = W_out, b_out
            net.forward(xs, z_0)
            net.backward(ds)
            return {"W_in": net.dWax, "W_re": net.dWaa, "b": net.dba,
                    "W_out": net.dWya, "b_out": net.dby}
        """,
    "einsum": """
        import numpy as np

        def grads(X, D, Win, Wre, b, Wout, bout, h0):
            H = [h0]
            for x in X:
                H.append(1 / (1 + np.exp(-(Win @ x + Wre @ H[-1] + b))))
            H = np.array(H)
            Y = H[1:] @ Wout.T + bout
            DO = Y - D
            DR = np.zeros((len(X) + 1, len(b)))
            for t in reversed(range(len(X))):
                DR[t] = (np.einsum("ko,k->o", Wout, DO[t])
                         + np.einsum("ij,i->j", Wre, DR[t + 1])
                         ) * H[t + 1] * (1 - H[t + 1])
            DR = DR[:-1]
            return (np.einsum("ti,tj->ij", DR, X),
                    np.einsum("ti,tj->ij", DR, H[:-1]),
                    DR.sum(0),
                    np.einsum("ti,tj->ij", DO, H[1:]),
                    DO.sum(0))
        """,
    "recursion": """
        from math import tanh

        def bptt(xs, ds, W_in, W_re, b, W_out, b_out, z_0):
            T, n = len(xs), len(b)
            dot = lambda p, q: sum(i * j for i, j in zip(p, q))

            def state(t):
                if t == 0:
                    return z_0
                before = state(t - 1)
                return [tanh(dot(W_in[i], xs[t - 1]) + dot(W_re[i], before)
                             + b[i]) for i in range(n)]

            def out(t):
                return [dot(row, state(t)) + c - d
                        for row, c, d in zip(W_out, b_out, ds[t - 1])]

            def delta(t):
                if t > T:
                    return [0.0] * n
                o, a, z = out(t), delta(t + 1), state(t)
                return [
                    (1 - z[j] * z[j]) * (
                        sum(W_out[i][j] * o[i] for i in range(len(o)))
                        + sum(W_re[i][j] * a[i] for i in range(n)))
                    for j in range(n)]

            steps = range(1, T + 1)
            DR = {t: delta(t) for t in steps}
            DO = {t: out(t) for t in steps}
            return [
                [[sum(DR[t][i] * xs[t - 1][j] for t in steps)
                  for j in range(len(xs[0]))] for i in range(n)],
                [[sum(DR[t][i] * state(t - 1)[j] for t in steps)
                  for j in range(n)] for i in range(n)],
                [sum(DR[t][i] for t in steps) for i in range(n)],
                [[sum(DO[t][i] * state(t)[j] for t in steps)
                  for j in range(n)] for i in range(len(b_out))],
                [sum(DO[t][i] for t in steps) for i in range(len(b_out))],
            ]
        """,
    "float32": """
        import numpy as np

        def backprop(xs, ds, W_in, W_re, b, W_out, b_out, z_0):
            f4 = lambda a: np.asarray(a, dtype=np.float32)
            xs, ds, W_in, W_re, b, W_out, b_out, z_0 = map(
                f4, (xs, ds, W_in, W_re, b, W_out, b_out, z_0))
            h = [z_0]
            for x in xs:
                h.append(np.tanh(W_in @ x + W_re @ h[-1] + b))
            gi, gr, gb = 0 * W_in, 0 * W_re, 0 * b
            go, gc = 0 * W_out, 0 * b_out
            back = 0 * z_0
            for t in range(len(xs), 0, -1):
                e = W_out @ h[t] + b_out - ds[t - 1]
                go += np.outer(e, h[t])
                gc += e
                a = (W_out.T @ e + back) * (1 - h[t] ** 2)
                gi += np.outer(a, xs[t - 1])
                gr += np.outer(a, h[t - 1])
                gb += a
                back = W_re.T @ a
            return dict(W_in=gi, W_re=gr, b=gb, W_out=go, b_out=gc)
        """,
    "many to one": """
        import numpy as np

        def sigmoid(a):
            return 1 / (1 + np.exp(-a))

        def bptt(X, target, U, W, b, V, c):
            s = [np.zeros(W.shape[0])]
            for x in X:
                s.append(np.tanh(U @ x + W @ s[-1] + b))
            o = sigmoid(V @ s[-1] + c)
            do = (o - target) * o * (1 - o)
            dV, dc = np.outer(do, s[-1]), do
            dU, dW, db = 0 * U, 0 * W, 0 * b
            ds = V.T @ do
            for t in range(len(X), 0, -1):
                da = ds * (1 - s[t] ** 2)
                dU += np.outer(da, X[t - 1])
                dW += np.outer(da, s[t - 1])
                db += da
                ds = W.T @ da
            return dU, dW, db, dV, dc
        """,
    "WildML": """
        import numpy as np

        def softmax(v):
            e = np.exp(v - v.max())
            return e / e.sum()

        def bptt(x, y, U, V, W):
            T = len(x)
            s = np.zeros((T + 1, len(W)))
            o = np.zeros((T, len(V)))
            for t in range(T):
                s[t] = np.tanh(U[:, x[t]] + W.dot(s[t - 1]))
                o[t] = softmax(V.dot(s[t]))
            dLdU, dLdV = np.zeros(U.shape), np.zeros(V.shape)
            dLdW = np.zeros(W.shape)
            delta_o = o
            delta_o[np.arange(len(y)), y] -= 1.
            for t in np.arange(T)[::-1]:
                dLdV += np.outer(delta_o[t], s[t].T)
                delta_t = V.T.dot(delta_o[t]) * (1 - (s[t] ** 2))
                for bptt_step in np.arange(0, t + 1)[::-1]:
                    dLdW += np.outer(delta_t, s[bptt_step - 1])
                    dLdU[:, x[bptt_step]] += delta_t
                    delta_t = W.T.dot(delta_t) * (1 - s[bptt_step - 1] ** 2)
            return [dLdU, dLdV, dLdW]
        """,
    "a dict of parameters": """
        import numpy as np

        def loss_and_grads(params, inputs, targets, h0):
            Wx, Wh, Wy = params["Wx"], params["Wh"], params["Wy"]
            bh, by = params["bh"], params["by"]
            T = len(inputs)
            hs = [h0]
            for x in inputs:
                hs.append(np.maximum(0, Wx @ x + Wh @ hs[-1] + bh))
            dn = np.zeros_like(h0)
            g = {k: np.zeros_like(v) for k, v in
                 dict(Wx=Wx, Wh=Wh, Wy=Wy, bh=bh, by=by).items()}
            loss = 0
            for t in range(T, 0, -1):
                logits = Wy @ hs[t] + by
                p = np.exp(logits - logits.max())
                p /= p.sum()
                loss -= (targets[t - 1] * np.log(p)).sum()
                dl = p - targets[t - 1]
                g["Wy"] += np.outer(dl, hs[t])
                g["by"] += dl
                dz = (Wy.T @ dl + dn) * (hs[t] > 0)
                g["Wx"] += np.outer(dz, inputs[t - 1])
                g["Wh"] += np.outer(dz, hs[t - 1])
                g["bh"] += dz
                dn = Wh.T @ dz
            return loss, g
        """,
    "a batch": """
        import numpy as np

        def rnn_bptt(x, y, Wx, Wh, b, Wy, by, h0):
            N, T, _ = x.shape
            h = np.zeros((N, T + 1, Wh.shape[0]))
            h[:, 0] = h0
            for t in range(T):
                h[:, t + 1] = np.tanh(x[:, t] @ Wx + h[:, t] @ Wh + b)
            out = h[:, 1:] @ Wy + by
            dout = out - y
            dWy = np.einsum("ntd,nto->do", h[:, 1:], dout)
            dby = dout.sum((0, 1))
            dWx, dWh, db = 0 * Wx, 0 * Wh, 0 * b
            dh_next = np.zeros((N, Wh.shape[0]))
            for t in reversed(range(T)):
                dh = dout[:, t] @ Wy.T + dh_next
                dt = dh * (1 - h[:, t + 1] ** 2)
                dWx += x[:, t].T @ dt
                dWh += h[:, t].T @ dt
                db += dt.sum(0)
                dh_next = dt @ Wh.T
            return dWx, dWh, db, dWy, dby
        """,
    "forward with a sigmoid": """
        import numpy as np
        sig = lambda a: 1 / (1 + np.exp(-a))

        def gradient(xs, ts, Wxh, Whh, bh, Why, by, h0):
            hs, ys = [h0], []
            for x in xs:
                hs.append(sig(np.dot(Wxh, x) + np.dot(Whh, hs[-1]) + bh))
                ys.append(sig(np.dot(Why, hs[-1]) + by))
            dWxh, dWhh, dWhy = 0 * Wxh, 0 * Whh, 0 * Why
            dbh, dby = 0 * bh, 0 * by
            future = 0 * h0
            for t in range(len(xs) - 1, -1, -1):
                do = (ys[t] - ts[t]) * ys[t] * (1 - ys[t])
                dWhy += np.outer(do, hs[t + 1])
                dby += do
                dh = (np.dot(Why.T, do) + future) * hs[t + 1] * (1 - hs[t + 1])
                dWxh += np.outer(dh, xs[t])
                dWhh += np.outer(dh, hs[t])
                dbh += dh
                future = np.dot(Whh.T, dh)
            return {"dWxh": dWxh, "dWhh": dWhh, "dbh": dbh, "dWhy": dWhy,
                    "dby": dby}
        """,
    "time in columns": """
        import numpy as np

        def bptt(X, D, Win, Wrec, b, Wout, c, h0):
            T = X.shape[1]
            H = np.hstack([h0, np.zeros((len(b), T))])
            for t in range(T):
                a = Win @ X[:, t:t + 1] + Wrec @ H[:, t:t + 1] + b
                H[:, t + 1:t + 2] = np.tanh(a)
            E = Wout @ H[:, 1:] + c - D
            A = np.zeros((len(b), T + 1))
            for t in range(T - 1, -1, -1):
                A[:, t] = (Wout.T @ E[:, t] + Wrec.T @ A[:, t + 1]) * (
                    1 - H[:, t + 1] ** 2)
            A = A[:, :T]
            return {"dWin": A @ X.T, "dWrec": A @ H[:, :T].T,
                    "db": A.sum(1, keepdims=True), "dWout": E @ H[:, 1:].T,
                    "dc": E.sum(1, keepdims=True)}
        """,
    "real time": """
        from rnn_pure import rtrl

        def gradients(rnn, xs, ds, z_0):
            return rtrl(rnn, xs, ds, z_0)
        """,
    "every error by itself": """
        import numpy as np

        def bptt(xs, ds, W_in, W_re, b, W_out, b_out, z_0):
            z = [np.array(z_0)]
            for x in xs:
                z.append(np.tanh(W_in @ x + W_re @ z[-1] + b))
            g = [np.zeros(w.shape) for w in (W_in, W_re, b, W_out, b_out)]
            for t in range(1, len(xs) + 1):
                e = W_out @ z[t] + b_out - ds[t - 1]
                g[3] += np.outer(e, z[t])
                g[4] += e
                delta = W_out.T @ e * (1 - z[t] ** 2)
                for s in range(t, 0, -1):
                    g[0] += np.outer(delta, xs[s - 1])
                    g[1] += np.outer(delta, z[s - 1])
                    g[2] += delta
                    delta = W_re.T @ delta * (1 - z[s - 1] ** 2)
            return g
        """,
    "arrays from the package's objects": """
        import numpy as np
        def bptt(rnn, states, ds):
            T=states.T; z=np.array(states.z); x=np.array(states.x[1:]);
            dx=np.zeros((T+1,len(rnn.W_in[0]))); dre=np.zeros((T+2,len(rnn.b))); dout=np.zeros((T+1,len(rnn.b_out)))
            for t in range(T,0,-1):
                if ds[t-1] is not None:
                    dout[t]=np.array(rnn.error.gradient(states.y[t],ds[t-1]))*rnn.g.prime(states.v[t])
                dre[t]=(np.array(rnn.W_out).T@dout[t]+np.array(rnn.W_re).T@dre[t+1])*rnn.f.prime(states.u[t])
                dx[t]=np.array(rnn.W_in).T@dre[t]
            return {'dW_in':dre[1:-1].T@x,'dW_re':dre[1:-1].T@z[:-1],'db':dre.sum(0),'dW_out':dout[1:].T@z[1:],'db_out':dout.sum(0),'dx':dx,'dz_0':np.array(rnn.W_re).T@dre[1],'delta_re':dre,'delta_out':dout}
        """,
    "its own forward pass": """
        from rnn_pure import forward, Gradients
        from rnn_pure.matrix import *
        def bptt(rnn, xs, ds):
            s=forward(rnn,xs)
            n=len(rnn.b); nxt=[0.0]*n
            W_in=[[0.0]*len(xs[0]) for _ in range(n)]; W_re=[[0.0]*n for _ in range(n)]
            W_out=[[0.0]*n for _ in rnn.b_out]; b=[0.0]*n; b_out=[0.0]*len(rnn.b_out)
            for t in range(s.T,0,-1):
                e=hadamard(rnn.error_slope(s.y[t],ds[t-1]),rnn.g.prime(s.v[t]))
                d=hadamard(add(matvec(transpose(rnn.W_out),e),nxt),rnn.f.prime(s.u[t]))
                for i in range(n):
                    b[i]+=d[i]
                    for j in range(len(xs[0])): W_in[i][j]+=d[i]*s.x[t][j]
                    for j in range(n): W_re[i][j]+=d[i]*s.z[t-1][j]
                for k in range(len(e)):
                    b_out[k]+=e[k]
                    for j in range(n): W_out[k][j]+=e[k]*s.z[t][j]
                nxt=matvec(transpose(rnn.W_re),d)
            return W_in,W_re,b,W_out,b_out
        """,
    "a list of weights": """
        import numpy as np
        def bptt(xs, ds, weights):
            W_in, W_re, b, W_out, b_out = weights
            h=[np.zeros(len(b))]
            for x in xs: h.append(np.tanh(W_in@x+W_re@h[-1]+b))
            g=[np.zeros_like(w) for w in weights]; n=0
            for t in range(len(xs),0,-1):
                e=W_out@h[t]+b_out-ds[t-1]
                g[3]+=np.outer(e,h[t]); g[4]+=e
                a=(W_out.T@e+n)*(1-h[t]**2)
                g[0]+=np.outer(a,xs[t-1]); g[1]+=np.outer(a,h[t-1]); g[2]+=a
                n=W_re.T@a
            return tuple(g)
        """,
    "classes as targets": """
        import numpy as np
        class Params: pass
        def rnn_step_backward(x, y, h_prev, Wxh, Whh, Why, bh, by):
            # BPTT, targets are class ids
            T=len(x); hs={-1:h_prev}; ps={}
            for t in range(T):
                hs[t]=np.tanh(np.dot(Wxh,x[t])+np.dot(Whh,hs[t-1])+bh)
                o=np.dot(Why,hs[t])+by; e=np.exp(o-o.max()); ps[t]=e/e.sum()
            dWxh,dWhh,dWhy,dbh,dby=[np.zeros_like(v) for v in (Wxh,Whh,Why,bh,by)]
            dh=np.zeros_like(h_prev)
            for t in reversed(range(T)):
                do=ps[t].copy(); do[y[t]]-=1
                dWhy+=np.outer(do,hs[t]); dby+=do
                dh=dh+Why.T@do
                da=dh*(1-hs[t]**2)
                dWxh+=np.outer(da,x[t]); dWhh+=np.outer(da,hs[t-1]); dbh+=da
                dh=Whh.T@da
            return dWxh,dWhh,dWhy,dbh,dby
        """,
    "the last class": """
        import numpy as np
        def bptt(x, y, Wx, Wh, Wy, bh, by):
            hs=[np.zeros(Wh.shape[0])]
            for xt in x: hs.append(np.tanh(xt@Wx+hs[-1]@Wh+bh))
            out=hs[-1]@Wy+by
            e=np.exp(out-out.max()); p=e/e.sum()
            d=p-y
            grads=dict(Wy=np.outer(hs[-1],d),by=d,Wx=np.zeros_like(Wx),Wh=np.zeros_like(Wh),bh=np.zeros_like(bh))
            dh=Wy@d
            for t in reversed(range(len(x))):
                da=dh*(1-hs[t+1]**2)
                grads['Wx']+=np.outer(x[t],da); grads['Wh']+=np.outer(hs[t],da); grads['bh']+=da
                dh=Wh@da
            return grads
        """,
    "states given": """
        import numpy as np
        def backward(xs, hs, ys, targets, h0, Wxh, Whh, Why):
            T=len(xs)
            gx,gh,gy=np.zeros_like(Wxh),np.zeros_like(Whh),np.zeros_like(Why)
            gbh,gby=np.zeros(len(Whh)),np.zeros(len(Why)); nxt=np.zeros(len(Whh))
            for t in range(T-1,-1,-1):
                e=ys[t]-targets[t]
                gy+=np.outer(e,hs[t]); gby+=e
                a=(Why.T@e+nxt)*(1-hs[t]**2)
                gx+=np.outer(a,xs[t]); gh+=np.outer(a,hs[t-1] if t else h0); gbh+=a
                nxt=Whh.T@a
            return gx, gh, gy, gbh, gby
        """,
    "sigmoids in lists and rows": """
        # squared error, sigmoid cell, biases of zero, in lists and rows
        from math import exp
        def sigmoid(a): return 1/(1+exp(-a))
        def compute_gradients(inputs, targets, Wx, Wh, Wy, h0):
            I,H,O=len(Wx),len(Wh),len(Wy[0])
            hs=[list(h0)]; ys=[]
            for x in inputs:
                hs.append([sigmoid(sum(x[i]*Wx[i][j] for i in range(I))+sum(hs[-1][k]*Wh[k][j] for k in range(H))) for j in range(H)])
                ys.append([sum(hs[-1][k]*Wy[k][o] for k in range(H)) for o in range(O)])
            gx=[[0]*H for _ in range(I)]; gh=[[0]*H for _ in range(H)]; gy=[[0]*O for _ in range(H)]
            nxt=[0]*H
            for t in range(len(inputs)-1,-1,-1):
                e=[a-b for a,b in zip(ys[t],targets[t])]
                dh=[sum(Wy[k][o]*e[o] for o in range(O))+nxt[k] for k in range(H)]
                da=[dh[k]*hs[t+1][k]*(1-hs[t+1][k]) for k in range(H)]
                for k in range(H):
                    for o in range(O): gy[k][o]+=hs[t+1][k]*e[o]
                    for i in range(I): gx[i][k]+=inputs[t][i]*da[k]
                    for j in range(H): gh[j][k]+=hs[t][j]*da[k]
                nxt=[sum(Wh[k][j]*da[j] for j in range(H)) for k in range(H)]
            return gx,gh,gy
        """,
    "its own mean error": """
        import numpy as np
        def loss_grad(x, y, Wxh, Whh, Why, bh, by, h0):
            T=len(x); hs=[h0]
            for v in x: hs.append(np.tanh(Wxh@v+Whh@hs[-1]+bh))
            out=np.array([Why@h+by for h in hs[1:]])
            loss=((out-y)**2).mean()
            g=[np.zeros_like(w) for w in (Wxh,Whh,Why,bh,by)]; n=0
            for t in range(T-1,-1,-1):
                e=2*(out[t]-y[t])/y.size
                g[2]+=np.outer(e,hs[t+1]); g[4]+=e
                a=(Why.T@e+n)*(1-hs[t+1]**2)
                g[0]+=np.outer(a,x[t]); g[1]+=np.outer(a,hs[t]); g[3]+=a; n=Whh.T@a
            return loss, tuple(g)
        """,
    "U and W the other way": """
        import numpy as np
        def bptt(x, y, W, U, V, b, c, h0):
            h=[h0]
            for xt in x: h.append(np.tanh(W@xt+U@h[-1]+b))
            dW,dU,dV,db,dc=[np.zeros_like(a) for a in (W,U,V,b,c)]
            n=np.zeros_like(h0)
            for t in range(len(x))[::-1]:
                e=V@h[t+1]+c-y[t]
                dV+=np.outer(e,h[t+1]); dc+=e
                a=(V.T@e+n)*(1-h[t+1]**2)
                dW+=np.outer(a,x[t]); dU+=np.outer(a,h[t]); db+=a
                n=U.T@a
            return dW,dU,dV,db,dc
        """,
    "finite differences": """
        import numpy as np
        def loss(xs,ds,W_in,W_re,b,W_out,b_out,z_0):
            z=z_0; E=0
            for x,d in zip(xs,ds):
                z=np.tanh(W_in@x+W_re@z+b); E+=.5*((W_out@z+b_out-d)**2).sum()
            return E
        def gradient(xs, ds, W_in, W_re, b, W_out, b_out, z_0):
            ps=[W_in,W_re,b,W_out,b_out]; gs=[]
            for p in ps:
                g=np.zeros_like(p)
                for i in np.ndindex(p.shape):
                    o=p[i]; p[i]=o+1e-5; a=loss(xs,ds,*ps,z_0); p[i]=o-1e-5; c=loss(xs,ds,*ps,z_0); p[i]=o; g[i]=(a-c)/2e-5
                gs.append(g)
            return gs
        """,
}.items()}

COLUMNS, CHARS, ROWS = "columns", "min-char-rnn", "rows"
LOOPS, OBJECTS, NUMPY = (
    "nested loops", "the package's objects", "the package's objects in NumPy"
)
CLASS, EINSUM, DEEP = "a class and its adapter", "einsum", "recursion"
ONE, WILD, DICT = "many to one", "WildML", "a dict of parameters"
BATCH, SIGMOID, SIDE = "a batch", "forward with a sigmoid", "time in columns"
EACH, SINGLE = "every error by itself", "float32"

NAMED = [  # source, what is changed in it, its mistakes' numbers
    (COLUMNS, ["dhnext = Whh.T @ dhraw", "pass"], {1}),
    (COLUMNS, ["dhnext = Whh.T @ dhraw", "dhnext = Whh @ dhraw"], {4}),
    (COLUMNS, ["dhnext = Whh.T @ dhraw", "dhnext = dhraw"], {24}),
    (COLUMNS, ["dhnext = Whh.T @ dhraw", "dhnext = Whh.T @ dh"], {27}),
    (COLUMNS, ["(1 - hs[t] * hs[t]) * dh", "dh"], {6}),
    (COLUMNS, ["(1 - hs[t] * hs[t]) * dh", "dh / (1 - hs[t] ** 2)"], {6}),
    (COLUMNS, ["1 - hs[t] * hs[t]", "1 - np.tanh(hs[t]) ** 2"], {7}),
    (COLUMNS, ["1 - hs[t] * hs[t]", "1 - np.tanh(dh) ** 2"], {28}),
    (COLUMNS, ["dWhh += dhraw @ hs[t - 1].T", "dWhh += dhraw @ hs[t].T"],
     {8}),
    (COLUMNS, ["hs[t - 1].T", "(hs[t - 1] if t else hs[len(hs) - 2]).T"],
     {9}),
    (COLUMNS, ["dWhh += dhraw", "if t > 0: dWhh += dhraw"], {25}),
    (COLUMNS, ["dWxh += dhraw", "dWxh = dhraw"], {2}),
    (COLUMNS, ["dWhh += dhraw", "dWhh = dhraw", "dWhy += dy", "dWhy = dy",
               "dWxh += dhraw", "dWxh = dhraw"], {2}),
    (COLUMNS, ["dy = ys[t] - targets[t]", "dy = targets[t] - ys[t]"], {22}),
    (COLUMNS, ["dy = ys[t] - targets[t]", "dy = 2 * (ys[t] - targets[t])"],
     {23}),
    (COLUMNS, ["dy = ys[t] - targets[t]",
               "dy = 2 * (ys[t] - targets[t]) / len(targets[t])"], {23}),
    (COLUMNS, ["dby += dy", "dby += dy; dby += dy"], {12}),
    (COLUMNS, ["    return dWxh", "    for g in (dWxh, dWhh, dWhy, dbh, dby):"
               "\n        np.clip(g, -5, 5, out=g)\n    return dWxh"], {13}),
    (COLUMNS, ["    return dWxh", "    dWxh, dWhh, dWhy, dbh, dby = (g / "
               "len(inputs) for g in (dWxh, dWhh, dWhy, dbh, dby))\n"
               "    return dWxh"], {3}),
    (COLUMNS, ["dhnext = Whh.T @ dhraw", "dhnext = Whh @ dhraw",
               "dWhh += dhraw", "dWhh = dhraw", "    return dWxh",
               "    for g in (dWxh, dWhh, dWhy, dbh, dby):"
               "\n        np.clip(g, -5, 5, out=g)\n    return dWxh"],
     {2, 4, 13}),
    (COLUMNS, ["for t in reversed(range(len(inputs))):",
               "for t in range(len(inputs) - 1, 0, -1):"], {30}),
    (COLUMNS, ["for t in reversed(range(len(inputs))):",
               "for t in range(len(inputs)):"], {29}),
    (COLUMNS, ["dh = Why.T @ dy + dhnext\n        "
               "dhraw = (1 - hs[t] * hs[t]) * dh",
               "dhraw = (1 - hs[t] * hs[t]) * (Why.T @ dy) + dhnext"], {26}),
    (COLUMNS, ["(1 - hs[t] * hs[t]) * dh",
               "(1 - hs[t] * hs[t]) * dhnext + Why.T @ dy"], {26}),
    (COLUMNS, ["Why.T @ dy + dhnext", "Why @ dy + dhnext"], {5}),
    (CHARS, ["dhnext = np.dot(Whh.T, dhraw)", "dhnext = np.dot(Whh, dhraw)"],
     {4}),
    (CHARS, ["dy[targets[t]] -= 1", "pass"], {14}),
    (CHARS, ["        pass\n", "        np.clip(dparam, -5, 5, out=dparam)\n"],
     {13}),
    (CHARS, ["dWhh += np.dot(dhraw, hs[t - 1].T)",
             "dWhh += np.dot(dhraw, hs[t].T)"], {8}),
    (CHARS, ["dy[targets[t]] -= 1",
             "dy[targets[t]] -= 1; dy *= ps[t] * (1 - ps[t])"], {14}),
    (CHARS, ["+ dhnext", ""], {1}),
    (ROWS, ["da @ Wh.T", "da @ Wh"], {4}),
    (ROWS, ["np.outer(h[t], da)", "np.outer(h[t + 1], da)"], {8}),
    (ROWS, ["np.outer(h[t], da)", "np.outer(da, h[t])"], {5}),
    (ROWS, ["scores - targets", "(scores - targets) / T"], {3}),
    (ROWS, ['grads["b"] += da', 'pass'], {12}),
    (ROWS, ["1 - h[t + 1] ** 2", "1 - h[t + 1] ** 2 if t < T - 1 else 1",
            "+ dprev", "+ dprev * 0", "1 - h[t + 1] ** 2 if t < T - 1 else 1",
            "1 - h[t + 1] ** 2"], {1}),
    (LOOPS, ["W_re[j][i] * after[j]", "W_re[i][j] * after[j]"], {4}),
    (LOOPS, ["gW_re = [[0.0] * n for _ in range(n)]",
             "gW_re = [[0.0] * n] * n"], {17}),
    (LOOPS, ["gW_re[i][j] += d_re[i] * z[t][j]",
             "gW_re[i][j] += d_re[i] * z[t - 1][j]", "z[t - 1][j]",
             "(z[t] if t > 0 else z[-1])[j]"], {9}),
    (LOOPS, ["gb[i] += d_re[i]", "gb[i] = d_re[i]"], {2}),
    (LOOPS, ["gW_in[i][j] += d_re[i] * xs[t][j]",
             "gW_in[i][j] += d_re[i] * xs[T - 1 - t][j]"], {33}),
    (LOOPS, ["s * (1 - z[t + 1][i] ** 2)", "s * z[t + 1][i] ** 0"], {6}),
    (LOOPS, ["y[t][o] - ds[t][o]", "y[t][o] - ds[-1][o]"], {31}),
    (OBJECTS, ["s += sum(rnn.W_re[i][j] * delta[t + 1][i]",
               "s += sum(rnn.W_re[j][i] * delta[t + 1][i]"], {4}),
    (OBJECTS, ["outs[t] = [a * c for a, c in zip(e, g)]", "outs[t] = e"],
     {6}),
    (OBJECTS, ["rnn.W_in[i][j] * delta[t][i]",
               "rnn.W_in[i][j] * rnn.f.prime(states.u[t])[i] * "
               "sum(rnn.W_out[k][i] * outs[t][k] for k in range("
               "len(rnn.b_out)))"], {11}),
    (OBJECTS, ["rnn.f.prime(states.u[t])", "rnn.f.prime(states.z[t])"], {7}),
    (OBJECTS, ["before = {t: states.z[t - 1]", "before = {t: states.z[t]"],
     {8}),
    (OBJECTS, ["b=[sum(delta[t][i] for t in steps) for i in range(n)]",
               "b=None"], {12}),
    (OBJECTS, ["e = rnn.error_slope(states.y[t], ds[t - 1])",
               "e = rnn.error_slope(states.y[t], ds[t - 1] or "
               "[0.0] * len(rnn.b_out))"], {31}),
    (OBJECTS, ["steps = range(1, T + 1)", "steps = range(2, T + 1)",
               "right[1]", "right[2]", "left[1]", "left[2]"], {30}),
    (NUMPY, ["Wr.T @ delta[t + 1]", "Wr @ delta[t + 1]"], {4}),
    (NUMPY, ["delta.T @ Z[:-1]", "delta.T @ Z[1:]"], {8}),
    (CLASS, ["da_next = self.Waa.T @ dtanh", "da_next = self.Waa @ dtanh"],
     {4}),
    (CLASS, ["self.dba += dtanh", "self.dba += dtanh; self.dby += dz"], {12}),
    (CLASS, ["np.outer(dtanh, self.a[t])", "np.outer(dtanh, self.a[t + 1])",
             "dz = self.yhat[t] - Y[t]", "dz = Y[t] - self.yhat[t]"],
     {8, 22}),
    (EINSUM, ['"ij,i->j"', '"ij,j->i"'], {4}),
    (EINSUM, ['"ti,tj->ij", DR, X', '"ti,tj->ij", DR, X[::-1]'], {33}),
    (EINSUM, [" * H[t + 1] * (1 - H[t + 1])", ""], {6}),
    (EINSUM, ['"ti,tj->ij", DO, H[1:]', '"ti,tj->ij", DO, H[:-1]'], {8}),
    (DEEP, ["W_re[i][j] * a[i]", "W_re[j][i] * a[i]"], {4}),
    (DEEP, ["if t > T:", "if t >= T:"], {30}),
    (DEEP, ["o, a, z = out(t), delta(t + 1), state(t)",
            "o, a, z = out(t), [0.0] * n, state(t)"], {1}),
    (SINGLE, ["back = W_re.T @ a", "back = W_re @ a"], {4}),
    (ONE, ["ds = W.T @ da", "ds = W @ da"], {4}),
    (ONE, ["np.outer(da, s[t - 1])", "np.outer(da, s[t])"], {8}),
    (WILD, ["np.arange(0, t + 1)[::-1]", "np.arange(max(0, t - 4), t + 1)"
            "[::-1]"], {16}),
    (WILD, ["delta_t = W.T.dot(delta_t) * (1 - s[bptt_step - 1] ** 2)",
            "delta_t = W.dot(delta_t) * (1 - s[bptt_step - 1] ** 2)"], {4}),
    (DICT, ['g["Wh"] += np.outer(dz, hs[t - 1])',
            'g["Wh"] += np.outer(dz, hs[t])'], {8}),
    (DICT, ["dl = p - targets[t - 1]", "dl = targets[t - 1] - p"], {22}),
    (DICT, ["dn = Wh.T @ dz", "dn = Wh @ dz",
            'g["bh"] += dz', 'g["bh"] += 2 * dz'], {4, 12}),
    (BATCH, ["dh_next = dt @ Wh.T", "dh_next = dt @ Wh"], {4}),
    (BATCH, ["dout = out - y", "dout = (out - y) / T"], {3}),
    (SIGMOID, ["(ys[t] - ts[t]) * ys[t] * (1 - ys[t])",
               "(ts[t] - ys[t]) * ys[t] * (1 - ys[t])"], {22}),
    (SIDE, ["Wrec.T @ A[:, t + 1]", "Wrec @ A[:, t + 1]"], {4}),
    (SIDE, ["A @ H[:, :T].T", "A @ H[:, 1:].T"], {8}),
    (EACH, ["range(t, 0, -1)", "range(t, max(0, t - 5), -1)"], {16}),
]

UNKNOWN = [  # source, what is changed in it, the lines that are to blame
    (LOOPS, ["W_out[o][i] * d_out[o]",
             "W_out[o][i] * d_out[o] * (t > T - 2)"], ["eq 5"]),
    (NUMPY, ["back * (1 - Z[t + 1] ** 2)", "back * (1 - Z[t] ** 2)"],
     ["eq 5"]),
    (SIGMOID, ["hs[t + 1] * (1 - hs[t + 1])", "(1 - hs[t + 1] ** 2)"],
     ["eq 5"]),
    (EACH, ["g[1] += np.outer(delta, z[s - 1])",
            "g[1] += np.outer(delta, z[t - 1])"], ["eq 3"]),
    (COLUMNS, ["(1 - hs[t] * hs[t]) * dh", "(1 - hs[t] * hs[t]) ** 2 * dh"],
     ["eq 5"]),
    (COLUMNS, ["(1 - hs[t] * hs[t]) * dh",
               "0.5 * (1 - hs[t] * hs[t]) * dh"], ["eq 5"]),
    (COLUMNS, ["Whh.T @ dhraw", "Whh.T @ (Whh.T @ dhraw)"], ["eq 5"]),
    (COLUMNS, ["dhnext = Whh.T @ dhraw", "dhnext = 2 * Whh.T @ dhraw"],
     ["eq 5"]),
    (COLUMNS, ["dhnext = Whh.T @ dhraw", "dhnext += Whh.T @ dhraw"],
     ["eq 5"]),
    (COLUMNS, ["dhnext = Whh.T @ dhraw",
               "dhnext = np.clip(Whh.T @ dhraw, -0.1, 0.1)"], ["eq 5"]),
    (COLUMNS, ["dWhy += dy @ hs[t].T", "dWhy += (dy * dy) @ hs[t].T"],
     ["eq 2"]),
    (COLUMNS, ["dWxh += dhraw @ inputs[t].T", "dWxh += dh @ inputs[t].T"],
     ["eq 4"]),
    (COLUMNS, ["dbh += dhraw", "dbh += dh"], ["eq 5'"]),
    (COLUMNS, ["dby += dy", "dby += dy * dy"], ["eq 5'"]),
    (COLUMNS, ["dy = ys[t] - targets[t]", "dy = (ys[t] - targets[t]) ** 3"],
     ["def 3"]),
    (COLUMNS, ["dy = ys[t] - targets[t]",
               "dy = np.sign(ys[t] - targets[t])"], ["def 3"]),
    (COLUMNS, ["dy = ys[t] - targets[t]", "dy = 0.9 ** t * (ys[t] - "
               "targets[t])"], ["def 3"]),
    (COLUMNS, ["dWhh += dhraw @ hs[t - 1].T",
               "dWhh += dhraw @ hs[max(t - 2, -1)].T"], ["eq 3"]),
    (OBJECTS, ["f[j] * s", "f[j] * f[j] * s"], ["eq 5"]),
    (OBJECTS, ["delta[t].append(f[j] * s)", "delta[t].append(f[j] + s)"],
     ["eq 5"]),
    (OBJECTS, ["rnn.W_in[i][j] * delta[t][i]",
               "rnn.W_in[i][j] * delta[t + 1][i]"], ["eq 5'"]),
    (ROWS, ["dprev = da @ Wh.T", "dprev = np.abs(da @ Wh.T)"], ["eq 5"]),
    (CHARS, ["dy[targets[t]] -= 1", "dy[targets[t]] -= 0.9"], ["def 3"]),
    (WILD, ["dLdW += np.outer(delta_t, s[bptt_step - 1])",
            "dLdW += np.outer(delta_t, s[bptt_step - 1] ** 2)"], ["eq 3"]),
]
