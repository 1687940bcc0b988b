# shellcheck shell=bash
# Shared by the submit scripts: what the job asks of the JVM, whatever the cluster, and small helpers.
# (Settings without which the job would be wrong, such as Kryo's registrator, are set in its code.)

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

# Options of the driver's and executors' virtual machines: what Spark 3.5 asks of Java 17, and the
# Vector API, without which training is many times slower.
SPNAS_JAVA_OPTIONS="-XX:+IgnoreUnrecognizedVMOptions --add-modules=jdk.incubator.vector"
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  SPNAS_JAVA_OPTIONS+=" --add-opens=java.base/$package=ALL-UNNAMED"
done
SPNAS_JAVA_OPTIONS+=" --add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED"
SPNAS_JAVA_OPTIONS+=" -Djdk.reflect.useDirectMethodHandle=false"

# OpenMP threads that spin after their work would steal the cores of Java's.
export KMP_BLOCKTIME=${KMP_BLOCKTIME:-0}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# fail STATUS MESSAGE: ends the script with one line.
fail() {
  echo "$2" >&2
  exit "$1"
}

# usage: prints the comment that a script begins with.
usage() {
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
}

# option NAME DEFAULT ARGUMENT...: prints the value of an option, given as "NAME value" or
# "NAME=value".
option() {
  local name=$1 value=$2
  shift 2
  while (($#)); do
    case $1 in
      "$name") value=${2-} ;;
      "$name"=*) value=${1#*=} ;;
    esac
    shift
  done
  printf '%s' "$value"
}

# number TEXT: prints it if it is a number that may be meant, else 1; the command itself tells what
# is wrong with it.
number() {
  [[ $1 =~ ^[1-9][0-9]{0,5}$ ]] && echo "$1" || echo 1
}

# workers COMMAND...: prints how many workers a command runs at a time; nothing for one that runs none.
workers() {
  case ${1-} in
    search | train | evaluate) number "$(option --workers 1 "$@")" ;;
    sweep | compare) echo $(($(number "$(option --workers 1 "$@")") * $(number "$(option --parallel 1 "$@")"))) ;;
  esac
}

# use_fast_mkl: on AMD's processors MKL takes its slow path unless told otherwise.
use_fast_mkl() {
  ! grep -qs AuthenticAMD /proc/cpuinfo || export MKL_DEBUG_CPU_TYPE=${MKL_DEBUG_CPU_TYPE:-5}
}

# quieten: leaves out what a JVM says of --add-modules at every start, so that a mistake is told in
# one line.
quieten() {
  # Outlives the JVM, whose last words it passes on.
  trap '' INT TERM
  exec grep --line-buffered -v '^WARNING: Using incubator modules: jdk.incubator.vector$' >&2
}
