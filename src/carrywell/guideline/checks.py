"""What must be true of the content as a whole: every reference leads somewhere, nothing is missing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from carrywell.conditions.errors import ContentError, nearest
from carrywell.conditions.nodes import findings_of, quantity_findings
from carrywell.guideline.care_kinds import mistakes_of_care_kinds
from carrywell.guideline.check_figures import check_figures
from carrywell.guideline.content_files import Reading
from carrywell.guideline.diary_questions import mistakes_of_diary
from carrywell.guideline.mappings import mistakes_of_mappings
from carrywell.guideline.measures import mistakes_of_range
from carrywell.guideline.model import Finding, Sourced
from carrywell.guideline.rules import Rules

if TYPE_CHECKING:
    from carrywell.guideline.content import Content

GATE_COLUMNS = frozenset(
    [
        "heat",
        "cold",
        "posture_sleep",
        "belt",
        "walk",
        "bike",
        "water",
        "stretch_strength",
        "acupuncture",
        "tens",
        "hose",
    ]
)


def check_content(reading: Reading, rules: Rules) -> None:
    """Raises `ContentError` with everything that does not fit together."""
    _check_sources(reading)
    _check_findings(reading)
    _check_screens(reading, rules)
    _check_signs(reading, rules)
    _check_urgency_is_asked_first(reading, rules)
    _check_plan(reading)
    _check_mappings(reading)
    _check_care_kinds(reading)
    check_figures(reading)
    _check_stop_questions(reading)
    if reading.problems:
        raise ContentError(tuple(reading.problems))


def sourced_items(
    part: Any, trail: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every record or mapping inside `part` that names sources, with its trail of keys."""
    if isinstance(part, Sourced) or (isinstance(part, dict) and "sources" in part):
        yield trail, part
    if isinstance(part, msgspec.Struct):
        for field in part.__struct_fields__:
            yield from sourced_items(getattr(part, field), (*trail, field))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from sourced_items(value, (*trail, key))
    elif isinstance(part, list | tuple):
        for index, value in enumerate(part):
            yield from sourced_items(value, (*trail, index))


def _check_sources(reading: Reading) -> None:
    for part in (
        "signs",
        "scopes",
        "causes",
        "gates",
        "treatments",
        "exercises",
        "advice",
        "stop_questions",
        "conflicts",
        "emergency_numbers",
    ):
        for record in getattr(reading.content, part):
            for trail, item in sourced_items(record):
                _check_item(reading, part, record.id, trail, item)
    for trail, item in sourced_items(reading.content.measures):
        _check_item(reading, "measures", "", trail, item)
    for trail, what in mistakes_of_range(reading.content.measures.weight_gain):
        reading.problem("measures", "", ("weight_gain", *trail), what)
    measures = reading.content.measures
    for trail, what in mistakes_of_diary(
        measures.diary, reading.content.finding, measures.measures
    ):
        reading.problem("measures", "", ("diary", *trail), what)


def _check_item(
    reading: Reading, part: str, record_id: str, trail: tuple[str | int, ...], item: Any
) -> None:
    known = reading.content.source
    sources = item["sources"] if isinstance(item, dict) else item.sources
    checked = item.get("source_checked") if isinstance(item, dict) else item.source_checked
    if not sources:
        reading.problem(
            part,
            record_id,
            (*trail, "sources"),
            "there is no source",
            "Name one from sources.yaml.",
        )
    for source in sources:
        if source not in known:
            reading.problem(
                part,
                record_id,
                (*trail, "sources"),
                f"no source is called {source!r}",
                nearest(source, tuple(known), "sources.yaml"),
            )
    if (
        checked
        and sources
        and all(source in known and known[source].checked == "memory" for source in sources)
    ):
        reading.problem(
            part,
            record_id,
            (*trail, "source_checked"),
            "this says that its source was checked, but none of its sources was read",
            "Write source_checked: false, or name the source that was read.",
        )


