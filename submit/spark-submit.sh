#!/usr/bin/env bash
# spark-submit of the Spark that Maven brings; takes spark-submit's options. The other scripts build
# it and run this one where SPARK_HOME is not set.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
# shellcheck source-path=SCRIPTDIR source=build.sh
source "$home/submit/build.sh"
[[ -d $spark_home ]] || build

export SPARK_HOME=$spark_home SPARK_SCALA_VERSION=2.12
# As Spark's own script does: the launcher knows spark-defaults and prints the driver's command.
launch() {
  "$java" -Xmx128m -XX:TieredStopAtLevel=1 -cp "$(<"$classpath")" org.apache.spark.launcher.Main \
    org.apache.spark.deploy.SparkSubmit "$@" || true
}
# Its first line says that the command begins.
mapfile -d '' -t line < <(launch "$@" | tail -n +2)
((${#line[@]})) || exit 1
exec "${line[@]}" 2> >(quieten)
