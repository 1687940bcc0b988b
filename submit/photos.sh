#!/usr/bin/env bash
# Prints a folder of real photographs, for benchmarks. Fetches them from Debian packages, without
# root, if that has not been done already.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
fetched=$home/.cache/photos
packages=(python3-skimage python3-sklearn lomiri-wallpapers-16.04)
# The packages have drawings, textures and test patterns too.
photographs=(
  usr/lib/python3/dist-packages/skimage/data/{astronaut,chelsea,coffee,motorcycle_{left,right}}.png
  usr/lib/python3/dist-packages/skimage/data/rocket.jpg
  usr/lib/python3/dist-packages/sklearn/datasets/images/{china,flower}.jpg
  usr/share/backgrounds/{Bridge,Dragonfly,Wine,aitzgorri,friends,greentock,life}_by_*.jpg
  usr/share/backgrounds/{picosdeeuropa,seeding,sunset,umang}_by_*.jpg
)

if [[ -d $fetched ]]; then
  echo "$fetched"
  exit
fi
for tool in apt-get dpkg; do
  command -v "$tool" >/dev/null || fail 2 "Cannot fetch photographs: no $tool here, expected Debian or Ubuntu; or put JPEG or PNG files into $fetched"
done

# Complete or absent: what an interrupted try leaves is never mistaken for the photographs.
mkdir -p "$home/.cache"
aside=$(mktemp -d "$home/.cache/photos.XXXXXX")
trap 'rm -rf "$aside"' EXIT
trap 'exit 143' INT TERM
cd "$aside"

download() {
  apt-get -q download "${packages[@]}" >>log 2>&1
}

echo "Fetching photographs (Debian packages ${packages[*]}, 41 MB) ..." >&2
if ! download; then
  # Perhaps the list of packages was never fetched or is out of date.
  apt-get -q update >>log 2>&1 || true
  download || fail 1 "Cannot fetch Debian packages ${packages[*]}: $(tail -n 1 log)"
fi
for package in "${packages[@]}"; do
  dpkg -x "$package"_*.deb unpacked || fail 1 "Cannot unpack Debian package $package"
done
mkdir photos
cd unpacked
for photograph in "${photographs[@]}"; do
  # Unquoted: the names of wallpapers have their photographers' in them.
  # shellcheck disable=SC2086
  cp $photograph ../photos 2>/dev/null ||
    fail 1 "No $photograph in Debian packages ${packages[*]}, expected photographs there"
done
cd ..
mv -T photos "$fetched"
echo "$fetched"
