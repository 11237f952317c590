"""Builds a Brian2 network as a C++ program once and runs it for several seeds.

Brian2's own seed() is compiled in; here the seed is the program's first
argument, so that one build serves every seed. The run loop is timed by wall
and by processor clock, from inside the program.
"""
import os
import subprocess

import brian2
import numpy as np

# Clocks are read around Network::run only: neither the drawing of synapses nor
# the writing of results counts. Brian2's own timing of the loop
# (results/last_run_info.txt) is the processor time between the same two points.
_BEFORE = """
rk_seed(atol(argv[1]), brian::_mersenne_twister_states[0]);
"""
_START = """
struct timespec wall_start, wall_end, cpu_start, cpu_end;
clock_gettime(CLOCK_MONOTONIC, &wall_start);
clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu_start);
"""
_STOP = """
clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu_end);
clock_gettime(CLOCK_MONOTONIC, &wall_end);
std::ofstream times("results/times.txt");
times << (wall_end.tv_sec - wall_start.tv_sec) + 1e-9 * (wall_end.tv_nsec - wall_start.tv_nsec) << " "
      << (cpu_end.tv_sec - cpu_start.tv_sec) + 1e-9 * (cpu_end.tv_nsec - cpu_start.tv_nsec) << "\\n";
times.close();
"""


def begin(directory, dt_ms):
    """Starts a description: what is drawn from now on depends on the seed of run()."""
    brian2.prefs.codegen.target = "auto"
    brian2.set_device("cpp_standalone", directory=directory, build_on_run=False)
    brian2.defaultclock.dt = dt_ms * brian2.ms
    brian2.device.insert_code("main", _BEFORE)


class Program:
    """A compiled network whose spikes are recorded by one SpikeMonitor."""

    def __init__(self, directory, network, monitor, duration_ms):
        device = brian2.device
        device.insert_code("main", _START)
        network.run(duration_ms * brian2.ms)
        device.insert_code("main", _STOP)
        device.build(directory=directory, compile=True, run=False, debug=False)
        self.directory = directory
        self.dt_ms = float(brian2.defaultclock.dt / brian2.ms)
        self._files = {name: device.get_array_filename(monitor.variables[name], basedir="results") for name in ("i", "t")}

    def run(self, seed):
        """Returns (senders, steps, wall_s, cpu_s): spikes in the order of time, a
        step of k for a spike that Brian2 found at time k dt, and the time of the run loop."""
        subprocess.run(["./main", str(seed)], cwd=self.directory, check=True, stdout=subprocess.DEVNULL)
        senders = np.fromfile(os.path.join(self.directory, self._files["i"]), dtype=np.int32)
        times = np.fromfile(os.path.join(self.directory, self._files["t"]), dtype=np.float64)
        with open(os.path.join(self.directory, "results", "times.txt"), encoding="ascii") as f:
            wall, cpu = map(float, f.read().split())
        return senders, np.rint(times * 1e3 / self.dt_ms).astype(np.int64), wall, cpu
