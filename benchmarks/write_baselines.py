"""Writes the bodies of `hand_written.py` and `hand_tuned.py` anew after a rule has changed.

Both show how a programmer would write the same rules; kept by hand they would lag behind the
content. The helpers at the top of each file are left as they are. ``python write_baselines.py``
"""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carrywell import load_guideline
from carrywell.conditions.nodes import (
    Always,
    Amount,
    And,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    Number,
    OneOf,
    Or,
    Yes,
    findings_of,
)
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import WORST_FIRST

HERE = Path(__file__).parent
COMPARISONS = {
    "<": "less", "<=": "at_most", ">": "more", ">=": "no_less", "=": "equals", "<>": "differs",
}  # fmt: skip

# What a programmer would name once and use many times: name, and the findings' own condition
NAMED = (
    ("severe_pressure", "bp_systolic >= 160 OR bp_diastolic >= 110"),
    ("raised_pressure", "bp_systolic >= 140 OR bp_diastolic >= 90"),
    ("baby_moves_less", "fetal_movement IN ('reduced', 'absent')"),
    ("hurt_badly", "trauma IN ('mva', 'fall_from_height', 'blow_to_tummy', 'assault')"),
    ("knocked", "trauma IN ('minor', 'fall')"),
    ("uninjured", "trauma = 'none'"),
    ("sudden", "onset = 'sudden'"),
    ("in_waves", "pain_pattern = 'colicky'"),
    ("shoulder_tip_marked", "'shoulder_tip' IN pain_location"),
    ("first_third", "gestation_estimate = 'first_trimester'"),
    ("pain_from_7", "pain_score >= 7"),
    ("pain_from_8", "pain_score >= 8"),
    ("fever_from_37_5", "fever_measured AND fever_c >= 37.5"),
    ("severe_reading", "bp_measured AND (bp_systolic >= 160 OR bp_diastolic >= 110)"),
    ("raised_reading", "bp_measured AND (bp_systolic >= 140 OR bp_diastolic >= 90)"),
)


@dataclass(frozen=True)
class Style:
    """How one of the two files writes AND, OR, NOT and a yes-or-no finding."""

    file: str
    both: Callable[[list[str]], str]
    either: Callable[[list[str]], str]
    opposite: Callable[[str], str]
    answer: Callable[[str], str]


STYLES = (
    Style(
        "hand_written",
        lambda parts: f"every({', '.join(parts)})",
        lambda parts: f"some({', '.join(parts)})",
        lambda part: f"not_({part})",
        lambda asked: asked,
    ),
    Style(
        "hand_tuned",
        lambda parts: f"({' & '.join(parts)})",
        lambda parts: f"({' | '.join(parts)})",
        lambda part: f"NOT[{part}]",
        lambda asked: f"CODE[{asked}]",
    ),
)


class Writer:
    """One file being written."""

    def __init__(self, compiled: Compiled, style: Style) -> None:
        from carrywell.conditions.errors import Place
        from carrywell.conditions.parse import parse_condition
        from carrywell.guideline.rules import declarations_of

        self.compiled, self.style = compiled, style
        self.names: dict[str, str] = {}
        self.definitions: dict[str, str] = {}
        declared = declarations_of(compiled.content)
        for name, text in NAMED:
            written = self.plain(parse_condition(text, declared, Place("baseline", 1)))
            self.names[written] = name
            self.definitions[name] = written

    def plain(self, node: Condition) -> str:
        """The node in this style; a part that has a name is called by it."""
        match node:
            case Always(value):
                text = str(value)
            case Yes(finding):
                text = f'soon["{finding[6:]}"]' if finding.startswith("signs.") else finding
            case Compare(Amount(finding), operator, Number(value)):
                text = f"{COMPARISONS[operator]}({finding}, {value:g})"
            case OneOf(finding, options):
                listed = ", ".join(f'"{one}"' for one in options)
                text = f"one_of({finding}, {listed})"
            case Includes(finding, option):
                text = f'includes({finding}, "{option}")'
            case Not(item):
                text = self.style.opposite(self.plain(item))
            case And(items):
                text = self.style.both([self.plain(one) for one in items])
            case Or(items):
                text = self.style.either([self.plain(one) for one in items])
            case AtLeast(count, items):
                text = f"enough({count}, {', '.join(self.plain(one) for one in items)})"
            case _:
                raise ValueError(f"no way to write {node}")
        return self.names.get(text, text)

    def body(self) -> list[str]:
        """The lines of the function."""
        content, conditions = self.compiled.content, self.compiled.conditions
        signs = {one.id: self.plain(conditions[f"sign:{one.id}"]) for one in content.signs}
        needed = self._derived_needed()
        derived = {name: self.plain(conditions[f"derived:{name}"]) for name in needed}
        used = _words(" ".join([*signs.values(), *derived.values()]))
        for name, text in reversed(self.definitions.items()):  # a name may use one before it
            if name in used:
                used |= _words(text)
        named = {name: text for name, text in self.definitions.items() if name in used}
        lines = ["    get = facts.get", "", "    # What she said"]
        for finding in content.findings:
            if finding.derived is None and finding.id in used:
                asked = f'get("{finding.id}")'
                asked = self.style.answer(asked) if finding.type == "yes_no" else asked
                lines.append(f"    {finding.id} = {asked}")
        lines += ["", "    # Named once, used below"]
        lines += [f"    {name} = {text}" for name, text in named.items()]
        lines += ["", "    # Weeks and patterns"]
        lines += [f"    {name} = {text}" for name, text in derived.items()]
        for level in WORST_FIRST[::-1]:
            lines += ["", f"    {level} = {{"]
            lines += [
                f'        "{one.id}": {signs[one.id]},'
                for one in content.signs
                if one.urgency == level
            ]
            lines.append("    }")
        lines.append("    return _answer(emergency, urgent, soon, routine)")
        return lines

    def _derived_needed(self) -> list[str]:
        conditions = self.compiled.conditions
        pending = [
            used
            for one in self.compiled.content.signs
            for used in findings_of(conditions[f"sign:{one.id}"])
        ]
        needed: set[str] = set()
        while pending:
            name = pending.pop()
            key = f"derived:{name}"
            if name not in needed and key in conditions:
                needed.add(name)
                pending += findings_of(conditions[key])
        return [name for name in self.compiled.artefact.derived_order if name in needed]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z_0-9]+", re.sub(r'"[^"]*"', "", text)))


def main() -> None:
    """Writes both files and formats them."""
    compiled = load_guideline().compiled
    for style in STYLES:
        path = HERE / f"{style.file}.py"
        head, _, _ = path.read_text(encoding="utf-8").partition(f"def {style.file}(")
        doc = '    """The least and the most urgent she can be, the signs that hold, and those still open."""'
        lines = [f"def {style.file}(facts: Facts) -> Answer:", doc, *Writer(compiled, style).body()]
        path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(path)], check=True)


if __name__ == "__main__":
    main()
