from __future__ import annotations

from sinet_core.paper.streets.recipe import load_street_recipe


def test_the_authors_recipe_fits_the_network() -> None:
    recipe = load_street_recipe()
    assert (recipe.lr, recipe.batch, recipe.encoder_loss) == (0.045, 6, 0.25)
    assert all(side % 128 == 0 for side in recipe.size)
    assert recipe.pictures == 1500 * 2975
