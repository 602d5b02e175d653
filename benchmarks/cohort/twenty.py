"""Twenty of the signs written by hand with numpy, as someone who wants speed would: the floor for rules.

Each finding is two arrays: certainly, and possibly. An umbrella question that was answered 'no' rules out
what it covers, which is all of `settle` that these twenty need.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Bits = npt.NDArray[np.bool_]
Rails = tuple[Bits, Bits]

COVERED = {
    "any_bleeding_or_waters": (
        "bleeding_clots",
        "bleeding_pad_per_hour",
        "cord_felt",
        "urge_to_push",
    ),
    "any_chest_or_breath": (
        "breathless",
        "chest_pain",
        "cough_blood",
        "pleuritic_pain",
        "tearing_pain",
    ),
    "any_fever": ("chills",),
    "any_leg_swelling": ("leg_swelling_unilateral", "whole_leg_buttock"),
    "any_nerve_loss": (
        "bilateral_leg_symptoms",
        "bladder_retention",
        "bowel_incontinence",
        "foot_drop",
        "leg_numbness",
        "neuro_progressive",
        "saddle_numbness",
        "urinary_hesitancy",
        "urinary_incontinence",
    ),
    "any_pressure_sign": ("visual_disturbance",),
    "any_safety": ("self_harm_thoughts", "violence"),
    "any_severe_belly": ("one_side_sudden_low",),
}
COLUMNS = (
    *COVERED,
    *(one for covered in COVERED.values() for one in covered),
    "pain_score",
    "worried",
)


def twenty(frame: pl.DataFrame) -> dict[str, Rails]:
    """The twenty signs: certainly there, and possibly there."""
    has: dict[str, Rails] = {"worried": _rails(frame["worried"])}
    for umbrella, covered in COVERED.items():
        closed = ~_rails(frame[umbrella])[1]
        for name in covered:
            certain, possible = _rails(frame[name])
            has[name] = certain, possible & (certain | ~closed)
    score = frame["pain_score"].to_numpy()
    severe = score >= 8, ~(score < 8)  # NaN stands for unknown
    return {
        "bleed_pad_per_hour": has["bleeding_pad_per_hour"],
        "tearing_back_pain": has["tearing_pain"],
        "breathless": _or(has["breathless"], has["pleuritic_pain"]),
        "cough_blood": has["cough_blood"],
        "c_vte": _and(
            _or(has["leg_swelling_unilateral"], has["whole_leg_buttock"]),
            _or(has["breathless"], has["chest_pain"], has["pleuritic_pain"], has["cough_blood"]),
        ),
        "one_side_sudden_low": has["one_side_sudden_low"],
        "baby_coming": has["urge_to_push"],
        "cord_felt": has["cord_felt"],
        "saddle_numbness": has["saddle_numbness"],
        "loss_feeling_legs": has["leg_numbness"],
        "urine_retention_new": _or(has["bladder_retention"], has["urinary_hesitancy"]),
        "bladder_loss_new": has["urinary_incontinence"],
        "bowel_loss_new": has["bowel_incontinence"],
        "both_legs_pain": has["bilateral_leg_symptoms"],
        "foot_drop_progressing": _and(has["foot_drop"], has["neuro_progressive"]),
        "vision_change": has["visual_disturbance"],
        "rigors": has["chills"],
        "violence": has["violence"],
        "worried": has["worried"],
        "pain_severe_on_movement": severe,
    }


def _rails(column: pl.Series) -> Rails:
    return column.fill_null(False).to_numpy(), column.fill_null(True).to_numpy()


def _or(*items: Rails) -> Rails:
    return _join(np.logical_or, items)


def _and(*items: Rails) -> Rails:
    return _join(np.logical_and, items)


def _join(how: Any, items: tuple[Rails, ...]) -> Rails:
    certain, possible = zip(*items, strict=True)
    return how.reduce(certain), how.reduce(possible)
