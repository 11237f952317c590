"""Brian2's rates and irregularity of coba-hh and coba-hh-dense (Brette et al. 2007, benchmark 3).

    /usr/bin/python3 brian_coba_hh.py --out coba_hh.json
"""
from brian2 import Network, NeuronGroup, SpikeMonitor, Synapses, mV, ms, nS, pF

import standalone
from reference_file import main

SCRIPT = "brian_coba_hh.py"
# name, scale, dt in ms, seeds: many, since the rate differs by 8 % (standard
# deviation) from one network of 4000 neurons to the next. The dense network of
# scale 1 is the other one of scale 1.
CASES = [("coba-hh", 1, 0.1, range(1, 25)), ("coba-hh", 1, 0.02, range(1, 9)),
         ("coba-hh-dense", 2, 0.1, range(1, 13)), ("coba-hh-dense", 4, 0.1, range(1, 9))]

EQUATIONS = """
dv/dt = (g_l*(e_l - v) + g_e*(e_e - v) + g_i*(e_i - v)
         + g_na*m**3*h*(e_na - v) + g_k*n**4*(e_k - v))/c_m : volt
dm/dt = alpha_m*(1 - m) - beta_m*m : 1
dn/dt = alpha_n*(1 - n) - beta_n*n : 1
dh/dt = alpha_h*(1 - h) - beta_h*h : 1
dg_e/dt = -g_e/tau_e : siemens
dg_i/dt = -g_i/tau_i : siemens
u = (v - v_t)/mV : 1
alpha_m = 0.32*4/exprel((13 - u)/4)/ms : Hz
beta_m = 0.28*5/exprel((u - 40)/5)/ms : Hz
alpha_h = 0.128*exp((17 - u)/18)/ms : Hz
beta_h = 4/(1 + exp((40 - u)/5))/ms : Hz
alpha_n = 0.032*5/exprel((15 - u)/5)/ms : Hz
beta_n = 0.5*exp((10 - u)/40)/ms : Hz
"""


def build(directory, name, scale, duration_ms, dt_ms=0.1):
    """Compiles the network of that name; returns the Program and {population: (first, end)}."""
    dense = name == "coba-hh-dense"
    n = round(4000 * scale)
    n_exc = round(3200 * scale)
    p = 0.02 if dense else 80.0 / n
    shrink = scale if dense else 1
    namespace = dict(c_m=200 * pF, g_l=10 * nS, e_l=-60 * mV, g_na=20000 * nS, e_na=50 * mV, g_k=6000 * nS,
                     e_k=-90 * mV, v_t=-63 * mV, v_spike=-20 * mV, e_e=0 * mV, e_i=-80 * mV,
                     tau_e=5 * ms, tau_i=10 * ms, w_e=6.0 / shrink * nS, w_i=67.0 / shrink * nS)
    standalone.begin(directory, dt_ms)
    # Refractory as long as v is above: one event for each upward crossing.
    cells = NeuronGroup(n, EQUATIONS, threshold="v >= v_spike", refractory="v >= v_spike",
                        method="exponential_euler", namespace=namespace)
    cells.v = "-65*mV + 5*mV*randn()"
    cells.g_e = "10*(4 + 1.5*randn())*nS"
    cells.g_i = "10*(20 + 12*randn())*nS"
    # Without a delay Brian2 lets a spike act on v in the step that follows: one step of delay.
    delay = {} if dt_ms == 0.1 else {"delay": (0.1 - dt_ms) * ms}
    exc = Synapses(cells[:n_exc], cells, on_pre="g_e_post += w_e", namespace=namespace, **delay)
    exc.connect(p=p)
    inh = Synapses(cells[n_exc:], cells, on_pre="g_i_post += w_i", namespace=namespace, **delay)
    inh.connect(p=p)
    monitor = SpikeMonitor(cells)
    program = standalone.Program(directory, Network(cells, exc, inh, monitor), monitor, duration_ms)
    return program, {"exc": (0, n_exc), "inh": (n_exc, n)}


if __name__ == "__main__":
    main(SCRIPT, build, CASES)
