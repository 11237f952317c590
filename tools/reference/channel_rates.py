"""Rate functions of every ion channel, from the equations of its paper.

    /usr/bin/python3 channel_rates.py [--out data/channel_rates.json]

For each channel model and every potential v (mV) and concentration c (mM) of a
grid: where each gate rests and its time constant (ms) at the model's default
parameters, written from the papers in extended precision and stored as float64.
The grid holds the removable singularities of the rate functions.
"""
import argparse
import json
import os
import platform

import numpy as np

L = np.longdouble
exp = np.exp


def linoid(x):
    """x / (exp(x) - 1), 1 at x = 0."""
    x = L(x)
    return L(1) if x == 0 else x / np.expm1(x)


def rates(a, b, phi=1):
    """(rest, time constant) of a gate with opening rate a and closing rate b."""
    return a / (a + b), 1 / (L(phi) * (a + b))


def rest(inf, tau, phi=1):
    return inf, tau / L(phi)


def boltzmann(v, half, slope):
    return 1 / (1 + exp(-(v - L(half)) / L(slope)))


def traub_na(v, v_t):
    u = v - L(v_t)
    return {"m": rates(L("0.32") * 4 * linoid((13 - u) / 4), L("0.28") * 5 * linoid((u - 40) / 5)),
            "h": rates(L("0.128") * exp((17 - u) / 18), 4 / (1 + exp((40 - u) / 5)))}


def traub_k(v, v_t):
    u = v - L(v_t)
    return {"n": rates(L("0.032") * 5 * linoid((15 - u) / 5), L("0.5") * exp((10 - u) / 40))}


def ka(v, half, slope, split, flat):
    tau_h = 1 / (exp((v + L("46.05")) / 5) + exp(-(v + L("238.4")) / L("37.45"))) if v < split else L(flat)
    return {"m": rest(boltzmann(v, -half, slope),
                      L("0.37") + 1 / (exp((v + L("35.82")) / L("19.69")) + exp(-(v + L("79.69")) / L("12.7")))),
            "h": rest(boltzmann(v, -78, -6), tau_h)}


def k2(v, slow):
    tau_h = 120 + 1 / (exp((v - 1329) / L(200)) + exp(-(v + L("129.7")) / L("7.143")))
    return {"m": rest(boltzmann(v, -43, 17)**4, L("9.9") + 1 / (exp((v - L("80.98")) / L("25.64")) + exp(-(v + 132) / L("17.953")))),
            "h": rest(boltzmann(v, -58, L("-10.6")), L(8930) if slow and v >= -70 else tau_h)}


