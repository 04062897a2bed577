from app.pipeline.decode.damage import NOBODY, Damage


def test_it_says_how_much_could_be_read_if_that_is_known() -> None:
    assert str(Damage(3, 10)) == "The video is damaged or cut off: 3 of about 10 frames could be read."
    assert str(Damage(3, None)) == str(Damage(10, 10)) == (
        "The video is damaged: some of its frames could not be read.")


def test_nobody_needs_to_listen() -> None:
    NOBODY.damage(Damage(1, 2))
    NOBODY.note("The video is HDR.")
