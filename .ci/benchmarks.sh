#!/usr/bin/env bash
# Runs the benchmarks that need other software, on a small scale: that they work, not how fast.
set -euo pipefail
cd "$(dirname "$0")/.."
submit/local.sh bench compare --size 32 --batch 2 --threads 1 --steps 2
submit/local.sh bench inference --network single-path-nas --size 32 --batch 2 --threads 1 --rounds 2
submit/local.sh bench kernels RmsProp -f 1 -wi 1 -i 1 -w 1 -r 1
