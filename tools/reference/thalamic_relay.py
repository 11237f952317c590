"""The thalamic relay cell in Brian2, fourth-order Runge-Kutta at 0.02 ms.

    /usr/bin/python3 thalamic_relay.py [--out data/thalamic_relay.npz]

Reads host/experiments/thalamic-relay.toml, so that the numbers are written
once, and writes v, the calcium concentration and the crossings of v_spike. The
equations are written here from the papers, apart from Galvani's shaders.
"""
import argparse
import os
import tomllib

import numpy as np
from brian2 import Network, NeuronGroup, StateMonitor, defaultclock, mV, ms, nS, pA, pF, prefs

DT = 0.02  # ms
EVERY = 5  # samples 0.1 ms apart
HERE = os.path.dirname(os.path.abspath(__file__))

EQUATIONS = """
dv/dt = (i_step + i_leak + i_kl + i_na + i_k + i_t + i_h)/c_m : volt
u = v/mV : 1
i_leak = g_leak*(e_leak - v) : amp
i_kl = g_kl*(e_kl - v) : amp
i_na = g_na*m_na**3*h_na*(e_na - v) : amp
i_k = g_k*n_k**4*(e_k - v) : amp
i_t = g_t*m_t**2*h_t*(e_ca - v) : amp
i_h = g_h*(o_h + g_inc*l_h)*(e_h - v) : amp
i_step : amp

una = u - vt_na/mV : 1
dm_na/dt = (0.32*4/exprel((13 - una)/4)*(1 - m_na) - 0.28*5/exprel((una - 40)/5)*m_na)/ms : 1
dh_na/dt = (0.128*exp((17 - una)/18)*(1 - h_na) - 4/(1 + exp((40 - una)/5))*h_na)/ms : 1
uk = u - vt_k/mV : 1
dn_k/dt = (0.032*5/exprel((15 - uk)/5)*(1 - n_k) - 0.5*exp((10 - uk)/40)*n_k)/ms : 1

ut = u - shift_t : 1
m_inf = 1/(1 + exp(-(ut + 57)/6.2)) : 1
tau_m = 0.612 + 1/(exp(-(ut + 132)/16.7) + exp((ut + 16.8)/18.2)) : 1
h_inf = 1/(1 + exp((ut + 81)/4)) : 1
tau_h = int(ut < -80)*exp((ut + 467)/66.6) + int(ut >= -80)*(28 + exp(-(ut + 22)/10.5)) : 1
dm_t/dt = 4.573*(m_inf - m_t)/(tau_m*ms) : 1
dh_t/dt = 3.737*(h_inf - h_t)/(tau_h*ms) : 1

s_inf = 1/(1 + exp((u + 75)/5.5)) : 1
tau_s = 20 + 1000/(exp((u + 71.5)/14.2) + exp(-(u + 89)/11.6)) : 1
bind = 0.001*p_h/0.01 : 1
do_h/dt = (s_inf/tau_s*(1 - o_h - l_h) - (1 - s_inf)/tau_s*o_h - bind*o_h + 0.001*l_h)/ms : 1
dl_h/dt = (bind*o_h - 0.001*l_h)/ms : 1
dp_h/dt = 4e-4*((c/0.002)**4*(1 - p_h) - p_h)/ms : 1

e_ca = 1000*8.31446261815324*309.15/(2*96485.33212331)*log(2/c)*mV : volt
inward = i_t/pA : 1
dc/dt = (1000*inward*int(inward > 0)/(2*96485.33212331*area*depth) + (c_rest - c)/tau_c)/ms : 1
"""


def rest(v, c, space):
    """Where every gate rests at v (mV) and c (mM)."""
    exp, one = np.exp, lambda a, b: a / (a + b)
    una, uk, ut = v - space["vt_na"] / mV, v - space["vt_k"] / mV, v - space["shift_t"]
    lin = lambda x: x / np.expm1(x)
    p = one((c / 0.002)**4, 1)
    s = 1 / (1 + exp((v + 75) / 5.5))
    o = s / (1 + s * p / 0.01)
    return {"m_na": one(1.28 * lin((13 - una) / 4), 1.4 * lin((una - 40) / 5)),
            "h_na": one(0.128 * exp((17 - una) / 18), 4 / (1 + exp((40 - una) / 5))),
            "n_k": one(0.16 * lin((15 - uk) / 5), 0.5 * exp((10 - uk) / 40)),
            "m_t": 1 / (1 + exp(-(ut + 57) / 6.2)), "h_t": 1 / (1 + exp((ut + 81) / 4)),
            "o_h": o, "l_h": o * p / 0.01, "p_h": p}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--toml", default=os.path.join(HERE, "..", "..", "host", "experiments", "thalamic-relay.toml"))
    parser.add_argument("--out", default=os.path.join(HERE, "data", "thalamic_relay.npz"))
    args = parser.parse_args()
    prefs.codegen.target = "numpy"
    with open(args.toml, "rb") as f:
        experiment = tomllib.load(f)
    cell = experiment["population"]["relay"]
    space = {"c_m": cell["params"]["c_m"] * pF, "g_inc": 2.0}
    for name, channel in cell["channel"].items():
        params = channel["params"]
        space["g_" + name] = params["g_max"] * nS
        if "e_rev" in params:
            space["e_" + name] = params["e_rev"] * mV
        if "v_t" in params:
            space["vt_" + name] = params["v_t"] * mV
    space["shift_t"] = cell["channel"]["t"]["params"]["v_shift"]
    ca = cell["ion"]["ca"]["params"]
    space.update(area=ca["area"], depth=ca["depth"], tau_c=ca["tau"], c_rest=ca["c_rest"])
    defaultclock.dt = DT * ms
    group = NeuronGroup(1, EQUATIONS, method="rk4", namespace=space)
    v, c = cell["initial"]["v"], ca["c_rest"]
    group.v, group.c = v * mV, c
    for name, x in rest(v, c, space).items():
        setattr(group, name, x)
    state = StateMonitor(group, ["v", "c"], record=True)
    network = Network(group, state)
    step = experiment["stimulus"]["inhibition"]
    ends = step["times"][1:] + [experiment["duration"] + DT]
    for begin, end, amplitude in zip(step["times"], ends, step["amplitudes"]):
        group.i_step = amplitude * pA
        network.run((end - begin) * ms, namespace={})
    v = np.asarray(state.v[0] / mV)
    level = cell["params"]["v_spike"]
    k = np.flatnonzero((v[:-1] < level) & (v[1:] >= level))
    spikes = (k + (level - v[k]) / (v[k + 1] - v[k])) * DT
    count = round(experiment["duration"] / DT) + 1
    np.savez_compressed(args.out, t=np.arange(0, count, EVERY) * DT, v=v[:count:EVERY],
                        c=np.asarray(state.c[0])[:count:EVERY], spikes=spikes)
    print("spikes at", np.round(spikes, 3), "ms")


if __name__ == "__main__":
    main()
