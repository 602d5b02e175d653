"""How her centre of gravity would move forward if she did not lean, and how leaning brings it back.

One turning moment about the line through her feet. The numbers stand under ``balance_model`` in
``measures.yaml``, the formulas beside them; they are chosen for a drawing. It is a simple picture,
not a measurement, and it says nothing about who will be in pain: the facts that come with it say so.
"""

from math import atan2, cos, degrees, radians, sin
from typing import Literal

import msgspec

from carrywell.assessment.answers import Answers, settle
from carrywell.assessment.result import Grounds, Part, PlanItem
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.content import Content
from carrywell.guideline.measures import BalanceModel, BalanceWords
from carrywell.patterns.gestation import weeks_in_short
from carrywell.patterns.inputs import checked_numbers
from carrywell.patterns.weight_gain import babies_in, in_kg, number_in, typical_gain

Origin = Literal["yours", "typical", "unknown", "kept back"]
CM_A_METRE = 100
FACTS_TOLD = (
    "trunk_mass",
    "lordosis_near_term",
    "projected_centre_of_gravity",
    "curve_and_pain",
    "load_is_not_pain",
)


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What the model needs of her. Weeks 0 to 45, cm, kg; None is not known.

    `bmi_band` and `babies` serve only for a typical gain, when her own is not known. With
    `numbers_kept_back` nothing is said or drawn of her weight.
    """

    weeks: float
    height_cm: float | None = None
    weight_before_kg: float | None = None
    weight_now_kg: float | None = None
    bmi_band: str | None = None
    babies: int = 1
    numbers_kept_back: bool = False


class Moments(msgspec.Struct, frozen=True):
    """The model for one body: lengths in m, weights in kg, the angle in degrees."""

    weight_before: float
    gain: float
    height: float
    reach: float
    shift: float
    lean: float
    bag: float


class Balance(Grounds, Part, frozen=True, kw_only=True):
    """What the drawing shows and says.

    `gained_kg`: hers, or a typical gain for her weeks (`gain_from`); a loss stays below zero, and
    the drawing then shows no shift. `share_percent` of her weight now. `shift_cm`: how far the
    centre of gravity would move forward before she leans. `lean_degrees`: how far the upper body
    leans back until it is over the feet again. `bag_kg`: a bag held in front of her that asks the
    same of the low back. `say` are sentences in order, `facts` what is known from studies.
    """

    weeks: float
    height_cm: float
    weight_before_kg: float
    babies: int
    gained_kg: float
    gain_from: Origin
    share_percent: float
    shift_cm: float
    lean_degrees: float
    bag_kg: float
    title: str
    say: tuple[str, ...]
    facts: tuple[PlanItem, ...]


def body_of(compiled: Compiled, answers: Answers) -> Body | None:
    """What her answers tell of her body; None without weeks. Raises `AnswerError` as an assessment.

    With anaemia, too little to eat or an eating disorder her weights are left out, as in the advice.
    """
    facts = settle(compiled, answers).facts
    weeks = number_in(facts, "gestation_weeks")
    if weeks is None:
        return None
    height, babies = number_in(facts, "height_cm"), babies_in(facts) or 1
    if facts.get("anaemia_or_eating_disorder"):
        return Body(weeks=weeks, height_cm=height, babies=babies, numbers_kept_back=True)
    band = facts.get("bmi_band")
    return Body(
        weeks=weeks,
        height_cm=height,
        weight_before_kg=number_in(facts, "weight_before_kg"),
        weight_now_kg=number_in(facts, "weight_now_kg"),
        bmi_band=band if isinstance(band, str) else None,
        babies=babies,
    )


def balance(content: Content, body: Body) -> Balance:
    """The balance of this body. Raises `AnswerError` for a number outside its finding's range."""
    _check(content, body)
    model = content.measures.balance_model
    gained, origin = gain_of(content, body)
    hers = moments(model, body, gained)
    weight_now = hers.weight_before + gained
    share = 100 * gained / weight_now
    said = _sentences(content, body, hers, gained, origin, share)
    return Balance(
        weeks=body.weeks,
        height_cm=hers.height * CM_A_METRE,
        weight_before_kg=hers.weight_before,
        babies=body.babies,
        gained_kg=gained,
        gain_from=origin,
        share_percent=share,
        shift_cm=hers.shift * CM_A_METRE,
        lean_degrees=hers.lean,
        bag_kg=hers.bag,
        title=model.words.picture,
        say=said,
        facts=_facts(content),
        sources=model.words.sources,
        source_checked=model.words.source_checked,
    )


