#!/usr/bin/env bash
# Installs the Debian packages that slow tests need besides a JDK and Maven, if they are missing.
set -euo pipefail
packages=(chromium git mmdebstrap poppler-utils python3 python3-jinja2 shellcheck)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
done
((${#missing[@]})) || exit 0
if ((EUID)); then
  echo "Missing Debian packages, which slow tests need: ${missing[*]}. Install them, or run $0 as root." >&2
  exit 2
fi
echo "Installing ${missing[*]} ..." >&2
export DEBIAN_FRONTEND=noninteractive
# A list of packages that was never fetched, or is out of date, is fetched.
apt-get -q install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || {
  apt-get -q update >/dev/null
  apt-get -q install -y --no-install-recommends "${missing[@]}" >/dev/null
}
