"""Runs cases of a network in Brian2 and writes the JSON that tests read (see README.md)."""
import argparse
import json
import os
import platform
import tempfile

import brian2
import numpy as np

import activity


def key(name, scale, dt_ms):
    """How --only names a case: NAME@SCALE, with @DT behind it when that is not 0.1 ms."""
    return f"{name}@{scale}" + ("" if dt_ms == 0.1 else f"@{dt_ms}")


def measure(build, name, scale, dt_ms, seeds, duration_ms):
    """Runs one network for every seed and returns its entry of the file."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        program, bounds = build(directory, name, scale, duration_ms, dt_ms)
        runs = []
        for seed in seeds:
            senders, steps, _, _ = program.run(seed)
            runs.append({"seed": seed, "populations": activity.populations(senders, steps, bounds, duration_ms)})
            print(name, scale, json.dumps(runs[-1]), flush=True)
    brian2.device.reinit()
    brian2.device.activate()
    return {"network": name, "scale": scale, "dt_ms": dt_ms, "duration_ms": duration_ms,
            "summary": activity.summary(runs), "runs": runs}


def main(script, build, cases, method="exponential_euler"):
    """The command line of the scripts: measures cases, or those that --only names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True, help="JSON file to write; cases already in it are replaced")
    parser.add_argument("--only", action="append", metavar="NAME@SCALE", help="measure this case only (NAME@SCALE@DT for a dt other than 0.1 ms); may be repeated")
    parser.add_argument("--duration", type=float, default=1000.0, help="ms")
    args = parser.parse_args()
    known = {key(*case[:3]): case for case in cases}
    entries = {}
    if os.path.exists(args.out):
        with open(args.out, encoding="utf-8") as f:
            entries = {key(e["network"], e["scale"], e["dt_ms"]): e for e in json.load(f)["cases"]}
    for k in args.only or known:
        entries[k] = measure(build, *known[k], args.duration)
        write(args.out, script, method, [entries[k] for k in known if k in entries])


def write(path, script, method, entries):
    """Writes the file, whole or not at all."""
    head = {"script": "tools/reference/" + script,
            "simulator": f"Brian2 {brian2.__version__}, C++ standalone, {method}, float64",
            "versions": {"brian2": brian2.__version__, "numpy": np.__version__, "python": platform.python_version()},
            "cases": entries}
    with open(path + ".part", "w", encoding="utf-8") as f:
        json.dump(head, f, indent=1)
        f.write("\n")
    os.replace(path + ".part", path)
