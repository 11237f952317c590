"""Weights of a small plastic network from Brian2, for host/plastic_brian_test.go.

    /usr/bin/python3 brian_stdp.py [--out data/stdp_network.npz]

40 Poisson sources, whose spikes are drawn here and stored, drive 10 lif neurons
through plastic synapses of power-law STDP with a dendritic delay: the source's
spike changes the weight at once and its current arrives after the delay; the
target's spike changes the weight after the delay. Both simulators find spikes
after the update of a step and integrate the linear equations exactly, so that
spikes of step k and arrivals d steps later are the same in both.
"""
import argparse

import numpy as np
from brian2 import (Network, NeuronGroup, SpikeGeneratorGroup, SpikeMonitor, Synapses, __version__, defaultclock, ms, mV, nS, pA,
                    pF, prefs, second)

DT, DURATION, SOURCES, TARGETS, RATE = 0.1, 3000.0, 40, 10, 40.0
TAU_PLUS, TAU_MINUS, LAMBDA, ALPHA, MU_PLUS, MU_MINUS, W_MAX = 16.8, 33.7, 0.02, 0.5, 0.4, 0.4, 200.0
C_M, G_L, E_L, V_TH, V_RESET, TAU_SYN = 250.0, 25.0, -70.0, -55.0, -70.0, 5.0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default="data/stdp_network.npz")
    out = parser.parse_args().out
    prefs.codegen.target = "numpy"
    defaultclock.dt = DT * ms
    rng = np.random.default_rng(20)
    steps = int(DURATION / DT)
    fired = rng.random((steps, SOURCES)) < RATE * DT / 1000
    fired[:2] = False
    for k in range(steps):  # no source spikes again while its last spike is under way: "sent" holds one weight
        fired[k] &= ~fired[max(0, k - 40):k].any(axis=0)
    at, source = np.nonzero(fired)
    pairs = rng.random((SOURCES, TARGETS)) < 0.7
    pre, post = np.nonzero(pairs)
    w0 = np.round(rng.uniform(0.3 * W_MAX, 0.7 * W_MAX, len(pre)), 3)
    delay = rng.integers(1, 40, len(pre)) * DT

    inputs = SpikeGeneratorGroup(SOURCES, source, at * DT * ms)
    cells = NeuronGroup(TARGETS, """
        dv/dt = (g_l*(e_l - v) + i_syn)/c_m : volt
        di_syn/dt = -i_syn/tau_syn : amp""", threshold="v >= v_th", reset="v = v_reset", method="exact",
                        namespace=dict(g_l=G_L * nS, e_l=E_L * mV, c_m=C_M * pF, v_th=V_TH * mV, v_reset=V_RESET * mV, tau_syn=TAU_SYN * ms))
    cells.v = E_L * mV
    synapses = Synapses(inputs, cells, """
        w : 1
        sent : 1
        dk_plus/dt = -k_plus/tau_plus : 1 (event-driven)
        dk_minus/dt = -k_minus/tau_minus : 1 (event-driven)""",
                        on_pre={"learn": """
        w = clip(w - alpha*lambda_*w_max*(w/w_max)**mu_minus*k_minus, 0, w_max)
        k_plus += 1
        sent = w""", "send": "i_syn_post += sent*pA"},
                        on_post={"back": """
        w = clip(w + lambda_*w_max*(1 - w/w_max)**mu_plus*k_plus, 0, w_max)""", "mark": "k_minus += 1"},
                        namespace=dict(tau_plus=TAU_PLUS * ms, tau_minus=TAU_MINUS * ms, lambda_=LAMBDA, alpha=ALPHA, mu_plus=MU_PLUS, mu_minus=MU_MINUS, w_max=W_MAX))
    synapses.connect(i=pre, j=post)
    synapses.w = w0
    synapses.send.delay = delay * ms
    synapses.back.delay = delay * ms
    synapses.mark.delay = delay * ms
    synapses.learn.delay = 0 * ms
    # Spikes that come to a synapse in one step do not pair: each side's trace moves last.
    synapses.back.order, synapses.learn.order, synapses.send.order, synapses.mark.order = 0, 1, 2, 3
    spikes = SpikeMonitor(cells)
    net = Network(inputs, cells, synapses, spikes)
    net.run(DURATION * ms)
    spike_times = np.asarray(spikes.t / ms)
    print(f"brian2 {__version__}: {len(at)} source spikes, {len(spike_times)} target spikes, weights {w0.mean():.1f} to {np.mean(synapses.w):.1f}, "
          f"mean change {np.abs(synapses.w - w0).mean():.1f}")
    np.savez_compressed(out, source=source.astype(np.uint32), source_step=at.astype(np.uint32), pre=pre.astype(np.uint32), post=post.astype(np.uint32),
                        w0=w0, delay=delay, w=np.asarray(synapses.w), cell=np.asarray(spikes.i).astype(np.uint32),
                        cell_step=np.round(spike_times / DT).astype(np.uint32), version=np.frombuffer(__version__.encode(), np.uint8))


if __name__ == "__main__":
    main()
