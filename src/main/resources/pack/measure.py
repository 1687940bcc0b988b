#!/usr/bin/env python3
"""Measures the models of this directory with ONNX Runtime and writes measurements.csv.

Needs Python 3.8 or newer with onnxruntime and numpy. In each round every model is run in one short
burst, in an order that differs from round to round, so that whatever else the device does hits all
alike; the median of the burst is one line of the file.

Exit status: 0 done, 1 failed, 2 a mistake in the arguments or an interruption.
"""

import argparse
import datetime
import json
import os
import platform
import random
import sys
import time

WARM_UP_RUNS = 2
WARM_UP_SECONDS = 0.005
COUNTED_RUNS = 5
COUNTED_SECONDS = 0.03
MOST_RUNS = 200
ROUNDS_PER_LOAD = 5


def arguments():
    parser = argparse.ArgumentParser(
        description="Measure the models of this directory with ONNX Runtime."
    )
    parser.add_argument("--out", default="measurements.csv", help="the times (default: %(default)s)")
    parser.add_argument(
        "--rounds", type=int, default=30, help="bursts of each model (default: %(default)s)"
    )
    parser.add_argument(
        "--threads", type=int, default=1, help="threads within an operation (default: %(default)s)"
    )
    parser.add_argument(
        "--provider",
        default="CPUExecutionProvider",
        help="execution provider of ONNX Runtime (default: %(default)s)",
    )
    parser.add_argument("--device", default="", help="what to call this device")
    parser.add_argument("--force", action="store_true", help="replace --out if it is there already")
    return parser.parse_args()


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(2)


def libraries():
    try:
        import numpy
        import onnxruntime
    except ImportError as error:
        fail("Cannot import %s, expected: pip install onnxruntime numpy" % error.name)
    return numpy, onnxruntime


def prepare(numpy, onnxruntime, directory, model, options):
    """A model as a function that runs it once on random images."""
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.add_free_dimension_override_by_name("N", model["input"][0])
    path = os.path.join(directory, model["name"] + ".onnx")
    session = onnxruntime.InferenceSession(path, settings, providers=[options.provider])
    pixels = numpy.random.default_rng(1).uniform(-2, 2, model["input"]).astype(numpy.float32)
    feed = {"image": pixels}
    return lambda: session.run(["logits"], feed)


def timed(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def burst(run):
    """Time of the fastest run in seconds, once weights and maps are in the cache."""
    spent = 0
    runs = 0
    while runs < WARM_UP_RUNS or (spent < WARM_UP_SECONDS and runs < MOST_RUNS):
        spent += timed(run)
        runs += 1
    times = []
    while len(times) < COUNTED_RUNS or (sum(times) < COUNTED_SECONDS and len(times) < MOST_RUNS):
        times.append(timed(run))
    return min(times)


def notes(manifest, onnxruntime, options):
    yield "date", datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if options.device:
        yield "device", options.device
    yield "runtime", "ONNX Runtime %s (Python), %s" % (onnxruntime.__version__, options.provider)
    yield "threads", options.threads
    yield "batch", manifest["batch"]
    yield "cpu", processor()
    yield "cores", os.cpu_count()
    yield "os", platform.platform()
    yield "rounds", options.rounds
    yield "pack", manifest["pack"]


def processor():
    try:
        with open("/proc/cpuinfo") as lines:
            for line in lines:
                if line.startswith(("model name", "Hardware")):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def main():
    options = arguments()
    for name in ("rounds", "threads"):
        if getattr(options, name) < 1:
            fail("--%s: %d, expected 1 or more" % (name, getattr(options, name)))
    if os.path.exists(options.out) and not options.force:
        fail("--out: %s is there already, expected a new file, or --force" % options.out)
    numpy, onnxruntime = libraries()
    if options.provider not in onnxruntime.get_available_providers():
        fail(
            "--provider: no %s here, expected one of %s"
            % (options.provider, ", ".join(onnxruntime.get_available_providers()))
        )
    directory = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(directory, "manifest.json")) as file:
        manifest = json.load(file)

    def load():
        return {
            model["name"]: prepare(numpy, onnxruntime, directory, model, options)
            for model in manifest["models"]
        }

    aside = options.out + ".tmp"
    with open(aside, "w") as out:
        for key, value in notes(manifest, onnxruntime, options):
            out.write("# %s: %s\n" % (key, value))
        out.write("model,ms\n")
        measure(load, options.rounds, out)
    os.replace(aside, options.out)
    print("%d models, %d rounds: %s" % (len(manifest["models"]), options.rounds, options.out))


def measure(load, rounds, out):
    start = printed = time.monotonic()
    for number in range(rounds):
        if number % ROUNDS_PER_LOAD == 0:
            models = load()
        order = list(models)
        random.Random(number).shuffle(order)
        for name in order:
            out.write("%s,%.6f\n" % (name, 1000 * burst(models[name])))
        out.flush()
        if time.monotonic() - printed >= 5 or number + 1 == rounds:
            printed = time.monotonic()
            pace = (printed - start) / (number + 1)
            print(
                "round %d/%d  %.1f s a round  %.0f s left"
                % (number + 1, rounds, pace, pace * (rounds - number - 1)),
                file=sys.stderr,
            )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        fail("Interrupted: no measurements were written")
