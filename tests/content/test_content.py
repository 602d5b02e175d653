"""The content as a reader meets it: sourced, plain, and never a diagnosis."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import yaml

from carrywell import Guideline
from carrywell.guideline.content import Content
from carrywell.guideline.folder import CONTENT_FOLDER
from carrywell.guideline.model import Sourced

REQUIRED_CAUSES = {
    "mechanical_low_back_pain",
    "muscle_strain",
    "emotional_stress",
    "sciatica",
    "preterm_labour",
    "braxton_hicks",
    "pelvic_girdle_pain",
    "pyelonephritis",
    "uti",
    "cauda_equina",
    "placental_abruption",
    "pre_eclampsia",
    "pprom",
    "chorioamnionitis",
    "trauma",
    "pulmonary_embolism",
    "dvt",
    "renal_colic",
    "vertebral_fracture",
    "spinal_infection",
    "transient_osteoporosis_hip",
    "aortic_dissection",
    "ectopic_pregnancy",
    "miscarriage",
    "axial_spondyloarthritis",
    "round_ligament_pain",
}
REQUIRED_TREATMENTS = {
    "heat",
    "cold",
    "posture",
    "side_sleeping",
    "belt",
    "lifting",
    "walking",
    "stationary_cycling",
    "swimming",
    "water_exercise",
    "stretching",
    "acupuncture",
    "tens",
    "footwear",
    "hose",
}
PROMISES = re.compile(
    r"(?<!told )(?<!that )\b(you have (?:pre-?eclampsia|sepsis|a clot|cauda|sciatica|labour)"
    r"|diagnos(?:is|ed) (?:is|with)|this is (?:certainly|definitely)|definitely|certainly"
    r"|we diagnose|your diagnosis|guaranteed?|will cure|cures?)\b",
    re.IGNORECASE,
)


def sourced(part: Any, trail: str = "") -> Iterator[tuple[str, Sourced]]:
    """Every sourced rule inside a part of the content, with where it stands."""
    if isinstance(part, Sourced):
        yield trail, part
    if isinstance(part, msgspec.Struct):
        name = getattr(part, "id", "")
        for field in part.__struct_fields__:
            yield from sourced(getattr(part, field), f"{trail}.{name}.{field}")
    elif isinstance(part, list | tuple):
        for one in part:
            yield from sourced(one, trail)


def sentences(text: str) -> list[str]:
    """Split at a stop followed by a new sentence, not at the point of 37.5 or 'e.g.'"""
    return [one for one in re.split(r"(?<=[.!?:;])\s+(?=[A-Z0-9'\"])", text.strip()) if one]


def words(sentence: str) -> int:
    return len(re.findall(r"[\w'%°,.-]*\w[\w'%°,.-]*", sentence))


def spoken(content: Content) -> Iterator[tuple[str, str]]:
    """What is said to her: where it stands, and the text."""
    for sign in content.signs:
        for field in ("title", "say", "do", "watch_for"):
            text = getattr(sign, field)
            if text:
                yield f"sign {sign.id}.{field}", text
    for finding in content.findings:
        for field in ("ask", "why"):
            text = getattr(finding, field)
            if text:
                yield f"finding {finding.id}.{field}", text
    for cause in content.causes:
        yield f"cause {cause.id}.say", cause.say
        for index, feature in enumerate(cause.features):
            yield f"cause {cause.id}.features.{index}", feature.say
    for gate in content.gates:
        yield f"gate {gate.id}", gate.say
    for advice in content.advice:
        yield f"advice {advice.id}", advice.say
    for question in content.stop_questions:
        yield f"stop question {question.id}.ask", question.ask
        if question.say:
            yield f"stop question {question.id}.say", question.say
    for scope in content.scopes:
        yield f"scope {scope.id}", f"{scope.say} {scope.do or ''}"
    for screen in content.screens:
        yield f"screen {screen.id}", f"{screen.title}. {screen.intro or ''}"
    for treatment in content.treatments:
        yield f"treatment {treatment.id}.summary", treatment.summary
        for step in (*treatment.steps, *treatment.never, *treatment.stop_when):
            yield f"treatment {treatment.id}.steps", step
        for caution in (*treatment.not_when, *treatment.ask_first_when):
            yield f"treatment {treatment.id}.caution", caution.say
    for exercise in content.exercises:
        for step in (*exercise.steps, *exercise.care):
            yield f"exercise {exercise.id}.steps", step
    for conflict in content.conflicts:
        yield f"conflict {conflict.id}.wording", conflict.wording


def test_every_rule_has_its_sources_and_who_reviewed_it(guideline: Guideline) -> None:
    content = guideline.content
    count = 0
    for part in Content.__struct_fields__:
        for where, rule in sourced(getattr(content, part), part):
            count += 1
            assert rule.sources, where
            assert isinstance(rule.source_checked, bool), where
            assert rule.reviewed_by == (), f"{where}: no clinician has signed anything off yet"
            for source in rule.sources:
                assert source in content.source, f"{where}: {source}"
    assert count > 700


def test_reviewed_by_is_written_down_for_every_main_rule() -> None:
    """The YAML says it in so many words, so that a reviewer sees where to sign."""
    for part in ("signs", "causes", "treatments", "exercises"):
        for file in sorted((CONTENT_FOLDER / part).glob("*.yaml")):
            for rule in yaml.safe_load(file.read_text(encoding="utf-8")):
                assert rule["reviewed_by"] == [], f"{file.name}: {rule['id']}"


def test_a_rule_from_memory_is_not_called_checked(guideline: Guideline) -> None:
    content = guideline.content
    for part in Content.__struct_fields__:
        for where, rule in sourced(getattr(content, part), part):
            read = any(content.source[one].checked != "memory" for one in rule.sources)
            assert read or not rule.source_checked, where


def test_the_sources_are_really_used(guideline: Guideline) -> None:
    content = guideline.content
    used = {
        source
        for part in Content.__struct_fields__
        for _, rule in sourced(getattr(content, part), part)
        for source in rule.sources
    }
    assert len(used) > 40
    assert used <= set(content.source)


def test_the_required_causes_are_there(guideline: Guideline) -> None:
    content = guideline.content
    assert set(content.cause) >= REQUIRED_CAUSES
    for cause in content.causes:
        assert cause.say
        if cause.id != "constipation":  # its note says why nothing speaks for it
            assert any(feature.points > 0 for feature in cause.features), cause.id
        for feature in cause.features:
            assert feature.points
            assert feature.weight in ("design", "published")


def test_the_required_treatments_have_all_they_need(guideline: Guideline) -> None:
    content = guideline.content
    assert set(content.treatment) >= REQUIRED_TREATMENTS
    for name in REQUIRED_TREATMENTS:
        treatment = content.treatment[name]
        assert treatment.kind == "plan"
        for field in ("dose", "steps", "never", "stop_when", "evidence", "summary"):
            assert getattr(treatment, field), f"{name}.{field}"


def test_there_are_at_least_twenty_exercises_with_steps_and_dose(guideline: Guideline) -> None:
    exercises = guideline.content.exercises
    assert len(exercises) >= 20
    for exercise in exercises:
        assert exercise.steps
        assert exercise.suits
        assert set(exercise.trimesters) <= {1, 2, 3}
        assert exercise.trimesters
        dose = exercise.dose
        assert dose.repetitions or dose.minutes or dose.hold_seconds or dose.sets, exercise.id
    for trimester in (1, 2, 3):
        assert sum(trimester in one.trimesters for one in exercises) >= 15


def test_no_text_promises_a_diagnosis_or_a_cure(guideline: Guideline) -> None:
    found = [
        f"{where}: {match.group()}"
        for where, text in spoken(guideline.content)
        if (match := PROMISES.search(text))
    ]
    assert not found


def test_a_cause_is_spoken_of_as_possible(guideline: Guideline) -> None:
    for cause in guideline.content.causes:
        assert not re.match(r"You have ", cause.say), cause.id


def test_sentences_are_short(guideline: Guideline) -> None:
    texts = list(spoken(guideline.content))
    plain = [
        (where, text)
        for where, text in texts
        if where.endswith((".say", ".do", ".ask")) or where.startswith(("advice", "gate"))
    ]
    counted = [words(one) for _, text in plain for one in sentences(text)]
    assert len(counted) > 500
    assert sum(counted) / len(counted) <= 20


@pytest.mark.parametrize("longest", [45])
def test_no_sentence_is_very_long(guideline: Guideline, longest: int) -> None:
    umbrella = {f"finding {one.id}.ask" for one in guideline.content.findings if one.covers}
    found = [
        f"{where}: {words(one)} words"
        for where, text in spoken(guideline.content)
        if where not in umbrella  # a list of what the item covers, not a sentence
        for one in sentences(text)
        if words(one) > longest
    ]
    assert not found


def test_an_umbrella_item_is_a_list_a_person_can_read(guideline: Guideline) -> None:
    for finding in guideline.content.findings:
        if finding.covers:
            assert finding.ask
            assert words(finding.ask) <= 70, f"{finding.id}: {words(finding.ask)} words"


def test_every_emergency_says_to_get_help_now(guideline: Guideline) -> None:
    helps = re.compile(r"ambulance|emergency number|help now", re.IGNORECASE)
    for sign in guideline.content.signs:
        if sign.urgency == "emergency":
            assert helps.search(sign.do), f"{sign.id}: {sign.do}"


def test_every_urgent_sign_says_whom_to_ring_or_where_to_go(guideline: Guideline) -> None:
    acts = re.compile(r"\b(ring|go|call|phone|hospital)\b", re.IGNORECASE)
    for sign in guideline.content.signs:
        if sign.urgency == "urgent":
            assert acts.search(sign.do), f"{sign.id}: {sign.do}"


def test_every_soon_sign_says_who_or_when(guideline: Guideline) -> None:
    who = re.compile(
        r"midwife|doctor|physiotherapist|maternity|gynaecologist|today|within|days?|hours?|GP",
    )
    for sign in guideline.content.signs:
        if sign.urgency == "soon":
            assert who.search(sign.do), f"{sign.id}: {sign.do}"


def test_a_sign_less_than_emergency_does_not_send_for_an_ambulance_at_once(
    guideline: Guideline,
) -> None:
    for sign in guideline.content.signs:
        if sign.urgency in ("soon", "routine"):
            assert not re.match(r"Call an ambulance", sign.do), sign.id


def test_nobody_is_spoken_of_as_a_case(guideline: Guideline) -> None:
    cold = re.compile(
        r"\b(patient|subject|non-?complian|failed to|parturient|gravid)\b", re.IGNORECASE
    )
    found = [where for where, text in spoken(guideline.content) if cold.search(text)]
    assert not found


def test_every_private_finding_says_so_before_it_asks(guideline: Guideline) -> None:
    private = {one.id for one in guideline.content.findings if one.private}
    assert private == {
        "any_safety",
        "violence",
        "violence_high_risk",
        "self_harm_thoughts",
        "self_harm_plan",
    }


def test_the_vocabulary_leads_only_to_what_exists(guideline: Guideline) -> None:
    content = guideline.content
    vocabulary = content.vocabulary
    for key, rule in vocabulary["facts"].items():
        assert set(rule) & {"finding", "each", "at_least", "unsure", "unused"}, key
        if "finding" in rule:
            assert rule["finding"] in content.finding, key
        for word, sets in (rule.get("each") or {}).items():
            _check_targets(content, sets, f"{key}={word}")
        for limit, sets in (rule.get("at_least") or {}).items():
            assert float(limit) > 0, key
            _check_targets(content, sets, f"{key}>={limit}")
        for word, sets in (rule.get("also") or {}).items():
            _check_targets(content, sets, f"{key}={word}")
        unsure = rule.get("unsure", ())
        lists = unsure.values() if isinstance(unsure, dict) else [unsure]
        for name in (one for part in lists for one in part):
            assert name in content.finding, f"{key}: {name}"
    for combination in vocabulary["combinations"]:
        assert set(combination["when"]) <= set(vocabulary["facts"])
        assert combination["because"]
        _check_targets(content, combination["sets"], str(combination["when"]))
    for name in (*vocabulary["unmentioned"]["values"], *vocabulary["unmentioned"]["leave_unknown"]):
        assert name in content.finding, name
    for label, causes in vocabulary["causes"].items():
        assert causes or label == "unknown", label
        assert set(causes) <= set(content.cause), label
    assert set(vocabulary["treatments"].values()) <= set(content.treatment)


def _check_targets(content: Content, sets: dict[str, Any], where: str) -> None:
    for name, value in sets.items():
        finding = content.finding[name]
        assert finding.derived is None, f"{where}: {name} is worked out"
        assert not finding.covers, f"{where}: {name} is an umbrella item"
        match finding.type:
            case "yes_no":
                assert isinstance(value, bool), f"{where}: {name}"
            case "choice":
                assert value in {one.id for one in finding.options}, f"{where}: {name}"
            case "choices":
                assert set(value) <= {one.id for one in finding.options}, f"{where}: {name}"
            case "number":
                assert finding.min <= value <= finding.max, f"{where}: {name}"


def test_every_finding_a_sign_reads_can_be_asked(guideline: Guideline) -> None:
    asked = {name for screen in guideline.content.screens for name in screen.asks}
    for finding in guideline.content.findings:
        if finding.covers:
            assert finding.id in asked
            assert set(finding.covers) <= asked


def test_ids_are_unique_and_plain(guideline: Guideline) -> None:
    content = guideline.content
    for part in (
        "findings",
        "signs",
        "causes",
        "treatments",
        "exercises",
        "advice",
        "stop_questions",
        "sources",
    ):
        ids = [one.id for one in getattr(content, part)]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[a-z0-9][a-z0-9_-]*", one) for one in ids), part


def test_the_edition_is_semantic_and_hashed(guideline: Guideline) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", guideline.version)
    assert re.fullmatch(r"[0-9a-f]{64}", guideline.hash)
    assert "diagnos" in guideline.content.edition.notice.lower()
