#!/usr/bin/env bash
# Builds a release into dist/: the job's jar, what it is made of, and an archive to unpack and use.
#
#   submit/release.sh              from a clean checkout
#   submit/release.sh --uncommitted  from the files as they are; for tries
#
#   dist/spnas-VERSION.jar            the job
#   dist/spnas-VERSION.tar.gz         the job, submit scripts, settings, notebooks, docs
#   dist/spnas-VERSION-sbom.json      what the jar is made of (CycloneDX), native libraries included
#   dist/spnas-VERSION-licences.txt   the licences of that
#   dist/SHA256SUMS                   checksums, for sha256sum -c
#
# The same commit gives the same bytes with the same JDK, whatever the directory, time, user mask,
# locale and time zone. Maven needs its repository on the net, as the list's plugin asks for it.
#
# Environment: SPNAS_MAVEN_OPTIONS   further options of Maven
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
cd "$home"
export LC_ALL=C TZ=UTC
umask 022

case ${1-} in
  '')
    command -v git >/dev/null || fail 2 "Cannot tell whether $home is clean: no git on the PATH"
    changes=$(git status --porcelain 2>&1) ||
      fail 2 "Cannot tell whether $home is clean: $changes; --uncommitted builds it as it is"
    [[ -z $changes ]] ||
      fail 2 "Cannot release $home, it has changes that are not committed: ${changes%%$'\n'*}; --uncommitted builds it as it is" ;;
  --uncommitted) ;;
  *) fail 2 "Unknown argument $1, expected nothing or --uncommitted" ;;
esac

# pom ELEMENT: the first such element of the POM.
pom() {
  sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" pom.xml | head -n 1
}

version=$(pom version)
time=$(pom project.build.outputTimestamp)
name=spnas-$version

echo "Building $name ..." >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
mvn -B ${SPNAS_MAVEN_OPTIONS-} -pl .,bigdl,src clean package \
  org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom \
  -Dmaven.test.skip=true -Dspotless.check.skip=true >"$log" 2>&1 ||
  fail 1 "Cannot build $name: $(grep -m 1 -F '[ERROR]' "$log" || tail -n 1 "$log")"

rm -rf dist
mkdir dist
cp "src/target/$name.jar" dist
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$(<src/target/spark.classpath)" \
  src/release/java/CompleteSbom.java target/bom.json "dist/$name.jar" NOTICE \
  "dist/$name-sbom.json" "dist/$name-licences.txt" || fail 1 "Cannot list what $name.jar is made of"

# Names in order, one time, nobody's files: nothing of this machine.
contents=(README.md CHANGELOG.md LICENSE LICENSE-THIRD-PARTY NOTICE conf docs notebooks submit)
unpacked=dist/$name
mkdir "$unpacked" "$unpacked/lib"
cp -r "${contents[@]}" "$unpacked"
cp "dist/$name.jar" "$unpacked/lib"
tar --create --format=ustar --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner \
  --mode=u=rwX,go=rX --directory dist "$name" | gzip --no-name -9 >"dist/$name.tar.gz"
rm -r "$unpacked"

cd dist
sha256sum "$name"* >SHA256SUMS
cat SHA256SUMS
