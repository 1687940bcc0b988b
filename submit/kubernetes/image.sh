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
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source-path=SCRIPTDIR source=../common.sh
source "$here/../common.sh"
# shellcheck source-path=SCRIPTDIR source=../build.sh
source "$home/submit/build.sh"
image=spnas:0.1.0
# What s3a:// paths need besides Spark's jars.
s3a=$home/src/clusters/target/s3a.classpath

fetch_s3a() {
  [[ ! -f $s3a ]] || return 0
  command -v mvn >/dev/null || fail 2 "Cannot fetch the jars for S3: no mvn on the PATH, expected Maven 3.8 or newer"
  echo "Fetching the jars for S3 ..." >&2
  # shellcheck disable=SC2086
  mvn -B -q ${SPNAS_MAVEN_OPTIONS-} -f "$home/pom.xml" -pl src/clusters package \
    -Dmaven.test.skip=true -Dspotless.check.skip=true >&2 || fail 1 "Cannot fetch the jars for S3"
}

# add_s3a JARS: adds the jars for S3 whose artifacts, of whatever version, are not Spark's own.
add_s3a() {
  local path name
  while read -r path; do
    name=${path##*/}
    compgen -G "$1/${name%%-[0-9]*}-[0-9]*.jar" >/dev/null || cp "$path" "$1"
  done < <(tr : '\n' <"$s3a" && echo)
}

# lay_out DIR: what the build is given.
lay_out() {
  build
  fetch_s3a
  mkdir -p "$1"/opt/spark/{jars,conf} "$1"/opt/spnas/{conf,submit}
  cp "$here"/{Dockerfile,setup.sh} "$1"
  cp -L "$spark_home"/jars/*.jar "$1/opt/spark/jars"
  add_s3a "$1/opt/spark/jars"
  cp "$jar" "$1/opt/spnas/spnas.jar"
  cp "$here/entrypoint.sh" "$home"/{LICENSE,LICENSE-THIRD-PARTY,NOTICE} "$1/opt/spnas"
  cp "$home/submit/common.sh" "$1/opt/spnas/submit"
  cp "$home"/conf/*.conf "$home/conf/log4j2.properties" "$1/opt/spnas/conf"
  # Whatever the umask, the image's user reads them.
  chmod -R a+rX "$1"
}

engine() {
  local tool
  for tool in ${SPNAS_CONTAINER_ENGINE:-docker podman buildah}; do
    ! command -v "$tool" || return 0
  done
  fail 2 "Cannot build $image: no ${SPNAS_CONTAINER_ENGINE:-docker, podman or buildah} on the PATH"
}

case ${1-} in
  -h | --help) usage && exit ;;
  --context)
    [[ -n ${2-} ]] || fail 2 "Missing value of --context, expected --context DIR"
    lay_out "$2"
    exit ;;
  -*) fail 2 "Unknown option $1, expected --context DIR or the image's name (see --help)" ;;
  ?*) image=$1 ;;
esac
builder=$(engine)
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
lay_out "$context"
"$builder" build --tag "$image" "$context"
