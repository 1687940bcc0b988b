# shellcheck shell=bash
# Shared by yarn.sh and k8s.sh: their arguments, and the line of spark-submit they come to.

# shellcheck source-path=SCRIPTDIR source=build.sh
source "$home/submit/build.sh"

# Options of spark-submit that take a value.
spark_options=" --archives --class --conf --deploy-mode --driver-class-path --driver-cores \
--driver-java-options --driver-library-path --driver-memory --exclude-packages --executor-cores \
--executor-memory --files --jars --keytab --master --name --num-executors --packages --principal \
--properties-file --proxy-user --queue --repositories "

# Settings that hold a secret; those that say where one is kept are none.
secret='(secret|passw(or)?d|passphrase|token|access[._-]?key|account[._-]?key|private[._-]?key|api[._-]?key)'
kept='(file|path|\.secrets\.[^.]*|secretkeyref\.[^.]*|secret\.(name|itemkey)|\.enabled)$'

dry_run=       # yes: print the line only
options=()     # of spark-submit, the user's
command=()     # of the job, with its options
arguments=()   # of spark-submit, this script's
last=()        # of spark-submit, behind the user's
extra=()       # the script's own options with values: "--image name"
declare -A flags=() conf=()

# parse OWN ARGUMENT...: takes the arguments apart. OWN are the names of the script's own options,
# all of which take a value.
parse() {
  local own=" $1 " name value
  shift
  while (($#)) && [[ $1 == -* ]]; do
    case $1 in
      -h | --help) usage && exit ;;
      --dry-run) dry_run=yes && shift && continue ;;
      -v | --verbose) options+=("$1") && shift && continue ;;
      -c) set -- --conf "${@:2}" ;;
    esac
    name=${1%%=*}
    [[ $own$spark_options == *" $name "* ]] ||
      fail 2 "Unknown option $name, expected --dry-run,${own}or one of spark-submit before the command (see --help)"
    if [[ $1 == *=* ]]; then
      value=${1#*=}
    else
      (($# > 1)) || fail 2 "Missing value of $name, expected $name VALUE COMMAND [OPTIONS]"
      value=$2
      shift
    fi
    shift
    if [[ $own == *" $name "* ]]; then
      extra+=("$name=$value")
      continue
    fi
    case $name in
      --conf) remember "$value" ;;
      --driver-java-options) remember "spark.driver.extraJavaOptions=$value" ;;
    esac
    flags[$name]=$value
    options+=("$name" "$value")
  done
  command=("$@")
  (($#)) || fail 2 "Missing command, expected [OPTIONS] COMMAND, such as search (see --help)"
}

# remember KEY=VALUE: a setting, unless it holds a secret.
remember() {
  local key=${1%%=*} value=${1#*=}
  [[ $1 == *=* && -n $key ]] || fail 2 "Invalid --conf ${key:0:60}, expected --conf KEY=VALUE"
  if [[ ${key,,} =~ $secret && ! ${key,,} =~ $kept ]] || [[ ${value,,} =~ -d[^[:space:]=]*${secret}[^[:space:]=]*= ]]; then
    fail 2 "Refused --conf $key: a command line can be read by others, expected the secret in a credential provider or core-site.xml (file systems), spark-defaults.conf or a mounted file (Spark); see docs/storage.md"
  fi
  conf[$key]=$value
}

# own NAME: the value of one of the script's own options, or nothing.
own() {
  option "$1" "" ${extra[@]+"${extra[@]}"}
}

# told KEY [FLAG]: what the user has set on the command line; or nothing.
told() {
  if [[ -n ${2-} && -n ${flags[$2]-} ]]; then
    printf '%s' "${flags[$2]}"
  elif [[ -n ${conf[$1]+set} ]]; then
    printf '%s' "${conf[$1]}"
  fi
}

# given KEY [FLAG]: what the user has set, on the command line or in spark-defaults; or nothing.
given() {
  local defaults=${flags[--properties-file]-${SPARK_CONF_DIR:-${SPARK_HOME:-$spark_home}/conf}/spark-defaults.conf}
  local value
  value=$(told "$@")
  if [[ -n $value ]]; then
    printf '%s' "$value"
  elif [[ -f $defaults ]]; then
    sed -nE "s/^[[:space:]]*${1//./\\.}([[:space:]]*[=:][[:space:]]*|[[:space:]]+)(.*[^[:space:]])[[:space:]]*$/\2/p" \
      "$defaults" | tail -n 1
  fi
}

# setting KEY VALUE: one of this script's; the user's own comes after it and wins.
setting() {
  arguments+=(--conf "$1=$2")
}

# run_by: the spark-submit that runs the line.
run_by() {
  if [[ -n ${SPARK_HOME-} ]]; then
    [[ -x $SPARK_HOME/bin/spark-submit ]] ||
      fail 2 "No $SPARK_HOME/bin/spark-submit, expected SPARK_HOME to be the directory of a Spark 3.5"
    echo "$SPARK_HOME/bin/spark-submit"
  else
    echo "$home/submit/spark-submit.sh"
  fi
}

# needs_cluster: whether the command runs tasks.
needs_cluster() {
  [[ ${command[0]} == @(prepare|search|sweep|compare|train|evaluate) && " ${command[*]} " != *\ @(-h|--help|-V|--version)\ * ]]
}

# java_options driver|executor: what the JVMs need. Spark puts these before extraJavaOptions, which
# stay the user's.
java_options() {
  local key=spark.$1.defaultJavaOptions more
  more=$(given "$key")
  last+=(--conf "$key=$SPNAS_JAVA_OPTIONS${more:+ $more}")
}

# ask_workers: one worker = one executor = one task with all its cores.
ask_workers() {
  local count cores
  count=$(workers "${command[@]}")
  [[ -n $count ]] || return 0
  cores=$(given spark.executor.cores --executor-cores)
  setting spark.executor.instances "$count"
  setting spark.executor.cores "${cores:=4}"
  setting spark.task.cpus "$cores"
  setting spark.speculation false
  setting spark.dynamicAllocation.enabled false
  ask_memory "$cores"
}

# jars: further jars on the class path, such as that of a strategy of the user's own; or nothing.
jars() {
  local value
  value=$(told spark.jars --jars)
  printf '%s' "${value:-${SPNAS_JARS-}}"
}

# ask_jars: those of SPNAS_JARS, unless the user names others.
ask_jars() {
  [[ -z ${SPNAS_JARS-} || -n $(told spark.jars --jars) ]] || arguments+=(--jars "$SPNAS_JARS")
}

# ask_memory CORES: as the job computes it from network, batch and input size; nothing where the user
# gives both numbers.
ask_memory() {
  local json key name errors status=0 further
  [[ -z $(told spark.executor.memory --executor-memory) || -z $(told spark.executor.memoryOverhead) ]] ||
    return 0
  # Of a strategy of the user's own only its class can tell.
  further=$(jars)
  errors=$(mktemp)
  # The last line says what is wrong.
  json=$(SPARK_LOCAL_IP=127.0.0.1 "$submit" --class io.spnas.cli.Main --master "local[1]" \
    --deploy-mode client --driver-java-options "$SPNAS_JAVA_OPTIONS" \
    ${further:+--jars "$further"} "$jar" resources --cores "$1" --json "${command[@]}" \
    2>"$errors") || status=$?
  ((status == 0)) || tail -n 1 "$errors" >&2
  rm -f "$errors"
  ((status == 0)) || exit "$status"
  for key in {executor,driver}.memory{,Overhead}; do
    # A driver is like any other; the site's is as good if it has one.
    [[ $key != driver.* || -z $(given "spark.$key") ]] || continue
    name=${key/memoryOverhead/overhead}
    [[ $json =~ \"${name/./_}_mb\":([0-9]+) ]] || fail 1 "Cannot tell the memory of ${command[0]}: found $json"
    setting "spark.$key" "${BASH_REMATCH[1]}m"
  done
}

# ask_event_log: where the user says; Spark would fail for want of a directory that it made up.
ask_event_log() {
  local directory
  directory=$(own --event-log)
  [[ -z $directory ]] || setting spark.eventLog.dir "$directory"
  if [[ -n $directory || -n $(given spark.eventLog.dir) ]]; then
    setting spark.eventLog.enabled true
  fi
}

# ask_cluster: what the job asks of Spark on any cluster.
ask_cluster() {
  ask_workers
  ask_jars
  setting spark.executorEnv.KMP_BLOCKTIME "$KMP_BLOCKTIME"
  # Only the user knows the processors of the cluster.
  [[ -z ${MKL_DEBUG_CPU_TYPE-} ]] || setting spark.executorEnv.MKL_DEBUG_CPU_TYPE "$MKL_DEBUG_CPU_TYPE"
  java_options driver
  java_options executor
  ask_event_log
}

# ask_this_machine: for commands that run no tasks, whatever the cluster.
ask_this_machine() {
  use_fast_mkl
  ask_jars
  java_options driver
  [[ -n $(given spark.driver.memory --driver-memory) ]] || setting spark.driver.memory 4g
  last+=(--master "local[*]" --deploy-mode client)
}

# quoted WORD...: a line for a shell, with quotes where they are needed.
quoted() {
  local word text=
  for word in "$@"; do
    [[ $word =~ ^[A-Za-z0-9_./:=,@%+-]+$ ]] || word=${word@Q}
    text+="$word "
  done
  echo "${text% }"
}

# submit JAR: becomes spark-submit, or prints what it would be.
submit() {
  # What the cluster's pages and pods are called; Spark would take the name of the class.
  local name=(--name "spnas ${command[0]}")
  [[ -z $(told spark.app.name --name) ]] || name=()
  local line=("$submit" --class io.spnas.cli.Main "${name[@]}" "${arguments[@]}" "${options[@]}"
    "${last[@]}" "$1" "${command[@]}")
  if [[ -n $dry_run ]]; then
    quoted "${line[@]}"
  else
    quoted "${line[@]}" >&2
    exec "${line[@]}"
  fi
}
