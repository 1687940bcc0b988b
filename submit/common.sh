# Shared by the submit scripts: what the job asks of Spark, whatever the cluster.

# Options of the driver's and executors' virtual machines: what Spark 3.5 asks of Java 17, and the
# Vector API, without which training is several times slower.
SPNAS_JAVA_OPTIONS="-XX:+IgnoreUnrecognizedVMOptions --add-modules=jdk.incubator.vector"
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  SPNAS_JAVA_OPTIONS+=" --add-opens=java.base/$package=ALL-UNNAMED"
done
SPNAS_JAVA_OPTIONS+=" -Djdk.reflect.useDirectMethodHandle=false"

# Prints the value of an option, given as "--name value" or "--name=value", or else a default.
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
