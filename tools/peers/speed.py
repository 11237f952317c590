"""Times Brian2's C++ standalone and Galvani's native engine in turn, one thread each.

    /usr/bin/python3 speed.py --galvani PATH [--scale 1 --scale 4 --scale 10] [--repeat 3] [--out FILE]

Both simulate one second of the same network with the spikes of every neuron
recorded. Only the run loop counts: in Brian2 the clocks are read right before
and after Network::run (its own timing of the loop is the same processor time),
Galvani reports sim_wall_s and sim_cpu_s. The runs alternate, so that what else
the machine does falls on both. A time without its rate does not count.
"""
import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference"))
import brian_coba_hh
import brian_coba_lif

import brian2

BUILDERS = {"coba-lif": brian_coba_lif.build, "coba-lif-dense": brian_coba_lif.build,
            "coba-hh": brian_coba_hh.build, "coba-hh-dense": brian_coba_hh.build}


def galvani(args, scale, seed):
    """One run of `galvani bench`: wall and processor seconds, rate in Hz."""
    line = subprocess.run([args.galvani, "bench", args.network, "--scale", str(scale), "--seed", str(seed),
                           "--device", args.device, "--duration", str(args.duration), "--json"],
                          check=True, capture_output=True, text=True).stdout
    r = json.loads(line)
    return {"wall_s": r["sim_wall_s"], "cpu_s": r["sim_cpu_s"], "rate_hz": r["rate_hz"], "seed": seed,
            "device": f"{r['device']}, {r['driver']}"}


def brian(args, program, bounds, seed):
    """The same for a compiled Brian2 program."""
    senders, _, wall, cpu = program.run(seed)
    neurons = max(end for _, end in bounds.values())
    return {"wall_s": wall, "cpu_s": cpu, "rate_hz": len(senders) / (neurons * args.duration * 1e-3), "seed": seed}


def compare(args, scale):
    """Alternates the two and returns every run, the smallest times and their ratios."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        program, bounds = BUILDERS[args.network](directory, args.network, scale, args.duration)
        runs = {"brian2": [], "galvani": []}
        for seed in range(1, args.repeat + 1):
            runs["brian2"].append(brian(args, program, bounds, seed))
            runs["galvani"].append(galvani(args, scale, seed))
    brian2.device.reinit()
    brian2.device.activate()
    best = {who: {key: min(r[key] for r in list_) for key in ("wall_s", "cpu_s")} for who, list_ in runs.items()}
    rate = {who: sum(r["rate_hz"] for r in list_) / len(list_) for who, list_ in runs.items()}
    return {"network": args.network, "scale": scale, "duration_ms": args.duration, "best": best, "rate_hz": rate,
            "ratio_wall": best["brian2"]["wall_s"] / best["galvani"]["wall_s"],
            "ratio_cpu": best["brian2"]["cpu_s"] / best["galvani"]["cpu_s"], "runs": runs}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--galvani", required=True, help="the galvani program")
    parser.add_argument("--network", default="coba-lif-dense", choices=sorted(BUILDERS))
    parser.add_argument("--device", default="native:1")
    parser.add_argument("--scale", type=float, action="append", help="default 1, 4 and 10; may be repeated")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--duration", type=float, default=1000.0, help="ms")
    parser.add_argument("--out", help="JSON file to write")
    args = parser.parse_args()
    entries = []
    print("| network | scale | Brian2 wall, CPU s | Galvani wall, CPU s | wall ratio | CPU ratio | rates Hz |")
    for scale in args.scale or [1, 4, 10]:
        e = compare(args, scale)
        entries.append(e)
        b, g = e["best"]["brian2"], e["best"]["galvani"]
        print(f"| {args.network} | {scale:g} | {b['wall_s']:.3f}, {b['cpu_s']:.3f} | {g['wall_s']:.3f}, {g['cpu_s']:.3f}"
              f" | {e['ratio_wall']:.2f} | {e['ratio_cpu']:.2f}"
              f" | {e['rate_hz']['brian2']:.2f}, {e['rate_hz']['galvani']:.2f} |", flush=True)
    if args.out:
        head = {"date": datetime.date.today().isoformat(), "brian2": brian2.__version__,
                "flags": brian2.codegen.cpp_prefs.get_compiler_and_args()[1], "cases": entries}
        with open(args.out, "w", encoding="utf-8") as f:
            json.dump(head, f, indent=1)
            f.write("\n")


if __name__ == "__main__":
    main()
