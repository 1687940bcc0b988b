#!/usr/bin/env bash
# Builds the image of driver and executors, and the job first if need be.
#
#   submit/kubernetes/image.sh [IMAGE]         builds IMAGE (default: spnas:0.1.0)
#   submit/kubernetes/image.sh --context DIR   only lays out in DIR what the build is given
#
# Environment: SPNAS_CONTAINER_ENGINE  what builds it (default: docker, podman or buildah, the first
#                                      that is here)
#              SPNAS_MAVEN_OPTIONS     further options of Maven, such as -o
set -euo pipefail
shopt -s inherit_errexit
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/../.." && pwd)
source "$home/submit/common.sh"
image=spnas:0.1.0
context=

# The jars of a Spark distribution, as far as the job needs them, and what s3a:// paths need besides.
jars() {
  local s3a=$home/src/clusters/target/s3a.classpath
  if [[ ! -f $s3a ]]; then
    command -v mvn >/dev/null || fail 2 "Cannot fetch the jars for S3: no mvn on the PATH, expected Maven 3.8 or newer"
    # shellcheck disable=SC2086
    mvn -B -q ${SPNAS_MAVEN_OPTIONS-} -f "$home/pom.xml" -pl src/clusters package \
      -Dmaven.test.skip=true -Dspotless.check.skip=true >&2
  fi
  # ONNX Runtime's natives are of use only where networks are timed.
  { tr : '\n' <"$home/src/target/spark.classpath" && echo && tr : '\n' <"$s3a"; } \
    | grep '\.jar$' | grep -v /onnxruntime- | sort -u
}

lay_out() {
  local to=$1 jar
  # Builds the job if its sources are newer.
  "$home/submit/local.sh" --version >/dev/null
  mkdir -p "$to"/opt/spark/{jars,conf} "$to/opt/spnas/conf"
  cp "$here"/{Dockerfile,setup.sh} "$to"
  cp "$home/src/target/spnas-0.1.0.jar" "$to/opt/spnas/spnas.jar"
  cp "$home/submit/common.sh" "$here/entrypoint.sh" "$home"/{LICENSE,LICENSE-THIRD-PARTY,NOTICE} "$to/opt/spnas"
  cp "$home"/conf/*.conf "$home/conf/log4j2.properties" "$to/opt/spnas/conf"
  while read -r jar; do
    [[ -e $to/opt/spark/jars/${jar##*/} ]] || cp "$jar" "$to/opt/spark/jars"
  done < <(jars)
  # Whatever the umask, the image's user reads them.
  chmod -R a+rX "$to"
}

engine() {
  local tool
  for tool in ${SPNAS_CONTAINER_ENGINE:-docker podman buildah}; do
    ! command -v "$tool" || return 0
  done
  fail 2 "Cannot build $image: no ${SPNAS_CONTAINER_ENGINE:-docker, podman or buildah} on the PATH"
}

case ${1-} in
  --context)
    [[ -n ${2-} ]] || fail 2 "Missing the directory of --context"
    lay_out "$2"
    exit ;;
  -*) fail 2 "Unknown option $1, expected --context DIR or the image's name" ;;
  ?*) image=$1 ;;
esac
builder=$(engine)
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
lay_out "$context"
"$builder" build --tag "$image" "$context"
