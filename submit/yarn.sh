#!/usr/bin/env bash
# Runs a command of spnas on YARN, by spark-submit, and prints the line it runs.
#
#   submit/yarn.sh [OPTIONS] COMMAND [OPTIONS OF THE COMMAND]
#   submit/yarn.sh --deploy-mode cluster --queue research --executor-cores 8 \
#     search --config hdfs:///conf/my.conf --data hdfs:///imagenet --run-dir hdfs:///runs/1 --workers 8
#
# OPTIONS: --dry-run          only print the line, on stdout, to be pasted into a shell
#          --event-log DIR    keep Spark's event log there (else only if spark.eventLog.dir is set)
#          all of spark-submit's, such as --deploy-mode, --queue, --executor-cores, --principal and
#          --keytab, --conf: passed on, and what they set wins
#
# Commands are those of submit/local.sh; see submit/local.sh --help. search, sweep, compare, train,
# evaluate and prepare run on YARN, one worker an executor; the others on this machine, with the
# cluster's files.
#
# Environment: HADOOP_CONF_DIR or YARN_CONF_DIR   the cluster's core-site.xml, yarn-site.xml, ...
#              SPARK_HOME            a Spark 3.5 (default: the one that Maven brings)
#              SPNAS_JAR             the application's jar, also on HDFS (default: built here)
#              SPNAS_JARS            further jars on the class path, separated by commas, such as
#                                    that of a strategy of your own; the same as --jars
#              MKL_DEBUG_CPU_TYPE    5 where executors are on AMD's processors
set -euo pipefail
shopt -s inherit_errexit
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
# shellcheck source-path=SCRIPTDIR source=cluster.sh
source "$home/submit/cluster.sh"

parse --event-log "$@"
submit=$(run_by)
build
if needs_cluster; then
  [[ -n ${HADOOP_CONF_DIR-}${YARN_CONF_DIR-}${SPARK_HOME-} ]] ||
    fail 2 "Missing HADOOP_CONF_DIR, expected the directory of the cluster's core-site.xml and yarn-site.xml"
  arguments+=(--master yarn)
  # YARN would start a failed application again, which finds a run directory in use.
  setting spark.yarn.maxAppAttempts 1
  ask_cluster
  submit "${SPNAS_JAR:-$jar}"
else
  ask_this_machine
  submit "$jar"
fi
