# shellcheck shell=bash
# Shared by the submit scripts: the application's jar and a Spark, both by Maven.

target=$home/src/target
jar=$target/spnas-0.1.0.jar
# What a Spark distribution has. The build writes it last.
classpath=$target/spark.classpath
# The same as a Spark home; spark-submit.sh is its spark-submit.
spark_home=$target/spark-home
# What bench compare, inference and kernels need besides: others' software, and JMH.
benchmarks=$home/src/jmh/target
peers=$benchmarks/peer.classpath
with_benchmarks=

check_java() {
  local version
  version=$("$java" -version 2>&1 | grep -m 1 version) || fail 2 "Cannot run $java, expected a JDK 17"
  [[ $version == *'"17'* ]] || fail 2 "Cannot use $java: ${version:-no version}, expected JDK 17"
}

up_to_date() {
  local -a made=("$jar" "$classpath") sources=("$home"/{,bigdl/,src/}pom.xml "$home/src/main"
    "$home/conf/latency" "$home"/{LICENSE,NOTICE}*)
  if [[ -n $with_benchmarks ]]; then
    made+=("$peers")
    sources+=("$home/src/jmh"/{pom.xml,java,resources})
  fi
  local file
  for file in "${made[@]}"; do
    [[ -f $file ]] || return 1
  done
  [[ -z $(find "${sources[@]}" -newer "${made[-1]}" -print -quit) ]]
}

run_maven() {
  command -v mvn >/dev/null || fail 2 "Cannot build spnas: no mvn on the PATH, expected Maven 3.8 or newer"
  local modules=(-pl src -am)
  [[ -z $with_benchmarks ]] || modules=(-pl src/jmh -am -Ppeer)
  echo "Building spnas, minutes the first time (log: $target/build.log) ..." >&2
  # shellcheck disable=SC2086
  if ! mvn -B -q ${SPNAS_MAVEN_OPTIONS-} -f "$home/pom.xml" "${modules[@]}" package \
    -Dmaven.test.skip=true -Dspotless.check.skip=true >"$target/build.log" 2>&1; then
    grep -m 10 -F '[ERROR]' "$target/build.log" >&2 || tail -n 10 "$target/build.log" >&2
    fail 1 "Cannot build spnas, see $target/build.log"
  fi
}

linked() {
  [[ -d $spark_home && ! $spark_home -ot $classpath ]]
}

# ONNX Runtime is no part of Spark; only networks that are measured on this machine need it.
link_spark() {
  local aside=$spark_home.$$
  mkdir -p "$aside"/{jars,conf}
  tr : '\n' <"$classpath" | grep -v /onnxruntime- | xargs -d '\n' ln -st "$aside/jars"
  ln -s "$home/conf/log4j2.properties" "$aside/conf"
  rm -rf "$spark_home"
  mv -T "$aside" "$spark_home"
}

# build: makes the jar and the Spark home, if they are not there or older than their sources.
build() {
  check_java
  ! up_to_date || ! linked || return 0
  mkdir -p "$target"
  (
    # Two at a time would write the same files.
    ! command -v flock >/dev/null || flock 9
    up_to_date || run_maven
    linked || link_spark
  ) 9>"$target/.build.lock"
}
