"""Rate and irregularity of spike trains, defined as in host/stats.go."""
import numpy as np


def mean_cv(senders, steps):
    """Mean coefficient of variation of the inter-spike intervals (standard
    deviation over mean, divisor n) over the neurons with at least 3 spikes,
    and their number."""
    order = np.lexsort((steps, senders))
    senders, steps = np.asarray(senders)[order], np.asarray(steps)[order]
    cvs = []
    for train in np.split(steps, np.flatnonzero(np.diff(senders)) + 1):
        if len(train) >= 3:
            isi = np.diff(train)
            cvs.append(isi.std() / isi.mean())
    return (float(np.mean(cvs)), len(cvs)) if cvs else (None, 0)


def populations(senders, steps, bounds, duration_ms):
    """Returns {name: {size, spikes, rate_hz, cv_isi, cv_neurons}} of the
    populations that bounds places, {name: (first, end)}."""
    out = {}
    for name, (first, end) in bounds.items():
        mine = (senders >= first) & (senders < end)
        cv, n = mean_cv(senders[mine], steps[mine])
        out[name] = {"size": end - first, "spikes": int(mine.sum()),
                     "rate_hz": float(mine.sum() / ((end - first) * duration_ms * 1e-3)),
                     "cv_isi": cv, "cv_neurons": n}
    return out


def summary(runs):
    """Mean over seeds of each population's rate and CV, with standard deviation, standard error and range."""
    out = {}
    for name in runs[0]["populations"]:
        out[name] = {}
        for key in ("rate_hz", "cv_isi"):
            values = np.array([r["populations"][name][key] for r in runs])
            sd = float(values.std(ddof=1))
            out[name][key] = {"mean": float(values.mean()), "sd": sd, "sem": sd / len(values) ** 0.5,
                              "min": float(values.min()), "max": float(values.max())}
    return out
