#!/bin/sh
# The image's steps as root: packages of Debian, and the user that driver and executors run as.
set -eu

# Natives of BigDL and OpenCV ask for libstdc++ and zlib; OpenMP they bring themselves. tini passes
# signals on to the JVM and reaps what it leaves.
export DEBIAN_FRONTEND=noninteractive
# Slim images have no manual pages, but Java's package makes links among them.
mkdir -p /usr/share/man/man1
apt-get -qq update
apt-get -qq install -y --no-install-recommends \
  ca-certificates libstdc++6 openjdk-17-jre-headless tini zlib1g >/dev/null
apt-get clean
rm -rf /var/lib/apt/lists/* /var/cache/debconf/* /var/log/apt /var/log/*.log

# Spark's own images use this number.
groupadd --gid 185 spnas
useradd --uid 185 --gid 185 --home-dir /opt/spnas/work --no-create-home --shell /usr/sbin/nologin spnas
mkdir -p /opt/spnas/work /opt/spark
chown spnas:spnas /opt/spnas/work