def _check_findings(reading: Reading) -> None:
    content = reading.content
    covered: dict[str, str] = {}
    for finding in content.findings:

        def wrong(field: str, what: str, instead: str = "", finding: Finding = finding) -> None:
            reading.problem("findings", finding.id, (field,), what, instead)

        options = {one.id for one in finding.options}
        if (finding.ask is None) != (finding.derived is not None) and finding.default is None:
            wrong(
                "ask", "a finding is either asked or derived", "Give `ask` or `derived`, not both."
            )
        if finding.type in ("choice", "choices") and not options:
            wrong("options", "there are no options to choose from")
        if finding.type == "number":
            if finding.unit is None or finding.min is None or finding.max is None:
                wrong("min", "a number needs a unit, a min and a max")
            elif finding.min >= finding.max:
                wrong("min", "min must be below max")
        if (finding.ask_when is None) != (finding.otherwise is None):
            wrong(
                "otherwise",
                "`ask_when` and `otherwise` belong together",
                "Say which value the finding takes when it is not asked, or `unknown`.",
            )
        for field in ("harmless", "otherwise", "default"):
            value = getattr(finding, field)
            if value is not None and not (field == "otherwise" and value == "unknown"):
                _check_value(wrong, field, finding, value)
        if (
            (
                finding.type in ("choice", "number")
                and finding.derived is None
                and finding.harmless is None
            )
            and finding.no_harmless_because is None
            and finding.default is None
        ):
            wrong(
                "harmless",
                "it must say which answer is harmless, or why none is",
                "Give `harmless` or `no_harmless_because`.",
            )
        for name, value in finding.implies.items():
            if name not in content.finding:
                wrong(
                    "implies",
                    f"no finding is called {name!r}",
                    nearest(name, tuple(content.finding), "content/findings"),
                )
            else:
                _check_value(wrong, "implies", content.finding[name], value)
        for detail in finding.covers:
            if detail not in content.finding:
                wrong(
                    "covers",
                    f"no finding is called {detail!r}",
                    nearest(detail, tuple(content.finding), "content/findings"),
                )
            if detail in covered:
                wrong("covers", f"{detail!r} is covered by {covered[detail]!r} already")
            covered[detail] = finding.id


def _check_value(wrong: Any, field: str, finding: Finding, value: object) -> None:
    options = {one.id for one in finding.options}
    fits = {
        "yes_no": isinstance(value, bool),
        "choice": value in options if isinstance(value, str) else False,
        "choices": isinstance(value, list | tuple) and set(value) <= options,
        "number": isinstance(value, int | float)
        and not isinstance(value, bool)
        and (finding.min is None or finding.min <= value)
        and (finding.max is None or value <= finding.max),
    }[finding.type]
    if not fits:
        wrong(field, f"{value!r} is not an answer to {finding.id!r}")


def _check_screens(reading: Reading, rules: Rules) -> None:
    content = reading.content
    asked = {name for screen in content.screens for name in screen.asks}
    for screen in content.screens:
        for name in screen.asks:
            if name not in content.finding or content.finding[name].derived is not None:
                reading.problem(
                    "screens",
                    screen.id,
                    ("asks",),
                    f"{name!r} is not a finding that is asked",
                    nearest(name, tuple(content.finding), "content/findings"),
                )
        if (screen.purpose is None) == (screen.details_of is None):
            reading.problem(
                "screens",
                screen.id,
                ("purpose",),
                "a screen has either a purpose or an umbrella item whose details it asks",
            )
        if screen.details_of is not None:
            umbrella = content.finding.get(screen.details_of)
            if umbrella is None or not umbrella.covers:
                reading.problem(
                    "screens",
                    screen.id,
                    ("details_of",),
                    f"{screen.details_of!r} is not an umbrella item",
                )
            elif missing := set(umbrella.covers) - set(screen.asks):
                reading.problem(
                    "screens",
                    screen.id,
                    ("asks",),
                    f"{screen.details_of} covers {', '.join(sorted(missing))}, which is not asked here",
                )
    read = {name for condition in rules.conditions.values() for name in findings_of(condition)}
    read |= {name for one in rules.quantities.values() for name in quantity_findings(one)}
    for finding in content.findings:
        silent = (
            finding.derived is not None or finding.default is not None or finding.id not in read
        )
        if not silent and finding.id not in asked:
            reading.problem(
                "findings",
                finding.id,
                (),
                f"{finding.id!r} decides something but no screen asks it",
                "Add it to a screen in screens.yaml.",
            )
        if finding.covers and finding.id not in {one.details_of for one in content.screens}:
            reading.problem("findings", finding.id, ("covers",), "no screen asks its details")


