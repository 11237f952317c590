"""Makes the matrices of cortex-29: fractions of labelled neurons (FLN) and distances.

    /usr/bin/python3 cortex_29.py            # prints them as in host/experiments/cortex-29.toml
    /usr/bin/python3 cortex_29.py --npz FILE # arrays fln and distance

The measured matrices (Markov et al. 2014, Cerebral Cortex 24:17, as used by
Joglekar et al. 2018, Neuron 98:222) are not part of this project. These are drawn
by a rule that gives their statistics: 29 areas, 536 links, FLN from 1.6e-6 to
0.764 with the sum 14.71 and near log-normal, distances from 5 to 58.2 mm with the
mean 25.4 over the links (measured: 24.2), and links that weaken with distance (the exponential
distance rule of Ercsey-Ravasz et al. 2013, Neuron 80:184).

 1. Areas are points drawn uniformly on an ellipsoid, half-axes 2, 1.3 and 1;
    distances between them are mapped linearly onto 5 to 58.2 mm.
 2. A link's strength is -distance / 11 mm + 1.4 times a normal number, different in the two
    directions; the 536 strongest are kept.
 3. With t the strength mapped onto 0 to 1, log FLN = log 1.6e-6 + t^c log(0.764 / 1.6e-6),
    and c is such that all add to 14.71.
"""
import argparse

import numpy as np

AREAS = 29
LINKS, LOW, HIGH, TOTAL = 536, 1.6e-6, 0.764, 14.71
NEAR, FAR = 5.0, 58.2
SEED = 2086  # of 1 to 5999, that of the shortest links among those with no target's FLN above 1 in all


def matrices():
    """Returns (fln, distance), rows are targets, rounded to what is printed."""
    rng = np.random.default_rng(SEED)
    points = rng.normal(size=(AREAS, 3))
    points *= np.array([2.0, 1.3, 1.0]) / np.linalg.norm(points, axis=1, keepdims=True)
    d = np.linalg.norm(points[:, None] - points[None], axis=2)
    off = ~np.eye(AREAS, dtype=bool)
    distance = np.zeros((AREAS, AREAS))
    distance[off] = NEAR + (d[off] - d[off].min()) * (FAR - NEAR) / (d[off].max() - d[off].min())
    noise = rng.normal(size=(AREAS, AREAS))
    strength = np.where(off, -distance / 11 + 1.4 * noise, -np.inf)
    kept = np.zeros_like(off)
    kept.ravel()[np.argsort(strength, axis=None)[-LINKS:]] = True
    t = strength[kept]
    t = (t - t.min()) / (t.max() - t.min())
    low, high = 0.1, 10.0
    for _ in range(100):
        c = (low + high) / 2
        values = LOW * (HIGH / LOW) ** (t ** c)
        low, high = (c, high) if values.sum() > TOTAL else (low, c)
    fln = np.zeros_like(distance)
    fln[kept] = [float(f"{v:.3g}") for v in values]
    return fln, np.round(distance, 1)


def table(name, rows, form):
    return f"{name} = [\n" + "".join("  [" + ", ".join(form(x) for x in row) + "],\n" for row in rows) + "]"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--npz")
    args = parser.parse_args()
    fln, distance = matrices()
    if args.npz:
        np.savez(args.npz, fln=fln, distance=distance)
    else:
        print(table("fln", fln, lambda x: f"{x:.3g}" if x else "0"))
        print(table("distance", distance, lambda x: f"{x:g}"))
