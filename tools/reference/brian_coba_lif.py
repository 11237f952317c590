"""Brian2's rates of coba-lif and coba-lif-dense (Vogels & Abbott 2005; Brette et al. 2007, benchmark 1).

    /usr/bin/python3 brian_coba_lif.py --out coba_lif.json
"""
from brian2 import Network, NeuronGroup, SpikeMonitor, Synapses, mV, ms, nS, pA, pF

import standalone
from reference_file import main

SCRIPT = "brian_coba_lif.py"
# name, scale, dt in ms, seeds
CASES = [("coba-lif", 1, 0.1, range(1, 13)), ("coba-lif", 10, 0.1, range(1, 4)), ("coba-lif-dense", 2, 0.1, range(1, 7)),
         ("coba-lif-dense", 4, 0.1, range(1, 13)), ("coba-lif-dense", 10, 0.1, range(1, 4))]

EQUATIONS = """
dv/dt = (g_l*(e_l - v) + i_e + g_e*(e_e - v) + g_i*(e_i - v))/c_m : volt (unless refractory)
dg_e/dt = -g_e/tau_e : siemens
dg_i/dt = -g_i/tau_i : siemens
"""


def build(directory, name, scale, duration_ms, dt_ms=0.1):
    """Compiles the network of that name; returns the Program and {population: (first, end)}."""
    dense = name == "coba-lif-dense"
    n = round(4000 * scale)
    n_exc = round(3200 * scale)
    p = 0.02 if dense else 80.0 / n
    shrink = scale if dense else 1
    namespace = dict(g_l=10 * nS, c_m=200 * pF, e_l=-60 * mV, i_e=200 * pA, e_e=0 * mV, e_i=-80 * mV,
                     tau_e=5 * ms, tau_i=10 * ms, v_th=-50 * mV, v_reset=-60 * mV,
                     w_e=6.0 / shrink * nS, w_i=67.0 / shrink * nS)
    standalone.begin(directory, dt_ms)
    cells = NeuronGroup(n, EQUATIONS, threshold="v >= v_th", reset="v = v_reset", refractory=5 * ms,
                        method="exponential_euler", namespace=namespace)
    cells.v = "-55*mV + 2*mV*randn()"
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
