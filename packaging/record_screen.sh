#!/usr/bin/env bash
# Runs a program and records the screen of $DISPLAY for ten seconds: record_screen.sh OUT.mp4 PROGRAM [ARGUMENT]...
# Fails when the program ends before, or when the video shows one even colour.
set -euo pipefail
out=$1
shift
"$@" &
program=$!
trap 'kill "$program" 2>/dev/null || true' EXIT
ffmpeg -loglevel error -y -f x11grab -framerate 15 -t 10 -i "$DISPLAY" -pix_fmt yuv420p "$out"
kill -0 "$program"
spread=$(ffmpeg -sseof -1 -i "$out" -vf signalstats,metadata=print:key=lavfi.signalstats.YHIGH -f null - 2>&1 |
    sed -n 's/.*YHIGH=//p' | tail -1)
[ "${spread%.*}" -gt 40 ]
