# Shared by the submit scripts: what the job asks of the JVM and of Spark, whatever the cluster.
# (Settings without which the job would be wrong, such as Kryo's registrator, are set in its code.)

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

# Arguments of spark-submit.
SPNAS_SPARK_ARGUMENTS=(
  --class io.spnas.cli.Main
  --conf "spark.executorEnv.KMP_BLOCKTIME=$KMP_BLOCKTIME"
)

# fail STATUS MESSAGE: ends the script with one line.
fail() {
  echo "$2" >&2
  exit "$1"
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
