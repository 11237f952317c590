"""Times a device against a plain C program of the same network, in turn.

    /usr/bin/python3 plain.py --galvani PATH [--device vulkan:lavapipe] [--scale 1 --scale 4] [--repeat 5] [--out FILE]

The network is coba-lif-dense with forward Euler, which is what plain.c computes. Both
report the time of a step; the runs alternate, so that what else the machine does falls
on both. lavapipe runs in its caller's thread (LP_NUM_THREADS=0) unless that is set.
"""
import argparse
import json
import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def plain(program, scale, steps):
    """One run of the C program: us per step, rate in Hz."""
    line = subprocess.run([program, str(round(4000 * scale)), str(steps), "3"], check=True, capture_output=True, text=True)
    us, rate = line.stdout.split()
    return {"us_per_step": float(us), "rate_hz": float(rate)}


def galvani(args, experiment, scale, steps):
    """One run of `galvani bench`."""
    line = subprocess.run([args.galvani, "bench", experiment, "--scale", str(scale), "--device", args.device,
                           "--duration", str(0.1 * steps), "--json"], check=True, capture_output=True, text=True,
                          env={"LP_NUM_THREADS": "0", **os.environ}).stdout
    r = json.loads(line)
    return {"us_per_step": r["us_per_step"], "rate_hz": r["rate_hz"], "device": f"{r['device']}, {r['driver']}"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--galvani", required=True)
    parser.add_argument("--device", default="vulkan:lavapipe")
    parser.add_argument("--scale", type=float, action="append")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--out")
    args = parser.parse_args()
    report = []
    with tempfile.TemporaryDirectory() as directory:
        program, experiment = os.path.join(directory, "plain"), os.path.join(directory, "euler.toml")
        subprocess.run(["gcc", "-O3", "-march=native", "-ffast-math", "-o", program, os.path.join(HERE, "plain.c"), "-lm"],
                       check=True)
        text = subprocess.run([args.galvani, "run", "coba-lif-dense", "--print"], check=True, capture_output=True,
                              text=True).stdout
        with open(experiment, "w") as f:
            f.write(text.replace('scheme = "exponential_euler"', 'scheme = "euler"'))
        for scale in args.scale or [1.0]:
            steps = max(500, round(5000 / scale))
            runs = [(plain(program, scale, steps), galvani(args, experiment, scale, steps)) for _ in range(args.repeat)]
            best = [min(pair[k]["us_per_step"] for pair in runs) for k in (0, 1)]
            middle = sorted(pair[1]["us_per_step"] / pair[0]["us_per_step"] for pair in runs)[len(runs) // 2]
            print(f"scale {scale:g}: plain {best[0]:.2f} us, {args.device} {best[1]:.2f} us per step: "
                  f"{best[1] / best[0]:.2f} of the smallest, {middle:.2f} the median of pairs; "
                  f"{runs[0][0]['rate_hz']:.2f} and {runs[0][1]['rate_hz']:.2f} Hz", flush=True)
            report.append({"scale": scale, "steps": steps, "ratio_smallest": best[1] / best[0], "ratio_median": middle,
                           "runs": [{"plain": a, "galvani": b} for a, b in runs]})
    if args.out:
        with open(args.out, "w") as f:
            json.dump(report, f, indent=1)


if __name__ == "__main__":
    main()
