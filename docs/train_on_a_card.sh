#!/bin/sh
# Trains both networks on a GPU machine that has only the packed cache, and leaves the weights in OUT.
#
#   sh docs/train_on_a_card.sh PARTS OUT
#
# PARTS: the folder that `python -m sinet_core pack` wrote. A run that was stopped continues when it is started again.
# RECIPE, WORKERS and ARGUMENTS can be set.
set -eu

parts=$1
out=$2
mkdir -p "$out"
[ -f "$out/cache/recipe.json" ] || python -m sinet_core pack "$parts" --unpack -o "$out/cache"
for width in 1.5 1.0; do
    [ "$width" = 1.5 ] && shipped=sinet-wide || shipped=sinet
    # shellcheck disable=SC2086
    python -m sinet_core train --recipe "${RECIPE:-people}" --width "$width" --cache "$out/cache" \
        --init "weights/$shipped.pt" --out "$out/$width" --resume --workers "${WORKERS:-$(nproc)}" \
        ${ARGUMENTS:---device cuda --precision bf16}
done
rm -rf "$out/cache"