CHANNELS = {
    "na_hh_1952": lambda v, c: {"m": rates(linoid(-(v + 40) / 10), 4 * exp(-(v + 65) / 18)),
                                "h": rates(L("0.07") * exp(-(v + 65) / 20), 1 / (1 + exp(-(v + 35) / 10)))},
    "kdr_hh_1952": lambda v, c: {"n": rates(L("0.1") * linoid(-(v + 55) / 10), L("0.125") * exp(-(v + 65) / 80))},
    "na_traub_1991": lambda v, c: traub_na(v, -63),
    "na_bazhenov_2002": lambda v, c: traub_na(v, -50),
    "kdr_traub_1991": lambda v, c: traub_k(v, -60),
    "kdr_bazhenov_2002": lambda v, c: traub_k(v, -50),
    "ka1_huguenard_1992": lambda v, c: ka(v, 60, L("8.5"), -63, 19),
    "ka2_huguenard_1992": lambda v, c: ka(v, 36, 20, -73, 60),
    "k2a_huguenard_1992": lambda v, c: k2(v, False),
    "k2b_huguenard_1992": lambda v, c: k2(v, True),
    "km_yamada_1989": lambda v, c: {"m": rest(boltzmann(v, -35, 10), 4000 / (L("3.3") * exp((v + 35) / 20) + exp(-(v + 35) / 20)))},
    "kahp_destexhe_1994": lambda v, c: {"m": rates(48 * c**2, L("0.03"))},
    "cat_huguenard_1992": lambda v, c: {
        "m": rest(boltzmann(v, -57, L("6.2")), L("0.612") + 1 / (exp(-(v + 132) / L("16.7")) + exp((v + L("16.8")) / L("18.2"))), L("4.573")),
        "h": rest(boltzmann(v, -81, -4), exp((v + 467) / L("66.6")) if v < -80 else 28 + exp(-(v + 22) / L("10.5")), L("3.737"))},
    "cat_prince_1992": lambda v, c: {
        "m": rest(boltzmann(v, -52, L("7.4")), 3 + 1 / (exp((v + 27) / 10) + exp(-(v + 102) / 15)), L("6.899")),
        "h": rest(boltzmann(v, -80, -5), 85 + 1 / (exp((v + 48) / 4) + exp(-(v + 407) / 50)), L("3.737"))},
    "caht_huguenard_1992": lambda v, c: {
        "m": rates(L("1.6") / (1 + exp(L("-0.072") * (v - 5))), L("0.02") * L("5.36") * linoid((v - L("1.31")) / L("5.36")), L("4.656"))},
    "caht_reuveni_1993": lambda v, c: {
        "m": rates(L("0.055") * L("3.8") * linoid((-27 - v) / L("3.8")), L("0.94") * exp((-75 - v) / 17), L("2.953")),
        "h": rates(L("0.000457") * exp((-13 - v) / 50), L("0.0065") / (1 + exp((-15 - v) / 28)), L("2.953"))},
    "cal_inoue_2008": lambda v, c: {
        "m": rest(boltzmann(v, -10, 4), L("0.4") + L("0.7") / (exp(-(v + 5) / 15) + exp((v + 5) / 15))),
        "h": rest(boltzmann(v, -25, -2), 300 + 100 / (exp((v + 40) / L("9.5")) + exp(-(v + 40) / L("9.5"))))},
    "can_inoue_2008": lambda v, c: {
        "m": rest(boltzmann(v, -43, L("5.2")), L("1.6") + L("2.7") / (exp(-(v + 55) / 15) + exp((v + 55) / 15)))},
    "h_huguenard_1992": lambda v, c: {
        "m": rest(boltzmann(v, -75, L("-5.5")), 1 / (exp(L("-14.59") - L("0.086") * v) + exp(L("-1.87") + L("0.0701") * v)))},
    "h_destexhe_1996": lambda v, c: {"p": rates(L("4e-4") * (c / L("0.002"))**4, L("4e-4"))},
}


def main():
    parser = argparse.ArgumentParser()
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--out", default=os.path.join(here, "data", "channel_rates.json"))
    args = parser.parse_args()
    # Steps of 10 mV, both sides of the switches of time constants, and where x / (exp(x) - 1) is 0 / 0.
    grid = sorted(set(range(-120, 61, 10)) | {-81, -79, -74, -72, -71, -69, -64, -62, -55, -50, -48, -45, -40, -37, -35, -27, -23, -10} | {1.31})
    c = 5e-4
    out = {}
    for name, f in CHANNELS.items():
        gates = {}
        for v in grid:
            for gate, (inf, tau) in f(L(v) if v != 1.31 else L("1.31"), L(c)).items():
                entry = gates.setdefault(gate, {"rest": [], "tau": []})
                entry["rest"].append(float(inf))
                entry["tau"].append(float(tau))
        out[name] = gates
    head = {"script": "tools/reference/channel_rates.py",
            "versions": {"numpy": np.__version__, "python": platform.python_version()},
            "v_mV": grid, "c_mM": c, "channels": out}
    with open(args.out, "w", encoding="utf-8") as f:
        json.dump(head, f, indent=None, separators=(",", ":"))
        f.write("\n")


if __name__ == "__main__":
    main()