def gain_of(content: Content, body: Body) -> tuple[float, Origin]:
    """Her gain in kg so far and where it comes from; 0 when there is not even a typical one."""
    if body.numbers_kept_back:
        return 0.0, "kept back"
    if body.weight_before_kg is not None and body.weight_now_kg is not None:
        return body.weight_now_kg - body.weight_before_kg, "yours"
    band = body.bmi_band or "healthy"
    typical = typical_gain(content.measures.weight_gain, body.babies, band, body.weeks)
    return (0.0, "unknown") if typical is None else (typical, "typical")


def moments(model: BalanceModel, body: Body, gained_kg: float) -> Moments:
    """The shift forward, the lean that takes it back, and the bag that would ask the same."""
    height = (body.height_cm or model.height_when_unknown.value) / CM_A_METRE
    before = _weight_before(model, body, gained_kg)
    gain = max(gained_kg, 0.0)
    reach = height * reach_share(model, body.weeks)
    forward = gain * reach
    return Moments(
        weight_before=before,
        gain=gain,
        height=height,
        reach=reach,
        shift=forward / (before + gain),
        lean=degrees(atan2(forward, _held_above_hips(model, before, gain, height))),
        bag=forward / (height * model.bag_reach.value),
    )


def reach_share(model: BalanceModel, weeks: float) -> float:
    """How far in front of her feet the gain sits, as a share of her height."""
    start, full = model.reach_at_start.value, model.reach_at_full.value
    return start + (full - start) * min(weeks / model.full_at_weeks.value, 1.0)


def shift_when_leaning(model: BalanceModel, hers: Moments, lean: float) -> float:
    """The shift forward in m while the upper body leans back by `lean` degrees; none at `hers.lean`."""
    held = _held_above_hips(model, hers.weight_before, hers.gain, hers.height)
    turned = hers.gain * hers.reach * cos(radians(lean)) - held * sin(radians(lean))
    return turned / (hers.weight_before + hers.gain)


def _held_above_hips(model: BalanceModel, before: float, gain: float, height: float) -> float:
    """What leans back about the hips: weight times its height above them, in kg m."""
    own = model.upper_body_share.value * before * model.upper_body_height.value
    return height * (own + gain * model.gain_height.value)


def _weight_before(model: BalanceModel, body: Body, gained_kg: float) -> float:
    if body.weight_before_kg is not None:
        return body.weight_before_kg
    if body.weight_now_kg is not None:
        return body.weight_now_kg - gained_kg
    return model.weight_when_unknown.value


def _check(content: Content, body: Body) -> None:
    checked_numbers(
        content,
        {
            "weeks": ("gestation_weeks", body.weeks),
            "height_cm": ("height_cm", body.height_cm),
            "weight_before_kg": ("weight_before_kg", body.weight_before_kg),
            "weight_now_kg": ("weight_now_kg", body.weight_now_kg),
        },
    )


def _sentences(
    content: Content, body: Body, hers: Moments, gained: float, origin: Origin, share: float
) -> tuple[str, ...]:
    words = content.measures.balance_model.words
    if origin == "kept back":
        return (content.measures.weight_gain.without_range("kept_back").say,)
    if origin == "unknown":
        return (words.gain_unknown,)
    if gained <= 0:
        return (words.gain_none, words.no_shift)
    named = {"gain": in_kg(gained), "share": f"{share:.0f}", "weeks": weeks_in_short(body.weeks)}
    typical = words.gain_typical_twins if body.babies > 1 else words.gain_typical
    pattern = words.gain_yours if origin == "yours" else typical
    size = words.size_typical.format(
        height=f"{hers.height * CM_A_METRE:.0f}", weight=in_kg(hers.weight_before)
    )
    known_size = body.height_cm is not None and (
        body.weight_before_kg is not None or body.weight_now_kg is not None
    )
    return (
        pattern.format(**named),
        *(() if known_size else (size,)),
        _shift(words, hers.shift * CM_A_METRE),
        words.lean,
        _pull(words, hers.bag),
    )


def _pull(words: BalanceWords, bag: float) -> str:
    """Whole kilograms: more would pretend to a precision that the model has not."""
    if round(bag) >= 1:
        return words.pull_bag.format(bag=round(bag))
    return words.pull_little if bag > 0 else words.pull_none


def _shift(words: BalanceWords, centimetres: float) -> str:
    halves = round(centimetres * 2) / 2
    return words.shift.format(shift=f"{halves:g}") if halves else words.shift_small


def _facts(content: Content) -> tuple[PlanItem, ...]:
    facts = (content.measures.body_fact(name) for name in FACTS_TOLD)
    return tuple(
        PlanItem(say=one.say, sources=one.sources, source_checked=one.source_checked)
        for one in facts
    )
