#!/usr/bin/env bash
# Prints the directory of Fashion-MNIST's four idx files. Fetches them from their Debian package,
# without root, if they are neither installed nor fetched already.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
package=dataset-fashion-mnist
installed=/usr/share/datasets/fashion-mnist
fetched=$home/.cache/fashion-mnist

for directory in "$installed" "$fetched"; do
  if [[ -f $directory/train-images-idx3-ubyte.gz ]]; then
    echo "$directory"
    exit
  fi
done
for tool in apt-get dpkg; do
  command -v "$tool" >/dev/null || fail 2 "Cannot fetch Fashion-MNIST: no $tool here, expected Debian or Ubuntu; or put its four idx files (.gz) into $fetched"
done

# Complete or absent: what an interrupted try leaves is never mistaken for the data.
mkdir -p "$home/.cache"
aside=$(mktemp -d "$home/.cache/fashion-mnist.XXXXXX")
trap 'rm -rf "$aside"' EXIT
trap 'exit 143' INT TERM
cd "$aside"

download() {
  apt-get -q download "$package" >>log 2>&1
}

echo "Fetching Fashion-MNIST (Debian package $package, 30 MB) ..." >&2
if ! download; then
  # Perhaps the list of packages was never fetched or is out of date.
  apt-get -q update >>log 2>&1 || true
  download || fail 1 "Cannot fetch Debian package $package: $(tail -n 1 log)"
fi
dpkg -x "$package"_*.deb . || fail 1 "Cannot unpack Debian package $package"
rm -rf "$fetched"
mv ".$installed" "$fetched"
echo "$fetched"
