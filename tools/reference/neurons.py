"""Traces of every point neuron from Brian2, fourth-order Runge-Kutta at 0.001 ms.

    /usr/bin/python3 neurons.py [--dir neurons]

Reads the experiments neurons/*.toml, so that the numbers are written once, and
writes neurons/neurons.npz (see README.md). All models go through one C++
program of Brian2's. Quantities are plain numbers in Galvani's units, but time.
"""
import argparse
import glob
import json
import os
import platform
import tempfile
import tomllib

import brian2
import numpy as np
from brian2 import Network, NeuronGroup, SpikeMonitor, StateMonitor, defaultclock, ms

DT = 0.001  # ms
EVERY = 0.1  # ms between samples of v
SAMPLED = 100.0  # ms from the start that v is sampled

# name: (equations without i_step, condition of a spike, reset; None where a spike
# is an upward crossing). Above v_peak upstrokes go on with the slope of v_peak.
RESET = "v = v_reset"
LEAK = "dv/dt = (g_l*(e_l - v) + i_e + i_step{more})/c_m/ms : 1 (unless refractory)\n"
UPSTROKE = "vc = clip(v, -1e9, v_peak) : 1\n"
MODELS = {
    "if": ("dv/dt = (i_e + i_step)/c_m/ms : 1 (unless refractory)", "v >= v_th", RESET),
    "leaky_integrator": ("dv/dt = (g_l*(e_l - v) + i_e + i_step)/c_m/ms : 1", None, None),
    "exp_if": (UPSTROKE + "dv/dt = (g_l*(e_l - vc) + g_l*delta_t*exp((vc - v_th)/delta_t) + i_e + i_step)/c_m/ms : 1 (unless refractory)",
               "v >= v_peak", RESET),
    "adex": (UPSTROKE + """dv/dt = (g_l*(e_l - vc) + g_l*delta_t*exp((vc - v_th)/delta_t) - w + i_e + i_step)/c_m/ms : 1 (unless refractory)
dw/dt = (a*(vc - e_l) - w)/tau_w/ms : 1""", "v >= v_peak", RESET + "; w += b"),
    "quad_if": (UPSTROKE + "dv/dt = (k*(vc - e_l)*(vc - v_c) + i_e + i_step)/c_m/ms : 1 (unless refractory)", "v >= v_peak", RESET),
    "ad_quad_if": (UPSTROKE + """dv/dt = (k*(vc - e_l)*(vc - v_c) - w + i_e + i_step)/c_m/ms : 1 (unless refractory)
dw/dt = (a*(vc - e_l) - w)/tau_w/ms : 1""", "v >= v_peak", RESET + "; w += b"),
    "izhikevich": ("""vc = clip(v, -1e9, v_th) : 1
dv/dt = (p_1*vc**2 + p_2*vc + p_3 - u + i_e + i_step)/ms : 1 (unless refractory)
du/dt = a*(b*vc - u)/ms : 1""", "v >= v_th", "v = c; u += d"),
    "alif": ("dv/dt = (g_l*(e_l - v) + i_e + i_step)/c_m/ms : 1\nda/dt = -a/tau_a/ms : 1", "v >= v_th + beta*a", "v -= v_th - e_l; a += 1"),
    "lif_sfa": (LEAK.format(more=" - w") + "dw/dt = -w/tau_sfa/ms : 1", "v >= v_th", RESET + "; w += q_sfa"),
    "gif": (LEAK.format(more=" + i_1 + i_2") + """dv_th/dt = (a*(v - e_l) - b*(v_th - v_th_inf))/ms : 1
di_1/dt = -k_1*i_1/ms : 1
di_2/dt = -k_2*i_2/ms : 1""", "v >= v_th", RESET + "; i_1 = r_1*i_1 + a_1; i_2 = r_2*i_2 + a_2; v_th = clip(v_th, v_th_reset, 1e9)"),
    # The experiment's threshold is so sharp that chance plays no part.
    "gif_pozzorini": (LEAK.format(more=" - stc_1 - stc_2") + "".join(f"d{x}/dt = -{x}/tau_{x}/ms : 1\n" for x in ("stc_1", "stc_2", "sfa_1", "sfa_2")),
                      "v >= v_t_star + sfa_1 + sfa_2", RESET + "; stc_1 += q_stc_1; stc_2 += q_stc_2; sfa_1 += q_sfa_1; sfa_2 += q_sfa_2"),
    # Level 5; everything stands still in the refractory time.
    "glif": (LEAK.format(more=" + asc_1 + asc_2") + """dth_s/dt = -th_spike_decay*th_s/ms : 1 (unless refractory)
dth_v/dt = (th_voltage_index*(v - e_l) - th_voltage_decay*th_v)/ms : 1 (unless refractory)
dasc_1/dt = -asc_decay_1*asc_1/ms : 1 (unless refractory)
dasc_2/dt = -asc_decay_2*asc_2/ms : 1 (unless refractory)""", "v >= v_th + th_s + th_v",
             """v = e_l + voltage_reset_fraction*(v - e_l) + voltage_reset_add
th_s = th_spike_add + th_s*exp(-th_spike_decay*t_ref)
asc_1 = asc_amps_1 + asc_r_1*asc_1*exp(-asc_decay_1*t_ref)
asc_2 = asc_amps_2 + asc_r_2*asc_2*exp(-asc_decay_2*t_ref)"""),
    "fitzhugh_nagumo": ("dv/dt = (v - v**3/3 - w + i_e + i_step)/ms : 1\ndw/dt = (v + a - b*w)/tau/ms : 1", "v >= v_th", None),
    "hindmarsh_rose": ("""dv/dt = (y - a*v**3 + b*v**2 - z + i_e + i_step)/ms : 1
dy/dt = (c - d*v**2 - y)/ms : 1
dz/dt = r*(s*(v - v_rest) - z)/ms : 1""", "v >= v_th", None),
    "morris_lecar": ("""dv/dt = (g_l*(e_l - v) + g_ca*0.5*(1 + tanh((v - v_1)/v_2))*(e_ca - v) + g_k*w*(e_k - v) + i_e + i_step)/c_m/ms : 1
dw/dt = phi*cosh((v - v_3)/(2*v_4))*(0.5*(1 + tanh((v - v_3)/v_4)) - w)/ms : 1""", "v >= v_th", None),
    "wang_buzsaki": ("""am = 1/exprel(-0.1*(v + 35)) : 1
m = am/(am + 4*exp(-(v + 60)/18)) : 1
dv/dt = (g_l*(e_l - v) + g_na*m**3*h*(e_na - v) + g_k*n**4*(e_k - v) + i_e + i_step)/c_m/ms : 1
dh/dt = phi*(0.07*exp(-(v + 58)/20)*(1 - h) - h/(1 + exp(-0.1*(v + 28))))/ms : 1
dn/dt = phi*(0.1/exprel(-0.1*(v + 34))*(1 - n) - 0.125*exp(-(v + 44)/80)*n)/ms : 1""", "v >= v_spike", None),
    "pinsky_rinzel": ("""am = 1.28/exprel((13.1 - v - 60)/4) : 1
m = am/(am + 1.4/exprel((v + 60 - 40.1)/5)) : 1
below = exp((v_d + 50)/11 - (v_d + 53.5)/27)/18.975 : 1
both = 2*exp(-(v_d + 53.5)/27) : 1
ac = below*int(v_d <= -10) + both*int(v_d > -10) : 1
i_ca = g_ca*s**2*(v_d - e_ca) : 1
dv/dt = (g_l*(e_l - v) + g_na*m**2*h*(e_na - v) + g_kdr*n*(e_k - v) + (g_c*(v_d - v) + i_e + (1 - f_d)*i_step)/p)/c_m/ms : 1
dv_d/dt = (g_l*(e_l - v_d) - i_ca + (g_ahp*q + g_kc*c*clip(ca/250, 0, 1))*(e_k - v_d) + (g_c*(v - v_d) + i_d + f_d*i_step)/(1 - p))/c_m/ms : 1
dh/dt = (0.128*exp((17 - v - 60)/18)*(1 - h) - 4*h/(1 + exp((40 - v - 60)/5)))/ms : 1
dn/dt = (0.08/exprel((35.1 - v - 60)/5)*(1 - n) - 0.25*exp(0.5 - 0.025*(v + 60))*n)/ms : 1
ds/dt = (1.6/(1 + exp(-0.072*(v_d - 5)))*(1 - s) - 0.1/exprel((v_d + 8.9)/5)*s)/ms : 1
dc/dt = (ac*(1 - c) - (both - ac)*c)/ms : 1
dq/dt = (clip(0.00002*ca, 0, 0.01)*(1 - q) - 0.001*q)/ms : 1
dca/dt = (-phi_ca*i_ca - beta_ca*ca)/ms : 1""", "v >= v_spike", None),
}


