"""Traces of rate models from scipy, and of a delayed network from tiny Euler steps.

    /usr/bin/python3 rates.py [--dir data]

Writes data/rates.npz: NAME.t (ms) and NAME.VARIABLE for every case below, the
models with the parameters and initial values of Galvani's defaults unless a case
says otherwise. Written from the papers, not from Galvani's sources.
"""
import argparse
import os

import numpy as np
import scipy
from scipy.integrate import solve_ivp

pi = np.pi


def logistic(x):
    return 1 / (1 + np.exp(-x))


def wilson_cowan(t, y):
    e, i = y
    se = logistic(1.2 * (12 * e - 4 * i + 1.2 - 2.8)) - logistic(-1.2 * 2.8)
    si = logistic(13 * e - 11 * i - 4) - logistic(-4)
    return [(-e + (1 - e) * se) / 10, (-i + (1 - i) * si) / 10]


def fitzhugh_nagumo(t, y):
    return [-3 * y[0] ** 3 + 4 * y[0] ** 2 - 1.5 * y[0] - y[1] + 0.5, (y[0] - 0.5 * y[1]) / 20]


def qif(t, y):
    r, v = y
    return [1 / pi + 2 * r * v, v * v - 5 + 15 * r + 3 - (pi * r) ** 2]


def jansen_rit(t, y):  # seconds, as in the paper
    s = lambda u: 5 / (1 + np.exp(0.56 * (6 - u)))
    a, b, ea, eb = 100, 50, 3.25, 22
    return [y[3], y[4], y[5],
            ea * a * s(y[1] - y[2]) - 2 * a * y[3] - a * a * y[0],
            ea * a * (220 + 108 * s(135 * y[0])) - 2 * a * y[4] - a * a * y[1],
            eb * b * 33.75 * s(33.75 * y[0]) - 2 * b * y[5] - b * b * y[2]]


def wong_wang(t, y):
    u = 270 * (0.9 * 0.2609 * y[0] + 0.3) - 108
    return [-y[0] / 100 + (1 - y[0]) * 0.641e-3 * u / (1 - np.exp(-0.154 * u))]


def balloon(t, y):  # seconds; one unit of activity from 0 to 1 s
    s, f, v, q = y
    z = 1.0 if t < 1 else 0.0
    out = v ** (1 / 0.32)
    return [0.5 * z - 0.65 * s - 0.41 * (f - 1), s, (f - out) / 0.98, (f * (1 - 0.66 ** (1 / f)) / 0.34 - out * q / v) / 0.98]


def solve(rhs, y0, end, samples, **more):
    t = np.linspace(0, end, samples + 1)
    out = solve_ivp(rhs, (0, end), y0, method="DOP853", t_eval=t, rtol=1e-11, atol=1e-12, **more)
    assert out.success
    return out.y


def delayed_wilson_cowan(end=100.0, h=0.0005):
    """Three populations in a ring, input 0.8 e of the one before after 3, 7 and 12 ms."""
    delays = [round(d / h) for d in (3, 7, 12)]
    n = round(end / h)
    e = np.empty((n + 1, 3))
    e[0], i = [0.4, 0.2, 0.1], np.zeros(3)
    for k in range(n):
        past = np.array([e[max(k - delays[j], 0), (j - 1) % 3] for j in range(3)])
        x = e[k]
        se = logistic(1.2 * (12 * x - 4 * i + 0.8 * past + 0.9 - 2.8)) - logistic(-1.2 * 2.8)
        si = logistic(13 * x - 11 * i - 4) - logistic(-4)
        e[k + 1] = x + h * (-x + (1 - x) * se) / 10
        i = i + h * (-i + (1 - i) * si) / 10
    return e[:: round(1 / h)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dir", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "data"))
    out = {"versions": np.array(f"numpy {np.__version__}, scipy {scipy.__version__}")}

    def add(name, end, samples, **columns):
        out[name + ".t"] = np.linspace(0, end, samples + 1)
        for key, x in columns.items():
            out[f"{name}.{key}"] = x

    y = solve(wilson_cowan, [0, 0], 200, 200)
    add("wilson_cowan", 200, 200, e=y[0], i=y[1])
    y = solve(fitzhugh_nagumo, [0, 0], 200, 200)
    add("fitzhugh_nagumo_rate", 200, 200, x=y[0], y=y[1])
    y = solve(qif, [0, -2], 40, 200)
    add("qif_rate", 40, 200, r=y[0], v=y[1])
    y = solve(jansen_rit, [0] * 6, 1, 200)
    add("jansen_rit", 1000, 200, v=y[1] - y[2], y0=y[0])
    y = solve(wong_wang, [0.001], 1000, 200)
    add("wong_wang", 1000, 200, s=y[0])
    y1 = solve(balloon, [0, 1, 1, 1], 20, 200, max_step=0.05)
    v, q = y1[2], y1[3]
    bold = 0.02 * (7 * 0.34 * (1 - q) + 2 * (1 - q / v) + (2 * 0.34 - 0.2) * (1 - v))
    add("balloon_windkessel", 20000, 200, bold=bold, flow=y1[1] - 1)
    e = delayed_wilson_cowan()
    add("delayed_ring", 100, 100, e0=e[:, 0], e1=e[:, 1], e2=e[:, 2])
    np.savez_compressed(os.path.join(parser.parse_args().dir, "rates.npz"), **{k: x for k, x in out.items() if k != "versions"})
    print(out["versions"], "balloon peak", bold.max(), "wc", out["wilson_cowan.e"][-3:])


if __name__ == "__main__":
    main()
