#!/usr/bin/env bash
# Measures the models of this directory on an Android device with ONNX Runtime's own
# onnxruntime_perf_test, and writes measurements.csv.
#
#   bash measure-android.sh --perf-test FILE [OPTIONS]
#
#   --perf-test FILE  onnxruntime_perf_test built for the device: ONNX Runtime's build.sh --android
#                     makes it. If libonnxruntime.so lies beside it, it is taken along
#   --out FILE        the times (default: measurements.csv)
#   --rounds N        how often each model is measured (default: 10)
#   --runs N          runs of a model in a round; the first tenth warms up and does not count, and
#                     the fastest of the others is one line of the file (default: 100)
#   --threads T       threads within an operation (default: 1)
#   --provider P      execution provider: cpu, nnapi, xnnpack, qnn (default: cpu)
#   --mask HEX        cores to run on, as taskset takes them: f0 is cores 4 to 7 (default: all)
#   --device NAME     what to call the device (default: what it calls itself)
#   --force           replace FILE if it is there already
#
# Needs adb, and a device that it reaches; ANDROID_SERIAL chooses among several. Keep the device cool
# and unplugged from work: screen on, no other program.
# Exit status: 0 done, 1 failed, 2 a mistake in the arguments or an interruption.
set -euo pipefail

pack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
remote=/data/local/tmp/spnas-pack
perf_test='' out=measurements.csv rounds=10 runs=100 threads=1 provider=cpu mask='' device='' force=''

fail() {
  echo "$2" >&2
  exit "$1"
}

while (($#)); do
  case $1 in
    --perf-test | --out | --rounds | --runs | --threads | --provider | --mask | --device)
      (($# > 1)) || fail 2 "Missing value of $1"
      name=${1#--}
      printf -v "${name//-/_}" '%s' "$2"
      shift 2 ;;
    --force) force=yes && shift ;;
    -h | --help) sed -n '2,/^set/{s/^# \{0,1\}//;/^set/d;p}' "${BASH_SOURCE[0]}" && exit 0 ;;
    *) fail 2 "Unknown option $1, see --help" ;;
  esac
done
[[ -f $perf_test ]] || fail 2 "--perf-test: no file '$perf_test', expected onnxruntime_perf_test built for Android"
for number in rounds runs threads; do
  [[ ${!number} =~ ^[1-9][0-9]{0,5}$ ]] || fail 2 "--$number: '${!number}', expected 1 or more"
done
[[ -z $mask || $mask =~ ^[0-9a-fA-F]+$ ]] || fail 2 "--mask: '$mask', expected hexadecimal digits such as f0"
[[ ! -e $out || -n $force ]] || fail 2 "--out: $out is there already, expected a new file, or --force"
command -v adb >/dev/null || fail 2 "Cannot find adb, expected Android's platform tools on the PATH"
# Its streams belong to this script's loops.
on_device() { adb shell "$@" </dev/null; }
on_device true || fail 2 "adb reaches no device, expected one that 'adb devices' lists"

# field KEY: a text or number of the manifest that is alone on its line.
field() { sed -n 's/^  "'"$1"'" : "\{0,1\}\([^",]*\)"\{0,1\},\{0,1\}$/\1/p' "$pack/manifest.json"; }
property() { on_device getprop "$1" | tr -d '\r'; }

batch=$(field batch)
models=$(sed -n 's/^ *"name" : "\(.*\)",$/\1/p' "$pack/manifest.json")
[[ -n $models ]] || fail 2 "No models in $pack/manifest.json, expected a pack of spnas"

on_device "rm -rf $remote && mkdir -p $remote"
adb push "$pack"/*.onnx "$perf_test" "$remote/" >/dev/null
library=$(dirname "$perf_test")/libonnxruntime.so
[[ ! -f $library ]] || adb push "$library" "$remote/" >/dev/null
program=$(basename "$perf_test")
on_device "chmod +x $remote/$program"

aside=$out.tmp
trap 'rm -f "$aside"; on_device "rm -rf $remote" || true' EXIT
trap 'fail 2 "Interrupted: no measurements were written"' INT TERM

# shuffled SEED: the models in some order.
shuffled() {
  awk -v seed="$1" 'BEGIN {srand(seed)} {print rand() "\t" $0}' <<<"$models" | sort -n | cut -f 2
}

# measure MODEL: one line of the file, from a line of the result file for each run:
# name,seconds,peak memory,CPU usage,number of the run.
measure() {
  local model=$1 said ms
  # -I makes the input up, -f gives the batch; the result file is appended to, so it goes first.
  said=$(on_device "cd $remote && rm -f result.csv && LD_LIBRARY_PATH=. ${mask:+taskset $mask} \
    ./$program -I -e $provider -m times -r $runs -x $threads -f N:$batch $model.onnx result.csv" 2>&1) ||
    fail 1 "onnxruntime_perf_test failed on $model: $(tail -n 1 <<<"$said")"
  ms=$(on_device "cat $remote/result.csv" | tr -d '\r' |
    awk -F, 'NF == 5 && $5 >= skip {printf "%.6f\n", 1000 * $2}' skip=$((runs / 10)) | sort -n | head -n 1)
  [[ -n $ms ]] || fail 1 "onnxruntime_perf_test gave no times of $model: $(tail -n 1 <<<"$said")"
  echo "$model,$ms" >>"$aside"
}

{
  echo "# date: $(date -u +%Y-%m-%dT%H:%M:%SZ)"
  echo "# device: ${device:-$(property ro.product.manufacturer) $(property ro.product.model)}"
  echo "# runtime: onnxruntime_perf_test, $provider"
  echo "# threads: $threads"
  [[ -z $mask ]] || echo "# mask: $mask"
  echo "# batch: $batch"
  echo "# cpu: $(property ro.soc.model)"
  echo "# os: Android $(property ro.build.version.release)"
  echo "# rounds: $rounds of $runs runs"
  echo "# pack: $(field pack)"
  echo "model,ms"
} >"$aside"
start=$SECONDS
for ((round = 1; round <= rounds; round++)); do
  for model in $(shuffled "$round"); do
    measure "$model"
  done
  taken=$((SECONDS - start))
  echo "round $round/$rounds  $((taken / round)) s a round  $((taken * (rounds - round) / round)) s left" >&2
done
mv "$aside" "$out"
echo "$(grep -c . <<<"$models") models, $rounds rounds: $out"
