#!/usr/bin/env bash
# Runs spnas on this machine, on a Spark that Maven brings, and builds it first if need be. In an
# unpacked release: on the Spark of SPARK_HOME.
#
#   submit/local.sh                                  the quick start: Fashion-MNIST, two workers
#   submit/local.sh [--master M] COMMAND [OPTIONS]   a command; see submit/local.sh --help
#                                                    (bench input, bench prepare: on photographs
#                                                    from Debian)
#   submit/local.sh bench kernels [OPTIONS] [REGEX]  JMH benchmarks of single kernels; see -h
#
# --master M: a Spark master, such as local[4], or local-cluster[2,1,4096] for executors in JVMs of
# their own: two of them, of 1 core and 4096 MB each. Default: local, with all cores.
#
# Environment: SPNAS_MASTER            the same as --master
#              SPNAS_DRIVER_MEMORY     heap of the driver's JVM (default: 4g)
#              SPNAS_EXECUTOR_MEMORY   heap of each of local-cluster's executors (default: half of
#                                      its memory, as MKL-DNN's buffers are outside the heap)
#              SPNAS_JARS              further jars on the class path, separated by commas, such as
#                                      that of a strategy of your own
#              SPNAS_UI                set: Spark's page on port 4040, or the next that is free, with
#                                      the tab spnas and Prometheus' metrics
#              SPNAS_MAVEN_OPTIONS     further options of Maven, such as -o
#              SPNAS_DEBUG             set: full stack traces
set -euo pipefail
shopt -s inherit_errexit
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
# shellcheck source-path=SCRIPTDIR source=build.sh
source "$home/submit/build.sh"

# cores_per_worker MASTER WORKERS: how many of a master's cores a worker gets.
cores_per_worker() {
  local cores workers=$2
  case $1 in
    local-cluster*) # One worker an executor, with all its cores.
      [[ $1 =~ ,[[:space:]]*([0-9]+)[[:space:]]*, ]] && echo "${BASH_REMATCH[1]}" && return ;;
    'local[*'*) cores=$(nproc) ;;
    *) [[ $1 =~ ^local\[([0-9]+) ]] && cores=${BASH_REMATCH[1]} ;;
  esac
  echo $((${cores:-1} / workers > 0 ? ${cores:-1} / workers : 1))
}

# What driver and benchmarks find besides Spark; with the benchmarks the job too, which they name.
extra_class_path() {
  local path
  path=$(tr : '\n' <"$classpath" | grep /onnxruntime-)
  [[ -z $with_benchmarks ]] || path+=:$jar:$benchmarks/classes:$(<"$peers")
  printf '%s' "$path"
}

# kernels [OPTIONS] [REGEX]: becomes JMH, which measures in JVMs with the same options as this one.
kernels() {
  # shellcheck disable=SC2086
  exec "$java" $SPNAS_JAVA_OPTIONS -cp "$(<"$classpath"):$(extra_class_path)" org.openjdk.jmh.Main "$@" 2> >(quieten)
}

# require_jars: Spark would go on without one that is not there.
require_jars() {
  local -a files
  local file
  IFS=, read -ra files <<<"$SPNAS_JARS"
  for file in "${files[@]}"; do
    [[ $file == *:/* || -f $file ]] || fail 2 "No file $file in SPNAS_JARS, expected jars separated by commas"
  done
}

# spark COMMAND...: becomes a Spark application that runs a command of spnas.
spark() {
  local master=${SPNAS_MASTER-} workers
  workers=$(workers "$@")
  if [[ -z $master ]]; then
    # One core a worker at least, also where there are more workers than cores.
    master="local[$(($(nproc) > ${workers:-1} ? $(nproc) : workers))]"
  fi
  use_fast_mkl
  # Whatever SPARK_CONF_DIR has: stdout is for results.
  local options="$SPNAS_JAVA_OPTIONS \"-Dlog4j2.configurationFile=$home/conf/log4j2.properties\""
  local -a arguments=(--class io.spnas.cli.Main --master "$master"
    --driver-memory "${SPNAS_DRIVER_MEMORY:-4g}" --driver-java-options "$options")
  if [[ -n ${SPNAS_UI-} ]]; then
    arguments+=(--conf "spark.metrics.conf=$home/conf/metrics.properties"
      --conf spark.metrics.namespace=spnas)
  else
    arguments+=(--conf spark.ui.enabled=false)
  fi
  if [[ -n ${SPNAS_JARS-} ]]; then
    require_jars
    arguments+=(--jars "$SPNAS_JARS")
  fi
  released || arguments+=(--driver-class-path "$(extra_class_path)")
  if [[ -n $workers ]]; then
    arguments+=(--conf "spark.task.cpus=$(cores_per_worker "$master" "$workers")")
  fi
  if [[ $master =~ ^local-cluster\[.*,[[:space:]]*([0-9]+)[[:space:]]*\]$ ]]; then
    arguments+=(--executor-memory "${SPNAS_EXECUTOR_MEMORY:-$((BASH_REMATCH[1] / 2))m}"
      --conf "spark.executor.extraJavaOptions=$options")
  fi
  export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1} SPARK_LOCAL_HOSTNAME=${SPARK_LOCAL_HOSTNAME:-localhost}
  exec "$spark_submit" "${arguments[@]}" "$jar" "$@"
}

# await COMMAND...: runs a command that ends with this script, and no later.
await() {
  local status=0
  "$@" &
  # shellcheck disable=SC2064
  trap "kill $! 2>/dev/null; wait $!; exit 143" INT TERM
  wait $! || status=$?
  trap - INT TERM
  return "$status"
}

# write_split IMAGES FILES SPLIT SHARDS OUT: a split of Fashion-MNIST as shards, unless it is there.
write_split() {
  # Written last, when all shards are there.
  [[ ! -f $5/$3.manifest.json ]] || return 0
  echo "Writing Fashion-MNIST's $3 images as TFRecord shards into $5 ..." >&2
  await spark prepare idx --images "$1/$2-images-idx3-ubyte.gz" \
    --labels "$1/$2-labels-idx1-ubyte.gz" --split "$3" --shards "$4" --out "$5" >&2
}

quick_start() {
  local images shards=$home/.cache/fashion-mnist-shards
  images=$("$home/submit/fashion-mnist.sh")
  write_split "$images" train train 4 "$shards"
  write_split "$images" t10k validation 2 "$shards"
  spark search --config "$home/conf/fashion-mnist.conf" --data "$shards" \
    --run-dir "$home/runs/quick-start-$(date +%Y%m%d-%H%M%S)" --workers 2
}

# needs_photos ARGUMENT...: whether this is a benchmark on photographs without a folder of them.
needs_photos() {
  [[ ${1-} == bench && ${2-} == @(input|prepare) && -z $(option --photos "" "$@") ]] &&
    [[ ! " $* " =~ \ (-h|--help|-V|--version)\  ]]
}

case ${1-} in
  --master)
    (($# > 1)) || fail 2 "Missing value of --master, expected a Spark master such as local[4]"
    SPNAS_MASTER=$2
    shift 2 ;;
  --master=*)
    SPNAS_MASTER=${1#*=}
    shift ;;
esac
[[ "${1-} ${2-}" != bench\ @(compare|inference|kernels) ]] || with_benchmarks=yes
build
if (($# == 0)); then
  quick_start
elif needs_photos "$@"; then
  photos=$("$home/submit/photos.sh")
  spark "$@" --photos "$photos"
elif [[ "${1-} ${2-}" == "bench kernels" ]]; then
  kernels "${@:3}"
else
  spark "$@"
fi
