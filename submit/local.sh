#!/usr/bin/env bash
# Runs spnas on this machine, on a Spark that Maven brings, and builds it first if need be.
#
#   submit/local.sh                      the quick start: Fashion-MNIST, two workers
#   submit/local.sh COMMAND [OPTIONS]    a command; see submit/local.sh --help
#
# Environment: SPNAS_MASTER          Spark master, such as local-cluster[2,1,4096] for executors in
#                                    JVMs of their own (default: local, with all cores)
#              SPNAS_DRIVER_MEMORY   heap of the driver's JVM (default: 4g)
#              SPNAS_MAVEN_OPTIONS   further options of Maven, such as -o
#              SPNAS_DEBUG           set: full stack traces
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$home/submit/common.sh"
target=$home/src/target
jar=$target/spnas-0.1.0-SNAPSHOT.jar
classpath=$target/spark.classpath

build() {
  if [[ -f $jar && -f $classpath && -z $(find "$home/pom.xml" "$home/bigdl/pom.xml" \
    "$home/src/pom.xml" "$home/src/main" "$home/conf/latency" -newer "$jar" -print -quit) ]]; then
    return
  fi
  command -v mvn >/dev/null || { echo "Cannot build: mvn is not on the PATH, expected Maven 3.8" >&2; exit 2; }
  echo "Building spnas (log: $target/build.log) ..." >&2
  mkdir -p "$target"
  # shellcheck disable=SC2086
  if ! mvn -B -q -f "$home/pom.xml" ${SPNAS_MAVEN_OPTIONS-} package -DskipTests \
    -Dspotless.check.skip=true >"$target/build.log" 2>&1; then
    tail -n 20 "$target/build.log" >&2
    echo "Cannot build spnas, see $target/build.log" >&2
    exit 1
  fi
}

# spark COMMAND...: runs a command of spnas in a Spark application.
spark() {
  local cores workers master
  cores=$(nproc)
  workers=$(option --workers 1 "$@")
  [[ $workers =~ ^[1-9][0-9]*$ ]] || workers=1
  master=${SPNAS_MASTER-}
  local -a settings=()
  if [[ -z $master ]]; then
    # One thread a worker at least, also where there are more workers than cores.
    master="local[$((workers > cores ? workers : cores))]"
    if [[ ${1-} == search ]]; then
      settings+=(--conf "spark.task.cpus=$((cores / workers > 0 ? cores / workers : 1))")
    fi
  fi
  if [[ $master == local-cluster* ]]; then
    # Executors are started from a Spark home; an empty one and a class path do.
    export SPARK_HOME=$target/spark-home SPARK_SCALA_VERSION=2.12
    mkdir -p "$SPARK_HOME/jars"
    settings+=(--conf "spark.executor.extraClassPath=$(<"$classpath")"
      --conf "spark.executor.memory=${SPNAS_EXECUTOR_MEMORY:-2g}")
  fi
  export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1} SPARK_LOCAL_HOSTNAME=${SPARK_LOCAL_HOSTNAME:-localhost}
  # OpenMP threads that spin after their work would steal the cores of Java's.
  export KMP_BLOCKTIME=${KMP_BLOCKTIME:-0}
  # On AMD's processors MKL takes its slow path unless told otherwise.
  if grep -qs AuthenticAMD /proc/cpuinfo; then
    export MKL_DEBUG_CPU_TYPE=${MKL_DEBUG_CPU_TYPE:-5}
  fi
  # shellcheck disable=SC2086
  java $SPNAS_JAVA_OPTIONS "-Xmx${SPNAS_DRIVER_MEMORY:-4g}" \
    "-Dlog4j2.configurationFile=$home/conf/log4j2.properties" \
    -cp "$(<"$classpath")" org.apache.spark.deploy.SparkSubmit \
    --master "$master" --class io.spnas.cli.Main \
    --conf spark.ui.enabled=false \
    --conf "spark.executor.extraJavaOptions=$SPNAS_JAVA_OPTIONS -Dlog4j2.configurationFile=$home/conf/log4j2.properties" \
    "${settings[@]}" "$jar" "$@"
}

# Fetches Fashion-MNIST from its Debian package, without root, and prints where it is.
fashion_mnist() {
  local installed=/usr/share/datasets/fashion-mnist cache=$home/.cache/fashion-mnist
  if [[ -d $installed ]]; then
    echo "$installed"
    return
  fi
  if [[ ! -d $cache ]]; then
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || {
      echo "Cannot fetch Fashion-MNIST: no apt-get here; put its four idx files into $cache" >&2
      exit 2
    }
    echo "Fetching Fashion-MNIST ..." >&2
    mkdir -p "$home/.cache"
    local aside
    aside=$(mktemp -d "$home/.cache/.fashion-mnist.XXXXXX")
    # An interrupted try leaves nothing that the next one could mistake for the data.
    trap 'rm -rf "$aside"' EXIT
    (
      cd "$aside"
      apt-get download -q dataset-fashion-mnist >log 2>&1 \
        || { apt-get update -q >log 2>&1 && apt-get download -q dataset-fashion-mnist >log 2>&1; } \
        || { tail -n 3 log >&2; echo "Cannot fetch Debian package dataset-fashion-mnist" >&2; exit 1; }
      dpkg -x dataset-fashion-mnist_*.deb .
    )
    mv "$aside/usr/share/datasets/fashion-mnist" "$cache"
    rm -rf "$aside"
    trap - EXIT
  fi
  echo "$cache"
}

quick_start() {
  local images shards run
  images=$(fashion_mnist)
  shards=$home/.cache/fashion-mnist-shards
  if [[ ! -f $shards/train.manifest.json ]]; then
    echo "Writing shards ..." >&2
    spark prepare idx --images "$images/train-images-idx3-ubyte.gz" \
      --labels "$images/train-labels-idx1-ubyte.gz" --split train --shards 4 --out "$shards" >&2
  fi
  run=$home/runs/quick-start-$(date +%Y%m%d-%H%M%S)
  spark search --config "$home/conf/fashion-mnist.conf" --data "$shards" --run-dir "$run" --workers 2
}

build
if (($# == 0)); then
  quick_start
else
  spark "$@"
fi
