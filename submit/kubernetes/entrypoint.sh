#!/usr/bin/env bash
# What a container of the image runs, by its first argument:
#   driver ARGUMENT...   spark-submit in client mode, as Spark asks it of a driver's pod
#   executor             an executor, described by variables that Spark sets
#   anything else        a command of spnas on this machine alone: --help, profile, bench step, ...
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../common.sh
source "${SPNAS_HOME:-/opt/spnas}/submit/common.sh"
export SPARK_HOME=${SPARK_HOME:-/opt/spark} SPARK_SCALA_VERSION=2.12
use_fast_mkl

# The log's settings of who submitted come before the image's.
class_path=${SPARK_CONF_DIR:-$SPARK_HOME/conf}:${HADOOP_CONF_DIR:+$HADOOP_CONF_DIR:}$home/conf
class_path+=":$SPARK_HOME/jars/*${SPARK_CLASSPATH:+:$SPARK_CLASSPATH}"

driver() {
  # Spark's launcher makes the driver's command of arguments and properties file, and prints it: a
  # line that says so, then each word with a zero byte at its end.
  local -a command
  export SPARK_SUBMIT_OPTS="$SPNAS_JAVA_OPTIONS ${SPARK_SUBMIT_OPTS-}"
  export SPARK_DIST_CLASSPATH=$home/conf${SPARK_DIST_CLASSPATH:+:$SPARK_DIST_CLASSPATH}
  mapfile -d '' -t command < <("$java" -Xmx128m -cp "$SPARK_HOME/jars/*" \
    org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit \
    --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" --deploy-mode client "$@" | tail -n +2)
  ((${#command[@]})) || exit 1
  exec "${command[@]}"
}

executor() {
  local -a options=()
  local i name
  for ((i = 0; ; i++)); do
    name=SPARK_JAVA_OPT_$i
    [[ -n ${!name+set} ]] || break
    options+=("${!name}")
  done
  # shellcheck disable=SC2086
  exec "$java" $SPNAS_JAVA_OPTIONS "${options[@]}" "-Xms$SPARK_EXECUTOR_MEMORY" \
    "-Xmx$SPARK_EXECUTOR_MEMORY" -cp "$class_path" \
    org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
    --driver-url "$SPARK_DRIVER_URL" --executor-id "$SPARK_EXECUTOR_ID" \
    --cores "$SPARK_EXECUTOR_CORES" --app-id "$SPARK_APPLICATION_ID" \
    --hostname "$SPARK_EXECUTOR_POD_IP" --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" \
    --podName "$SPARK_EXECUTOR_POD_NAME"
}

case ${1-} in
  driver) driver "${@:2}" ;;
  executor) executor ;;
  *)
    # shellcheck disable=SC2086
    exec "$java" $SPNAS_JAVA_OPTIONS -cp "$class_path:$home/spnas.jar" io.spnas.cli.Main "$@" ;;
esac
