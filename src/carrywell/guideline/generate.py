"""The whole guideline as one Python module: four functions, no parser, no YAML.

``derive(facts)`` adds the derived findings to a dict of facts, in place. ``signs(facts)``, which needs
no derived findings, and ``causes(facts)`` and ``plan(facts)``, which do, answer with one code a rule:
0 false, 1 undecided, 2 true; ``signs`` answers with bytes, so that the worst is found at once. 'Possible' is tested first, because most rules are plainly false.
"""

from collections.abc import Iterable

from carrywell.conditions.nodes import Condition, findings_of, quantity_findings
from carrywell.conditions.normal_form import normal_form
from carrywell.conditions.python import expression, quantity
from carrywell.guideline.content import Content
from carrywell.guideline.rules import Rules

_HEADER = '''"""Generated from the guideline's content; do not edit."""

from operator import itemgetter as _itemgetter

_NAN = float("nan")
_OPEN = frozenset({None})
'''


def sign_keys(content: Content) -> tuple[str, ...]:
    """Rule keys of ``signs(facts)``, in its order."""
    return tuple(f"sign:{one.id}" for one in content.signs)


def cause_keys(rules: Rules) -> tuple[str, ...]:
    """Rule keys of ``causes(facts)``, in its order."""
    return tuple(key for key in rules.conditions if key.startswith("cause:"))


def plan_keys(rules: Rules) -> tuple[str, ...]:
    """Rule keys of ``plan(facts)``, in its order."""
    kinds = ("gate:", "treatment:", "exercise:", "advice:", "scope:", "contradiction:")
    return tuple(key for key in rules.conditions if key.startswith(kinds))


def generate_source(content: Content, rules: Rules) -> str:
    """The source of the module."""
    return "\n\n".join(
        (
            f"{_HEADER}\nCONTENT_HASH = {content.hash!r}\n",
            _derive(content, rules),
            _signs(content, rules),
            _codes("causes", cause_keys(rules), content, rules),
            _codes("plan", plan_keys(rules), content, rules),
        )
    )


def _local(name: str) -> str:
    return "f_" + name.replace(".", "__")


def _loads(names: Iterable[str], content: Content) -> list[str]:
    lines = []
    for name in dict.fromkeys(names):
        kind = content.finding[name].type if name in content.finding else "yes_no"
        lines.append(f"    {_local(name)} = get({name!r})")
        if kind == "number":
            lines.append(f"    if {_local(name)} is None: {_local(name)} = _NAN")
        elif kind == "choices":
            lines.append(f"    if {_local(name)} is None: {_local(name)} = _OPEN")
    return lines


def _rails(condition: Condition) -> tuple[str, str]:
    normal = normal_form(condition)
    return expression(normal, "certain", _local), expression(normal, "possible", _local)


def _code(condition: Condition) -> str:
    certain, possible = _rails(condition)
    return f"(2 if {certain} else 1) if {possible} else 0"


def _derive(content: Content, rules: Rules) -> str:
    """Loads what the derived findings read, works them out, and keeps those that are decided."""
    lines = [
        "def derive(facts):",
        "    get = facts.get",
        *_loads(_read_by_derived(content, rules), content),
    ]
    for name in rules.derived_order:
        lines += _derived_local(name, content, rules)
        local = _local(name)
        decided = f"{local} == {local}" if name in rules.quantities else f"{local} is not None"
        lines.append(f"    if {decided}: facts[{name!r}] = {local}")
    lines.append("    return facts")
    return "\n".join(lines)


def _derived_local(name: str, content: Content, rules: Rules) -> list[str]:
    """Lines that set the local variable of one derived finding, unknown included."""
    finding, local = content.finding[name], _local(name)
    if name in rules.quantities:
        return [f"    {local} = {quantity(rules.quantities[name], _local)}"]
    if isinstance(finding.derived, str):
        certain, possible = _rails(rules.conditions[f"derived:{name}"])
        return [f"    {local} = (True if {certain} else None) if {possible} else False"]
    # an option counts only when every option before it is certainly false
    chosen = "None"
    for one in reversed(finding.derived or ()):
        certain, possible = _rails(rules.conditions[f"derived:{name}:{one.option}"])
        chosen = f"(({one.option!r} if {certain} else None) if {possible} else {chosen})"
    return [f"    {local} = {chosen}"]


def _read_by_derived(content: Content, rules: Rules) -> list[str]:
    """The findings, not derived themselves, that derived findings read."""
    used: list[str] = []
    for key, condition in rules.conditions.items():
        if key.startswith("derived:"):
            used += findings_of(condition)
    for value in rules.quantities.values():
        used += quantity_findings(value)
    return [one for one in dict.fromkeys(used) if content.finding[one].derived is None]


def _signs(content: Content, rules: Rules) -> str:
    """All signs from the facts alone: derived findings are worked out on the way.

    One copy of a dict of unknowns and one itemgetter fetch all values at once, which takes a third
    of the time of asking the facts for each.
    """
    conditions = [rules.conditions[key] for key in sign_keys(content)]
    read = {name for condition in conditions for name in findings_of(condition)}
    derived = _needed(content, rules, read)
    base = [
        one.id
        for one in content.findings
        if one.derived is None and (one.id in read or one.id in derived)
    ]
    unknown = {"number": "_NAN", "choices": "_OPEN"}
    template = ", ".join(f"{one!r}: {unknown.get(content.finding[one].type)}" for one in base)
    lines = [
        f"_UNKNOWN = {{{template}}}",
        f"_VALUES = _itemgetter({', '.join(repr(one) for one in base)})",
        "",
        "",
        "def signs(facts):",
        f"    ({', '.join(_local(one) for one in base)}) = _VALUES({{**_UNKNOWN, **facts}})",
    ]
    for name in rules.derived_order:
        if name in derived:
            lines += _derived_local(name, content, rules)
    named = [name for name in rules.sign_order if f"signs.{name}" in read]
    for name in named:
        local = _local(f"signs.{name}")
        lines += [
            f"    c_{name} = {_code(rules.conditions[f'sign:{name}'])}",
            f"    {local} = (False, None, True)[c_{name}]",
        ]
    lines.append("    return bytes((")
    lines += [
        f"        c_{one.id}," if one.id in named else f"        {_code(rules.conditions[key])},"
        for one, key in zip(content.signs, sign_keys(content), strict=True)
    ]
    lines.append("    ))")
    return "\n".join(lines)


def _needed(content: Content, rules: Rules, read: set[str]) -> set[str]:
    """The findings behind what is read: derived ones, and what those read in their turn."""
    needed: set[str] = set()
    pending = [one for one in read if one in content.finding and content.finding[one].derived]
    while pending:
        name = pending.pop()
        if name in needed:
            continue
        needed.add(name)
        if name in rules.quantities:
            pending += quantity_findings(rules.quantities[name])
        for key, condition in rules.conditions.items():
            if key == f"derived:{name}" or key.startswith(f"derived:{name}:"):
                pending += findings_of(condition)
    return needed


def _codes(name: str, keys: tuple[str, ...], content: Content, rules: Rules) -> str:
    used = [one for key in keys for one in findings_of(rules.conditions[key])]
    lines = [f"def {name}(facts):", "    get = facts.get", *_loads(used, content), "    return ("]
    lines += [f"        {_code(rules.conditions[key])},  # {key}" for key in keys]
    lines.append("    )")
    return "\n".join(lines)