def _check_urgency_is_asked_first(reading: Reading, rules: Rules) -> None:
    """What an emergency or urgent sign rests on is asked before the urgency is settled."""
    screens = reading.content.screens
    first = {name for screen in screens if screen.purpose == "urgency" for name in screen.asks}
    first |= {name for screen in screens if screen.details_of in first for name in screen.asks}
    late = {name for screen in screens for name in screen.asks} - first
    behind = _behind(rules)
    for sign in reading.content.signs:
        if sign.urgency in ("emergency", "urgent"):
            for name in sorted(_asked_for(f"sign:{sign.id}", rules, behind) & late):
                reading.problem(
                    "signs",
                    sign.id,
                    ("when",),
                    f"{name!r} is asked only after the urgency is settled",
                    "Ask it on an urgency screen, or on the details of one of its umbrella items.",
                )


def _asked_for(key: str, rules: Rules, behind: dict[str, list[str]]) -> set[str]:
    """The asked findings behind a rule, those of derived findings and named signs included."""
    asked: set[str] = set()
    pending = list(findings_of(rules.conditions[key]))
    seen: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending += behind.get(name, ())
            if not behind.get(name):
                asked.add(name)
    return asked


def _behind(rules: Rules) -> dict[str, list[str]]:
    """Of every derived finding and sign, as conditions name it, the findings it is worked out from."""
    behind = {name: list(quantity_findings(one)) for name, one in rules.quantities.items()}
    for key, condition in rules.conditions.items():
        kind, _, rest = key.partition(":")
        if kind in ("derived", "sign"):
            name = rest.partition(":")[0] if kind == "derived" else f"signs.{rest}"
            behind.setdefault(name, []).extend(findings_of(condition))
    return behind


def _check_signs(reading: Reading, rules: Rules) -> None:
    content = reading.content
    settings = {one.id for one in content.findings if one.default is not None}
    for sign in content.signs:

        def wrong(field: str, what: str, instead: str = "", sign_id: str = sign.id) -> None:
            reading.problem("signs", sign_id, (field,), what, instead)

        if sign.concern not in content.cause:
            wrong(
                "concern",
                f"no cause is called {sign.concern!r}",
                nearest(sign.concern, tuple(content.cause), "content/causes"),
            )
        if (sign.watch_for is None) == (sign.watch_for_as is None):
            wrong("watch_for", "give either `watch_for` or `watch_for_as`")
        if sign.watch_for_as is not None:
            other = content.sign.get(sign.watch_for_as)
            if other is None or other.watch_for is None:
                wrong("watch_for_as", f"{sign.watch_for_as!r} is not a sign that has a `watch_for`")
        others = {one.id for one in content.signs if one.id != sign.id}
        _references(reading, "signs", sign.id, "stands_beside", sign.stands_beside, others)
        for name in findings_of(rules.conditions[f"sign:{sign.id}"]):
            if name in settings:
                wrong("when", f"{name!r} is a setting of a treatment and cannot decide urgency")
    _check_combination(reading, rules)


def _check_combination(reading: Reading, rules: Rules) -> None:
    """The rule 'three or more soon signs' must know every soon sign."""
    name = "c_multi_soon_three"
    if name not in reading.content.sign:
        return
    soon = {f"signs.{one.id}" for one in reading.content.signs if one.urgency == "soon"}
    if missing := soon - set(findings_of(rules.conditions[f"sign:{name}"])):
        reading.problem(
            "signs",
            name,
            ("when",),
            f"soon signs are missing: {', '.join(sorted(missing))}",
            "List every sign whose urgency is soon.",
        )


