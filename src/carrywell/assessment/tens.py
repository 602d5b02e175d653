"""How strong a TENS setting is under the pad: charge per phase and current density.

The formulas and the limit stand, with their sources, under ``charge_check`` in
``content/treatments/tens.yaml``. The limit protects the skin. It says nothing about the baby, and
being below it does not make TENS right for her: the gates decide that.
"""

from collections.abc import Mapping
from math import isfinite, sqrt
from typing import Any

import msgspec

from carrywell.assessment.answers import AnswerError, AnswerProblem
from carrywell.guideline.content import Content

PHASES = 2
"""A TENS pulse is taken as symmetrical with two phases, the more cautious reading."""


class ChargeCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What a setting means under one pad.

    `charge_per_phase_uc` in µC, the densities in mA/cm² (peak, and rms over time), `limit` the
    highest rms density in mA/cm², `say` the advice in plain words.
    """

    charge_per_phase_uc: float
    current_density_ma_per_cm2: float
    rms_density_ma_per_cm2: float
    limit: float
    within_limit: bool
    say: str
    sources: tuple[str, ...]
    source_checked: bool


def charge_check(
    content: Content,
    *,
    current_ma: float,
    pulse_width_us: float | None = None,
    frequency_hz: float | None = None,
    pad_area_cm2: float | None = None,
) -> ChargeCheck:
    """The check for a device set to this current.

    `current_ma` is the peak current in mA, `pulse_width_us` the width of one phase in µs,
    `frequency_hz` in Hz, `pad_area_cm2` the area of one pad in cm²; what is left out is taken from
    the trial. Raises `AnswerError` for a value outside what such devices can be set to.
    """
    block = content.treatment["tens"].charge_check
    if block is None:
        raise LookupError("this guideline has no charge check for TENS")
    given = {
        "current_ma": current_ma,
        "pulse_width_us": pulse_width_us,
        "frequency_hz": frequency_hz,
        "pad_area_cm2": pad_area_cm2,
    }
    value = _checked(block["inputs"], given)
    rms = value["current_ma"] * sqrt(
        PHASES * value["pulse_width_us"] * value["frequency_hz"] / 1_000_000
    )
    density = rms / value["pad_area_cm2"]
    limit = float(block["limits"]["rms_density_ma_per_cm2"])
    within = density <= limit
    return ChargeCheck(
        charge_per_phase_uc=value["current_ma"] * value["pulse_width_us"] / 1000,
        current_density_ma_per_cm2=value["current_ma"] / value["pad_area_cm2"],
        rms_density_ma_per_cm2=density,
        limit=limit,
        within_limit=within,
        say="The skin under the pads should stand this strength." if within else block["say"],
        sources=tuple(block["sources"]),
        source_checked=bool(block["source_checked"]),
    )


def _checked(
    inputs: Mapping[str, Mapping[str, Any]], given: Mapping[str, float | None]
) -> dict[str, float]:
    values: dict[str, float] = {}
    problems: list[AnswerProblem] = []
    for name, rule in inputs.items():
        value = given[name] if given[name] is not None else rule.get("default")
        low, high = float(rule["min"]), float(rule["max"])
        if value is None or not isfinite(value) or not low <= value <= high:
            allowed = f"{low:g} to {high:g} {rule['unit']}"
            problems.append(AnswerProblem(name, value, allowed, "this is outside the range"))
        else:
            values[name] = float(value)
    if problems:
        raise AnswerError(tuple(problems))
    return values
