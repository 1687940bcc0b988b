#!/usr/bin/env bash
# Runs a command of spnas on Kubernetes, by spark-submit, and prints the line it runs.
#
#   submit/k8s.sh [OPTIONS] COMMAND [OPTIONS OF THE COMMAND]
#   submit/k8s.sh --master k8s://https://HOST:6443 --image IMAGE --namespace spnas \
#     search --config s3a://lake/my.conf --data s3a://lake/imagenet --run-dir s3a://lake/runs/1 --workers 8
#
# OPTIONS: --dry-run               only print the line, on stdout, to be pasted into a shell
#          --image NAME            image of driver and executors
#          --namespace NAME        where their pods are
#          --service-account NAME  of the driver's pod
#          --event-log DIR         keep Spark's event log there (else only if spark.eventLog.dir is set)
#          all of spark-submit's, such as --master, --deploy-mode, --executor-cores, --conf: passed on,
#          and what they set wins
#
# The driver is a pod unless --deploy-mode client is given; the script waits for it and ends with its
# exit status, unless spark.kubernetes.submission.waitAppCompletion is false. Commands are those of
# submit/local.sh; see submit/local.sh --help. With --deploy-mode client those that run no tasks need
# no cluster.
#
# Environment: SPARK_HOME            a Spark 3.5 (default: the one that Maven brings)
#              SPNAS_JAR             the application's jar (default: in the image; client: built here)
#              SPNAS_JARS            further jars on the class path, separated by commas, such as
#                                    that of a strategy of your own; the same as --jars
#              MKL_DEBUG_CPU_TYPE    5 where executors are on AMD's processors
set -euo pipefail
shopt -s inherit_errexit
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
# shellcheck source-path=SCRIPTDIR source=cluster.sh
source "$home/submit/cluster.sh"

# own_setting OPTION KEY...: an option of this script as settings of Spark.
own_setting() {
  local value key
  value=$(own "$1")
  [[ -n $value ]] || return 0
  for key in "${@:2}"; do
    setting "$key" "$value"
  done
}

# deploy_mode: client or cluster.
deploy_mode() {
  local mode
  mode=$(given spark.submit.deployMode --deploy-mode)
  echo "${mode:-cluster}"
}

# container_status: the driver's container's exit status, from what spark-submit --status tells of its
# pod; nothing if it has none. A mesh may have put containers of its own beside it.
container_status() {
  awk '/container name:/ { name = $NF }
    /exit code:/ { code[name] = $NF; if (first == "") first = $NF }
    END {
      if ("spnas" in code) print code["spnas"]
      else if ("spark-kubernetes-driver" in code) print code["spark-kubernetes-driver"]
      else print first
    }'
}

# follow JAR: submits, waits for the driver's pod, and ends as it did. Of its own spark-submit ends
# well whatever became of the driver.
follow() {
  local namespace pod submitted status=0
  namespace=$(own --namespace)
  namespace=${namespace:-$(given spark.kubernetes.namespace)}
  namespace=${namespace:-default}
  pod=$(given spark.kubernetes.driver.pod.name)
  if [[ -z $pod ]]; then
    pod=$(printf 'spnas-%s-%x-driver' "${command[0]}" "$(date +%s%N)")
    setting spark.kubernetes.driver.pod.name "$pod"
  fi
  (submit "$1") &
  submitted=$!
  trap 'kill "$submitted" 2>/dev/null || true' INT TERM
  wait "$submitted" || status=$?
  # A signal ends the wait, not spark-submit.
  ((status <= 128)) || { status=0 && wait "$submitted" || status=$?; }
  ((status == 0)) || exit "$status"
  status=$("$submit" "${arguments[@]}" "${options[@]}" --status "$namespace:$pod" 2>&1 | container_status) || true
  [[ -n $status ]] ||
    fail 1 "Cannot tell how driver $pod in namespace $namespace ended: found no exit status, expected its pod to be there still"
  ((status == 0)) ||
    fail "$status" "Driver $pod ended with exit status $status; why: kubectl -n $namespace logs $pod --tail 1"
}

parse "--image --namespace --service-account --event-log" "$@"
submit=$(run_by)
build
mode=$(deploy_mode)
if [[ $mode == client ]] && ! needs_cluster; then
  ask_this_machine
  submit "$jar"
  exit
fi
master=$(given spark.master --master)
if [[ -z $master && -n ${KUBERNETES_SERVICE_HOST-} ]]; then
  master=k8s://https://$KUBERNETES_SERVICE_HOST:${KUBERNETES_SERVICE_PORT:-443}
fi
[[ $master == k8s://* ]] || fail 2 "Missing --master${master:+: found $master}, expected k8s://https://HOST:PORT of the API server"
[[ -n ${flags[--master]-} ]] || arguments+=(--master "$master")
[[ -n ${flags[--deploy-mode]-} ]] || arguments+=(--deploy-mode "$mode")
own_setting --image spark.kubernetes.container.image
own_setting --namespace spark.kubernetes.namespace
own_setting --service-account spark.kubernetes.authenticate.driver.serviceAccountName
setting spark.kubernetes.executor.podTemplateFile "$home/submit/kubernetes/executor-pod.yaml"
if [[ $mode == cluster ]]; then
  setting spark.kubernetes.driver.podTemplateFile "$home/submit/kubernetes/driver-pod.yaml"
  setting spark.kubernetes.driverEnv.KMP_BLOCKTIME "$KMP_BLOCKTIME"
fi
ask_cluster
in_image=${SPNAS_JAR:-local:///opt/spnas/spnas.jar}
if [[ $mode == client ]]; then
  submit "${SPNAS_JAR:-$jar}"
elif [[ -n $dry_run || $(given spark.kubernetes.submission.waitAppCompletion) == false ]]; then
  submit "$in_image"
else
  follow "$in_image"
fi