def _check_plan(reading: Reading) -> None:
    content: Content = reading.content
    doable = set(content.treatment) | set(content.exercise)
    for cause in content.causes:
        _references(reading, "causes", cause.id, "signs", cause.signs, set(content.sign))
        _references(reading, "causes", cause.id, "suits", cause.suits, doable)
    for gate in content.gates:
        if set(gate.cells) != GATE_COLUMNS:
            odd = sorted(set(gate.cells) ^ GATE_COLUMNS)
            reading.problem(
                "gates",
                gate.id,
                ("cells",),
                f"every column needs a cell and no other: {', '.join(odd)}",
            )
        if (gate.when is None) == (gate.applies is None):
            reading.problem("gates", gate.id, ("when",), "give either `when` or `applies`")
    for treatment in content.treatments:
        _references(
            reading, "treatments", treatment.id, "suits", treatment.suits, set(content.cause)
        )
        if treatment.gate is not None and treatment.gate not in GATE_COLUMNS:
            reading.problem(
                "treatments",
                treatment.id,
                ("gate",),
                f"no gate column is called {treatment.gate!r}",
            )
        _references(
            reading,
            "treatments",
            treatment.id,
            "care_kinds",
            treatment.care_kinds,
            set(content.care_kind),
        )
    for exercise in content.exercises:
        _references(reading, "exercises", exercise.id, "suits", exercise.suits, set(content.cause))
    for advice in content.advice:
        _references(reading, "advice", advice.id, "causes", advice.causes, set(content.cause))
        _references(
            reading, "advice", advice.id, "treatments", advice.treatments, set(content.treatment)
        )
        _references(
            reading, "advice", advice.id, "care_kinds", advice.care_kinds, set(content.care_kind)
        )


def _check_mappings(reading: Reading) -> None:
    content: Content = reading.content
    mappings = content.mappings
    for trail, item in sourced_items(mappings):
        _check_item(reading, "mappings", "", trail, item)
    for trail, what in mistakes_of_mappings(mappings, content.finding, content.source):
        reading.problem("mappings", "", trail, what)


def _check_care_kinds(reading: Reading) -> None:
    care_kinds = reading.content.care_kinds
    for trail, item in sourced_items(care_kinds):
        _check_item(reading, "care_kinds", "", trail, item)
    for trail, what in mistakes_of_care_kinds(care_kinds):
        reading.problem("care_kinds", "", trail, what)


def _check_stop_questions(reading: Reading) -> None:
    content: Content = reading.content
    for question in content.stop_questions:

        def wrong(field: str, what: str, instead: str = "", name: str = question.id) -> None:
            reading.problem("stop_questions", name, (field,), what, instead)

        _references(
            reading,
            "stop_questions",
            question.id,
            "only_for",
            question.only_for,
            set(content.treatment),
        )
        if not question.sets and question.say is None:
            wrong("sets", "a tick changes nothing", "Give `sets`, or `say` what to do.")
        for name in question.ask_again:
            if name not in content.finding:
                near = nearest(name, tuple(content.finding), "content/findings")
                wrong("ask_again", f"no finding is called {name!r}", near)
        for name, value in question.sets.items():
            finding = content.finding.get(name)
            if finding is None or finding.derived is not None:
                near = nearest(name, tuple(content.finding), "content/findings")
                wrong("sets", f"{name!r} is not a finding that is asked", near)
            else:
                _check_value(wrong, "sets", finding, value)


def _references(
    reading: Reading, part: str, record_id: str, field: str, names: tuple[str, ...], known: set[str]
) -> None:
    for name in names:
        if name not in known:
            reading.problem(
                part,
                record_id,
                (field,),
                f"nothing is called {name!r}",
                nearest(name, tuple(sorted(known)), "the content"),
            )
