"""Courses of kinetic receptors from scipy and of short-term plasticity from Brian2.

    /usr/bin/python3 synapses.py [--out data/synapses.npz]

Receptors: the equations of the papers, integrated by LSODA with tolerances of
1e-12 from one change of the transmitter to the next. Short-term plasticity:
Brian2's event-driven synapses on Poisson trains. The npz file holds, for each
receptor NAME, NAME.spikes (ms), NAME.t (ms) and NAME.s (its open fraction), and
for each synapse stp.NAME.spikes (ms) and stp.NAME.factor, the fraction of the
weight each spike transmits. synapses.json beside it says what made it.
"""
import argparse
import json
import os
import platform

import numpy as np
import scipy
from scipy.integrate import solve_ivp

TOL = {"method": "LSODA", "rtol": 1e-12, "atol": 1e-14}

# Spikes of the receptors (ms, on a grid of 0.1): regular, then a pair, then a pause.
TRAIN = [5.0, 15.0, 25.0, 28.0, 30.0, 60.0]


def pieces(changes, y, end, rates, times):
    """Integrates from one change to the next; changes are (ms, function of y that returns y and the input)."""
    out = np.zeros((len(times), len(y)))
    y, now, c = np.array(y, float), 0.0, 0.0
    for t, change in sorted(changes, key=lambda p: p[0]) + [(end + 1, None)]:
        inside = (times >= now - 1e-9) & (times < t - 1e-9)
        at = np.unique(np.append(times[inside], t))
        sol = solve_ivp(lambda _, z: rates(z, c), (now, t), y, t_eval=at, **TOL)
        out[inside] = sol.y.T[np.isin(at, times[inside])]
        y, now = sol.y[:, -1], t
        if change is not None:
            y, c = change(y, c)
    return out


def pulses(t, t_max):
    """Rectangular pulses of transmitter, which do not overlap here."""
    out = []
    for at in TRAIN:
        out += [(at, lambda y, c: (y, t)), (at + t_max, lambda y, c: (y, 0.0))]
    return out


def receptors():
    times = np.round(np.arange(0, 1001) * 0.1, 10)
    out = {}
    for name, alpha, beta, t, t_max in [("ampa", 0.98, 0.18, 0.5, 0.5), ("gaba_a", 0.53, 0.18, 1.0, 1.0)]:
        y = pieces(pulses(t, t_max), [0], 100, lambda z, c, a=alpha, b=beta: [a * c * (1 - z[0]) - b * z[0]], times)
        out[name] = y[:, 0]
    k1, k2, k3, k4, kd = 0.09, 0.0012, 0.18, 0.034, 100
    y = pieces(pulses(0.5, 0.3), [0, 0], 100, lambda z, c: [k1 * c * (1 - z[0]) - k2 * z[0], k3 * z[0] - k4 * z[1]], times)
    out["gaba_b"] = y[:, 1] ** 4 / (y[:, 1] ** 4 + kd)
    jumps = [(at, lambda y, c: (y + [0, 1], c)) for at in TRAIN]
    y = pieces(jumps, [0, 0], 100, lambda z, c: [0.5 * z[1] * (1 - z[0]) - z[0] / 100, -z[1] / 2], times)
    out["nmda"] = y[:, 0]
    data = {}
    for name, s in out.items():
        data.update({name + ".spikes": np.array(TRAIN), name + ".t": times, name + ".s": s})
    return data


# U, tau_rec, tau_facil (ms), rate (Hz): Tsodyks, Uziel & Markram 2000, table 1, and a pure depression.
STP = {"depressing": (0.5, 800.0, 0.0, 20.0), "facilitating": (0.04, 100.0, 1000.0, 25.0), "both": (0.2, 130.0, 530.0, 40.0)}


def plasticity():
    from brian2 import Network, NeuronGroup, SpikeGeneratorGroup, StateMonitor, Synapses, defaultclock, ms, prefs

    prefs.codegen.target = "numpy"
    defaultclock.dt = 0.1 * ms
    rng = np.random.default_rng(11)
    data = {}
    for name, (u, rec, facil, rate) in STP.items():
        steps = np.unique(np.ceil(np.cumsum(rng.exponential(1e4 / rate, 200))).astype(int))
        steps = steps[steps < 30000]
        source = SpikeGeneratorGroup(1, np.zeros(len(steps), int), steps * 0.1 * ms)
        target = NeuronGroup(1, "sum_ : 1", method="exact")
        decay = "du_/dt = -u_/tau_facil : 1 (event-driven)" if facil > 0 else "u_ : 1"
        forget = "" if facil > 0 else "u_ = 0\n"
        synapses = Synapses(source, target, "dx_/dt = (1 - x_)/tau_rec : 1 (event-driven)\n" + decay,
                            on_pre=forget + "u_ += u_0*(1 - u_)\nsum__post += u_*x_\nx_ -= u_*x_",
                            namespace={"tau_rec": rec * ms, "tau_facil": facil * ms, "u_0": u})
        synapses.connect()
        synapses.x_ = 1
        monitor = StateMonitor(target, "sum_", record=True, when="end")
        net = Network(source, target, synapses, monitor)
        net.run(3000 * ms)
        total = np.append(0, monitor.sum_[0])
        factor = np.diff(total)
        data["stp." + name + ".spikes"] = steps * 0.1
        data["stp." + name + ".factor"] = factor[steps]
        assert np.count_nonzero(factor) == len(steps)
    return data


def main():
    import brian2
    parser = argparse.ArgumentParser()
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--out", default=os.path.join(here, "data", "synapses.npz"))
    args = parser.parse_args()
    data = receptors() | plasticity()
    head = {"script": "tools/reference/synapses.py", "data": "synapses.npz",
            "versions": {"brian2": brian2.__version__, "scipy": scipy.__version__, "numpy": np.__version__,
                         "python": platform.python_version()}}
    np.savez_compressed(args.out, **data)
    for name, x in data.items():
        print(name, len(x), x[:3], x.max())
    with open(os.path.splitext(args.out)[0] + ".json", "w", encoding="utf-8") as f:
        json.dump(head, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
