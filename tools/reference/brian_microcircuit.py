"""Brian2's rates of the microcircuit (Potjans & Diesmann 2014) at a tenth of its size.

    /usr/bin/python3 brian_microcircuit.py --out microcircuit.json

Neurons and in-degrees are scaled by one factor, weights divided by its square
root, and a constant current restores the mean input (van Albada et al. 2015).
Background input is Poisson. One network, drawn by numpy, is run with several seeds.
"""
import numpy as np
from brian2 import Hz, Network, NeuronGroup, PoissonInput, SpikeMonitor, Synapses, mV, ms, pA, pF

import standalone
from reference_file import main

SCRIPT = "brian_microcircuit.py"
CASES = [("microcircuit", 0.1, 0.1, range(1, 4))]

NAMES = ["L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I"]
N = np.array([20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948])
P = np.array([  # rows are targets
    [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0, 0.0076, 0.0],
    [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0, 0.0042, 0.0],
    [0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0.0],
    [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0, 0.1057, 0.0],
    [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0],
    [0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0.0],
    [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
    [0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443]])
K_EXT = np.array([1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100])
RATES = np.array([0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829])
V_MEAN = [-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43]
V_SD = [5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48]
TAU_M, TAU_S, C_M = 10.0, 0.5, 250.0

EQUATIONS = """
dv/dt = (e_l - v)/tau_m + (i_syn + i_e)/c_m : volt (unless refractory)
di_syn/dt = -i_syn/tau_s : amp
i_e : amp
"""


def peak_current(psp_mv):
    """The current in pA whose postsynaptic potential peaks at so many mV."""
    r = TAU_M / TAU_S
    shape = r ** (TAU_M / (TAU_S - TAU_M)) - r ** (TAU_S / (TAU_S - TAU_M))
    return psp_mv / (TAU_M * TAU_S / (C_M * (TAU_S - TAU_M)) * shape)


def redraw(rng, mean, sd, low, high, size):
    x = rng.normal(mean, sd, size)
    while (bad := (x < low) | (x > high)).any():
        x[bad] = rng.normal(mean, sd, bad.sum())
    return x


def build(directory, name, scale, duration_ms, dt_ms=0.1):
    """Compiles the network; returns the Program and {population: (first, end)}."""
    rng = np.random.default_rng(1)
    sizes = np.floor(N * scale + 0.5).astype(int)
    first = np.concatenate([[0], np.cumsum(sizes)])
    j = peak_current(0.15)
    psc = np.where(np.arange(8) % 2 == 0, j, -4 * j) * np.ones((8, 1))
    psc[0, 2] *= 2
    total = np.log(1 - P) / np.log(1 - 1 / np.outer(N, N).astype(float))
    rec = (total / N[:, None] * psc * RATES).sum(axis=1)
    current = TAU_S / 1000 * (j * K_EXT * 8 * (1 - scale ** 0.5) + (1 - scale ** 0.5) * rec)

    standalone.begin(directory, dt_ms)
    namespace = dict(e_l=-65 * mV, tau_m=TAU_M * ms, tau_s=TAU_S * ms, c_m=C_M * pF)
    cells = NeuronGroup(int(sizes.sum()), EQUATIONS, threshold="v >= -50*mV", reset="v = -65*mV",
                        refractory=2 * ms, method="exact", namespace=namespace)
    inputs = []
    for k in range(8):
        part = cells[first[k]:first[k + 1]]
        part.v = f"({V_MEAN[k]} + {V_SD[k]}*randn())*mV"
        part.i_e = current[k] * pA
        inputs.append(PoissonInput(part, "i_syn", N=int(K_EXT[k] * scale), rate=8 * Hz, weight=j / scale ** 0.5 * pA))
    pre, post, weight, delay = [], [], [], []
    for t in range(8):
        for s in range(8):
            n = int(np.floor(total[t, s] * scale ** 2 + 0.5))
            w = psc[t, s] / scale ** 0.5
            d = 1.5 if s % 2 == 0 else 0.75
            pre.append(rng.integers(first[s], first[s + 1], n))
            post.append(rng.integers(first[t], first[t + 1], n))
            low, high = (0, np.inf) if w > 0 else (-np.inf, 0)
            weight.append(redraw(rng, w, 0.1 * abs(w), low, high, n))
            delay.append(redraw(rng, d, d / 2, 0.1, 10 * d, n))
    synapses = Synapses(cells, cells, "w : amp", on_pre="i_syn_post += w")
    synapses.connect(i=np.concatenate(pre), j=np.concatenate(post))
    synapses.w = np.concatenate(weight) * pA
    # Without a delay Brian2 lets a spike act on v in the step that follows: one step of delay.
    synapses.delay = np.maximum(np.rint(np.concatenate(delay) / dt_ms) - 1, 0) * dt_ms * ms
    monitor = SpikeMonitor(cells)
    program = standalone.Program(directory, Network(cells, synapses, monitor, *inputs), monitor, duration_ms)
    return program, {NAMES[k]: (int(first[k]), int(first[k + 1])) for k in range(8)}


if __name__ == "__main__":
    main(SCRIPT, build, CASES, method="exact")