def current(step):
    """The step current as an expression; a change at t is in the step that begins there."""
    terms, last = [], 0.0
    for t, amplitude in zip(step["times"], step["amplitudes"]):
        terms.append(f"({amplitude - last})*int(t > {t - DT / 2}*ms)")
        last = amplitude
    return " + ".join(terms)


def describe(name, experiment):
    """Makes the group and monitors of an experiment's population "cell"."""
    cell = experiment["population"]["cell"]
    equations, condition, reset = MODELS[cell["model"]]
    space = {k: float(x) for k, x in cell["params"].items()}
    arguments = {}
    if condition is not None:
        arguments["threshold"] = condition
        if reset is None:
            arguments["refractory"] = condition  # one spike for each crossing
        else:
            arguments["reset"] = reset
            # Brian2 counts from the start of the step that ends with the spike.
            if space["t_ref"] > 0:
                arguments["refractory"] = (space["t_ref"] + DT) * ms
            else:
                equations = equations.replace(" (unless refractory)", "")
    group = NeuronGroup(1, equations + "\ni_step = " + current(experiment["stimulus"]["step"]) + " : 1 (constant over dt)", method="rk4", namespace=space, name="cell_" + name, **arguments)
    for key, x in cell["initial"].items():
        setattr(group, key, x)
    state = StateMonitor(group, "v", record=True, dt=EVERY * ms, name="state_" + name)
    spikes = SpikeMonitor(group, name="spikes_" + name) if condition is not None else None
    return group, state, spikes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dir", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "neurons"))
    args = parser.parse_args()
    experiments = {}
    for path in sorted(glob.glob(os.path.join(args.dir, "*.toml"))):
        with open(path, "rb") as f:
            experiments[os.path.splitext(os.path.basename(path))[0]] = tomllib.load(f)
    first = next(iter(experiments.values()))
    duration = first["duration"]
    with tempfile.TemporaryDirectory() as directory:
        brian2.prefs.devices.cpp_standalone.extra_make_args_unix = ["-j2"]
        brian2.prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O1", "-std=c++11"]
        brian2.set_device("cpp_standalone", directory=directory, build_on_run=False)
        defaultclock.dt = DT * ms
        network, cells = Network(), {}
        for name, e in experiments.items():
            assert e["duration"] == duration, name
            cells[name] = describe(name, e)
            network.add(*[x for x in cells[name] if x is not None])
        network.run(duration * ms, namespace={})
        brian2.device.build(directory=directory, compile=True, run=True, debug=False)
        arrays = {}
        for name, (_, state, spikes) in cells.items():
            arrays[name + ".v"] = np.asarray(state.v[0])[:round(SAMPLED / EVERY)]
            if spikes is not None:
                arrays[name + ".spikes"] = np.asarray(spikes.t / ms) + DT  # found at the end of the step
            print(name, len(arrays.get(name + ".spikes", [])), arrays.get(name + ".spikes", [])[:3], float(arrays[name + ".v"].min()), float(arrays[name + ".v"].max()))
    np.savez_compressed(os.path.join(args.dir, "neurons.npz"), **arrays)
    head = {"script": "tools/reference/neurons.py", "simulator": f"Brian2 {brian2.__version__}, C++ standalone, rk4, dt {DT} ms, float64",
            "versions": {"brian2": brian2.__version__, "numpy": np.__version__, "python": platform.python_version()},
            "spikes": {name[:-7]: len(x) for name, x in arrays.items() if name.endswith(".spikes")}}
    with open(os.path.join(args.dir, "neurons.json"), "w", encoding="utf-8") as f:
        json.dump(head, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
