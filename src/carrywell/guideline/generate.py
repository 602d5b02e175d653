"""The whole guideline as one Python module: four functions, no parser, no YAML.

``derive(facts)`` adds the derived findings to a dict of facts, in place. ``signs(facts)``,
``causes(facts)`` and ``plan(facts)`` answer with one code a rule, in the order of the artefact:
0 false, 1 undecided, 2 true. 'Possible' is tested first, because most rules are plainly false.
"""

from collections.abc import Iterable

from carrywell.conditions.nodes import Condition, findings_of, quantity_findings
from carrywell.conditions.normal_form import normal_form
from carrywell.conditions.python import expression, quantity
from carrywell.guideline.content import Content
from carrywell.guideline.rules import Rules

_HEADER = '''"""Generated from the guideline's content; do not edit."""

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
            _HEADER,
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


def _code(condition: Condition) -> str:
    normal = normal_form(condition)
    certain, possible = (expression(normal, rail, _local) for rail in ("certain", "possible"))
    return f"(2 if {certain} else 1) if {possible} else 0"


def _derive(content: Content, rules: Rules) -> str:
    lines = ["def derive(facts):", "    get = facts.get"]
    for name in rules.derived_order:
        finding, local = content.finding[name], _local(name)
        if name in rules.quantities:
            value = rules.quantities[name]
            lines += _loads(quantity_findings(value), content)
            lines += [
                f"    {local} = {quantity(value, _local)}",
                f"    if {local} == {local}: facts[{name!r}] = {local}",
            ]
            continue
        if isinstance(finding.derived, str):
            condition = rules.conditions[f"derived:{name}"]
            lines += _loads(findings_of(condition), content)
            lines += [
                f"    code = {_code(condition)}",
                f"    if code != 1: facts[{name!r}] = code == 2",
            ]
            continue
        keys = [f"derived:{name}:{one.option}" for one in finding.derived or ()]
        used = [one for key in keys for one in findings_of(rules.conditions[key])]
        lines += _loads(used, content)
        for index, (key, option) in enumerate(zip(keys, finding.derived or (), strict=True)):
            # an option counts only when every option before it is certainly false
            indent = "    " * (index + 1)
            lines += [
                f"{indent}code = {_code(rules.conditions[key])}",
                f"{indent}if code == 2: facts[{name!r}] = {option.option!r}",
                f"{indent}elif code == 0:",
            ]
        lines.append("    " * (len(keys) + 1) + "pass")
    lines.append("    return facts")
    return "\n".join(lines)


def _signs(content: Content, rules: Rules) -> str:
    referenced = {
        used
        for key in sign_keys(content)
        for used in findings_of(rules.conditions[key])
        if used.startswith("signs.")
    }
    loads = [
        used
        for key in sign_keys(content)
        for used in findings_of(rules.conditions[key])
        if not used.startswith("signs.")
    ]
    lines = ["def signs(facts):", "    get = facts.get", *_loads(loads, content)]
    for name in rules.sign_order:
        lines.append(f"    c_{name} = {_code(rules.conditions[f'sign:{name}'])}")
        if f"signs.{name}" in referenced:
            lines.append(f"    {_local(f'signs.{name}')} = (False, None, True)[c_{name}]")
    codes = ", ".join(f"c_{one.id}" for one in content.signs)
    lines.append(f"    return ({codes})")
    return "\n".join(lines)


def _codes(name: str, keys: tuple[str, ...], content: Content, rules: Rules) -> str:
    used = [one for key in keys for one in findings_of(rules.conditions[key])]
    lines = [f"def {name}(facts):", "    get = facts.get", *_loads(used, content), "    return ("]
    lines += [f"        {_code(rules.conditions[key])},  # {key}" for key in keys]
    lines.append("    )")
    return "\n".join(lines)
