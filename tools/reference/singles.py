"""Traces of single neurons from Brian2, fourth-order Runge-Kutta at 0.01 ms.

    /usr/bin/python3 singles.py [--dir data]

Reads the experiments data/*.toml, so that the numbers are written once, and
writes data/NAME.npz beside each (see README.md). Input changes exactly between
two steps: the simulation stops there, so no convention of Brian2 about when a
spike arrives enters.
"""
import argparse
import glob
import json
import os
import platform
import tomllib

import numpy as np
from brian2 import Network, NeuronGroup, StateMonitor, SpikeMonitor, __version__, defaultclock, mV, ms, nS, pA, pF, prefs

DT = 0.01  # ms

LIF = """
dv/dt = (g_l*(e_l - v) + i_e + g_ampa*(e_ampa - v) + g_gaba*(e_gaba - v))/c_m : volt (unless refractory)
"""
EXPONENTIAL = "dg_{r}/dt = -g_{r}/tau_{r} : siemens\n"
ALPHA = """dg_{r}/dt = (x_{r} - g_{r})/tau_{r} : siemens
dx_{r}/dt = -x_{r}/tau_{r} : siemens
"""
HH = """
dv/dt = (g_l*(e_l - v) + g_na*m**3*h*(e_na - v) + g_k*n**4*(e_k - v) + i_e + i_step)/c_m : volt
dm/dt = (alpha_m*(1 - m) - beta_m*m)/ms : 1
dh/dt = (alpha_h*(1 - h) - beta_h*h)/ms : 1
dn/dt = (alpha_n*(1 - n) - beta_n*n)/ms : 1
i_step : amp
"""
RATES = {"hh_traub": """
u = (v - v_t)/mV : 1
alpha_m = 0.32*4/exprel((13 - u)/4) : 1
beta_m = 0.28*5/exprel((u - 40)/5) : 1
alpha_h = 0.128*exp((17 - u)/18) : 1
beta_h = 4/(1 + exp((40 - u)/5)) : 1
alpha_n = 0.032*5/exprel((15 - u)/5) : 1
beta_n = 0.5*exp((10 - u)/40) : 1
""", "hh_1952": """
u = v/mV : 1
alpha_m = 1/exprel(-(u + 40)/10) : 1
beta_m = 4*exp(-(u + 65)/18) : 1
alpha_h = 0.07*exp(-(u + 65)/20) : 1
beta_h = 1/(1 + exp(-(u + 35)/10)) : 1
alpha_n = 0.1/exprel(-(u + 55)/10) : 1
beta_n = 0.125*exp(-(u + 65)/80) : 1
"""}
UNITS = {"c_m": pF, "g_l": nS, "g_na": nS, "g_k": nS, "i_e": pA, "t_ref": ms}  # mV for the rest


def neuron(cell, v_end_of_step):
    """Makes the NeuronGroup of an experiment's population "cell"."""
    space = {k: x * UNITS.get(k, mV) for k, x in cell["params"].items()}
    space.setdefault("i_e", 0 * pA)
    if cell["model"] != "lif":
        group = NeuronGroup(1, HH + RATES[cell["model"]], method="rk4", namespace=space)
        for name, x in cell["initial"].items():
            setattr(group, name, x * mV if name == "v" else x)
        return group
    equations = LIF
    for r, receptor in cell["receptor"].items():
        equations += (EXPONENTIAL if receptor["model"] == "exponential" else ALPHA).format(r=r)
        space["tau_" + r] = receptor["params"]["tau"] * ms
        space["e_" + r] = receptor["params"]["e_rev"] * mV
    # Brian2 counts t_ref from the start of the step that ends with the spike.
    group = NeuronGroup(1, equations, threshold="v >= v_th", reset="v = v_reset",
                        refractory=space["t_ref"] + v_end_of_step, method="rk4", namespace=space)
    group.v = cell["initial"]["v"] * mV
    return group


def changes(experiment, group):
    """Returns [(ms, function)]: what changes the neuron's input, and when."""
    out = []
    for s in experiment.get("stimulus", {}).values():
        for t, amplitude in zip(s["times"], s["amplitudes"]):
            out.append((t, lambda a=amplitude: setattr(group, "i_step", a * pA)))
    for p in experiment.get("projection", {}).values():
        alpha = experiment["population"]["cell"]["receptor"][p["receptor"]]["model"] == "alpha"
        # An alpha function that peaks at w jumps in x by e w.
        variable, jump = ("x_" if alpha else "g_") + p["receptor"], p["weight"] * (np.e if alpha else 1)
        for t in experiment["population"][p["source"]]["times"][0]:
            out.append((t + p["delay"], lambda v=variable, w=jump: setattr(group, v, getattr(group, v) + w * nS)))
    return sorted(out, key=lambda c: c[0])


def crossings(v, level):
    """Times (ms) of upward crossings of level, interpolated linearly between steps."""
    k = np.flatnonzero((v[:-1] < level) & (v[1:] >= level))
    return (k + (level - v[k]) / (v[k + 1] - v[k])) * DT


def simulate(experiment):
    """Returns the arrays of the npz file."""
    cell = experiment["population"]["cell"]
    names = experiment["record"]["trace"]["variables"]
    group = neuron(cell, DT * ms)
    columns = {name: "g_" + name[:-2] if "." in name else name for name in names}
    state = StateMonitor(group, list(columns.values()), record=True)
    network = Network(group, state)
    if cell["model"] == "lif":
        spikes = SpikeMonitor(group)
        network.add(spikes)
    now = 0.0
    for t, change in changes(experiment, group):
        if t > now:
            network.run((t - now) * ms, namespace={})
            now = t
        change()
    network.run((experiment["duration"] - now + DT) * ms, namespace={})  # the last sample too
    every = round(experiment["record"]["trace"]["interval"] / DT)
    count = round(experiment["duration"] / DT) + 1
    scale = {"v": mV, "g": nS}
    out = {"t": np.arange(0, count, every) * DT}
    for name, column in columns.items():
        unit = scale.get(column[0], 1)
        out[name] = np.asarray(getattr(state, column)[0] / unit)[:count:every]
    if cell["model"] == "lif":
        out["spikes"] = np.asarray(spikes.t / ms) + DT  # found at the end of the step
    else:
        out["spikes"] = crossings(np.asarray(state.v[0] / mV)[:count], cell["params"]["v_spike"])
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dir", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "data"))
    args = parser.parse_args()
    prefs.codegen.target = "numpy"
    cases = {}
    for path in sorted(glob.glob(os.path.join(args.dir, "*.toml"))):
        with open(path, "rb") as f:
            experiment = tomllib.load(f)
        defaultclock.dt = DT * ms
        arrays = simulate(experiment)
        name = os.path.splitext(os.path.basename(path))[0]
        np.savez_compressed(os.path.join(args.dir, name + ".npz"), **arrays)
        cases[name] = {"experiment": name + ".toml", "data": name + ".npz", "samples": len(arrays["t"]),
                       "variables": [k for k in arrays if k not in ("t", "spikes")],
                       "spikes_ms": [round(float(t), 6) for t in arrays["spikes"]]}
        print(name, cases[name]["spikes_ms"])
    head = {"script": "tools/reference/singles.py", "simulator": f"Brian2 {__version__}, rk4, dt {DT} ms, float64",
            "versions": {"brian2": __version__, "numpy": np.__version__, "python": platform.python_version()},
            "cases": cases}
    with open(os.path.join(args.dir, "singles.json"), "w", encoding="utf-8") as f:
        json.dump(head, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
