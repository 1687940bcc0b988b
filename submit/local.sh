#!/usr/bin/env bash
# Runs spnas on this machine, on a Spark that Maven brings, and builds it first if need be.
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
#              SPNAS_MAVEN_OPTIONS     further options of Maven, such as -o
#              SPNAS_DEBUG             set: full stack traces
set -euo pipefail
shopt -s inherit_errexit
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$home/submit/common.sh"
target=$home/src/target
jar=$target/spnas-0.1.0.jar
# What a Spark distribution has. The build writes it last.
classpath=$target/spark.classpath
# What bench compare, inference and kernels need besides: others' software, and JMH.
benchmarks=$home/src/jmh/target
peers=$benchmarks/peer.classpath
with_benchmarks=
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

check_java() {
  local version
  version=$("$java" -version 2>&1 | head -n 1) || fail 2 "Cannot run $java, expected a JDK 17"
  [[ $version == *'"17'* ]] || fail 2 "Cannot use $java: ${version:-no version}, expected JDK 17"
}

up_to_date() {
  local -a made=("$jar" "$classpath") sources=("$home"/{,bigdl/,src/}pom.xml "$home/src/main"
    "$home/conf/latency" "$home"/{LICENSE,NOTICE}*)
  if [[ -n $with_benchmarks ]]; then
    made+=("$peers")
    sources+=("$home/src/jmh"/{pom.xml,java,resources})
  fi
  local file
  for file in "${made[@]}"; do
    [[ -f $file ]] || return 1
  done
  [[ -z $(find "${sources[@]}" -newer "${made[-1]}" -print -quit) ]]
}

build() {
  ! up_to_date || return 0
  command -v mvn >/dev/null || fail 2 "Cannot build spnas: no mvn on the PATH, expected Maven 3.8 or newer"
  mkdir -p "$target"
  local modules=(-pl src -am)
  [[ -z $with_benchmarks ]] || modules=(-pl src/jmh -am -Ppeer)
  (
    # Two at a time would write the same files.
    ! command -v flock >/dev/null || flock 9
    ! up_to_date || exit 0
    echo "Building spnas, minutes the first time (log: $target/build.log) ..." >&2
    # shellcheck disable=SC2086
    if ! mvn -B -q ${SPNAS_MAVEN_OPTIONS-} -f "$home/pom.xml" "${modules[@]}" package \
      -Dmaven.test.skip=true -Dspotless.check.skip=true >"$target/build.log" 2>&1; then
      grep -m 10 -F '[ERROR]' "$target/build.log" >&2 || tail -n 10 "$target/build.log" >&2
      fail 1 "Cannot build spnas, see $target/build.log"
    fi
  ) 9>"$target/.build.lock"
}

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

# Leaves out what a JVM says of --add-modules at every start, so that a mistake is told in one line.
quieten() {
  # Outlives the JVM, whose last words it passes on.
  trap '' INT TERM
  exec grep --line-buffered -v '^WARNING: Using incubator modules: jdk.incubator.vector$' >&2
}

# What the driver's JVM finds; with the benchmarks the job too, which they name.
class_path() {
  local path
  path=$(<"$classpath")
  [[ -z $with_benchmarks ]] || path+=:$jar:$benchmarks/classes:$(<"$peers")
  printf '%s' "$path"
}

# kernels [OPTIONS] [REGEX]: becomes JMH, which measures in JVMs with the same options as this one.
kernels() {
  # shellcheck disable=SC2086
  exec "$java" $SPNAS_JAVA_OPTIONS -cp "$(class_path)" org.openjdk.jmh.Main "$@" 2> >(quieten)
}

# spark COMMAND...: becomes a Spark application that runs a command of spnas.
spark() {
  local master=${SPNAS_MASTER-} workers parallel
  workers=$(option --workers 1 "$@")
  # A wrong number is told by the command itself.
  [[ $workers =~ ^[1-9][0-9]{0,5}$ ]] || workers=1
  if [[ ${1-} == sweep ]]; then
    parallel=$(option --parallel 1 "$@")
    [[ $parallel =~ ^[1-9][0-9]{0,2}$ ]] || parallel=1
    workers=$((workers * parallel))
  fi
  if [[ -z $master ]]; then
    # One core a worker at least, also where there are more workers than cores.
    master="local[$(($(nproc) > workers ? $(nproc) : workers))]"
  fi
  local -a arguments=(--master "$master" --conf spark.ui.enabled=false)
  if [[ ${1-} == @(search|sweep|train|evaluate) ]]; then
    arguments+=(--conf "spark.task.cpus=$(cores_per_worker "$master" "$workers")")
  fi
  if [[ $master =~ ^local-cluster\[.*,[[:space:]]*([0-9]+)[[:space:]]*\]$ ]]; then
    # Executors are started from a Spark home; an empty one and a class path do.
    export SPARK_HOME=$target/spark-home SPARK_SCALA_VERSION=2.12
    mkdir -p "$SPARK_HOME/jars"
    arguments+=(--conf "spark.executor.extraClassPath=$(<"$classpath")"
      --conf "spark.executor.memory=${SPNAS_EXECUTOR_MEMORY:-$((BASH_REMATCH[1] / 2))m}")
  fi
  export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1} SPARK_LOCAL_HOSTNAME=${SPARK_LOCAL_HOSTNAME:-localhost}
  # On AMD's processors MKL takes its slow path unless told otherwise.
  if grep -qs AuthenticAMD /proc/cpuinfo; then
    export MKL_DEBUG_CPU_TYPE=${MKL_DEBUG_CPU_TYPE:-5}
    arguments+=(--conf "spark.executorEnv.MKL_DEBUG_CPU_TYPE=$MKL_DEBUG_CPU_TYPE")
  fi
  local log4j=-Dlog4j2.configurationFile=$home/conf/log4j2.properties
  arguments+=(--conf "spark.executor.extraJavaOptions=$SPNAS_JAVA_OPTIONS \"$log4j\"")
  # shellcheck disable=SC2086
  exec "$java" $SPNAS_JAVA_OPTIONS "-Xmx${SPNAS_DRIVER_MEMORY:-4g}" "$log4j" -cp "$(class_path)" \
    org.apache.spark.deploy.SparkSubmit "${SPNAS_SPARK_ARGUMENTS[@]}" "${arguments[@]}" "$jar" "$@" \
    2> >(quieten)
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
check_java
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
