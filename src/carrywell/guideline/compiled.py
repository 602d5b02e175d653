"""The guideline ready to run: its content, its conditions as nodes, and the generated functions.

The compiled form lives beside the content as two files, ``compiled/guideline.json`` and
``compiled/generated.py``. Running from them needs neither the parser nor YAML. They are built with
the package, and built anew when the content's hash has changed.
"""

import importlib.util
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import ModuleType

import msgspec

from carrywell.conditions.nodes import Condition, Not, Quantity, Yes
from carrywell.conditions.normal_form import normal_form
from carrywell.conditions.values import Value
from carrywell.guideline.content import Content
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.guideline.folder import CONTENT_FOLDER, content_hash
from carrywell.guideline.model import RANK

COMPILED_FOLDER = Path(__file__).parent / "compiled"

FALSE, UNDECIDED, TRUE = 0, 1, 2
"""The codes of the generated functions."""

Codes = Sequence[int]
"""One code a rule."""
FactsDict = dict[str, Value]


class Artefact(msgspec.Struct, frozen=True, kw_only=True):
    """What ``guideline.json`` holds. `format` rises when the layout or the generator changes.

    `named_signs` are the signs that some condition names; `private_signs` rest on something that
    may not stand in a shared log.
    """

    format: int
    content: Content
    conditions: dict[str, Condition]
    quantities: dict[str, Quantity]
    derived_order: tuple[str, ...]
    named_signs: tuple[str, ...]
    private_signs: tuple[str, ...]
    cause_keys: tuple[str, ...]
    plan_keys: tuple[str, ...]


FORMAT = 19


class NormalForms(dict[str, Condition]):
    """Normal forms by rule key, each made once: an answer needs a dozen of nearly a thousand."""

    def __init__(self, conditions: Mapping[str, Condition], *, denied: bool = False) -> None:
        super().__init__()
        self._conditions = conditions
        self._denied = denied

    def __missing__(self, key: str) -> Condition:
        condition = self._conditions[key]
        self[key] = made = normal_form(Not(condition) if self._denied else condition)
        return made


class Compiled(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A guideline that can be run. The four functions are described in `generate`."""

    artefact: Artefact
    module: ModuleType

    @property
    def content(self) -> Content:
        """Everything the guideline says."""
        return self.artefact.content

    @property
    def conditions(self) -> dict[str, Condition]:
        """Every condition as written, by rule key (see `rules`)."""
        return self.artefact.conditions

    @cached_property
    def normal(self) -> Mapping[str, Condition]:
        """Every condition in normal form, by rule key; made when it is first asked for."""
        return NormalForms(self.conditions)

    @cached_property
    def denied(self) -> Mapping[str, Condition]:
        """The opposite of every condition in normal form, by rule key; made when asked for."""
        return NormalForms(self.conditions, denied=True)

    @cached_property
    def derive(self) -> Callable[[FactsDict], FactsDict]:
        """Adds the derived findings to the facts, in place."""
        return self.module.derive  # type: ignore[no-any-return]

    @cached_property
    def signs(self) -> Callable[[FactsDict], bytes]:
        """One code a warning sign, in the order of the content: worst first.

        Needs no derived findings. Unknown findings are left out of the facts, never None.
        """
        return self.module.signs  # type: ignore[no-any-return]

    @cached_property
    def causes(self) -> Callable[[FactsDict], Codes]:
        """One code a cause's feature, in the order of `Artefact.cause_keys`."""
        return self.module.causes  # type: ignore[no-any-return]

    @cached_property
    def plan(self) -> Callable[[FactsDict], Codes]:
        """One code a gate, caution, scope or advice, in the order of `Artefact.plan_keys`."""
        return self.module.plan  # type: ignore[no-any-return]

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The rank of each sign's urgency (`RANK`)."""
        return tuple(RANK[sign.urgency] for sign in self.content.signs)

    @cached_property
    def umbrellas(self) -> tuple[tuple[str, tuple[tuple[str, Value], ...]], ...]:
        """Each umbrella item, with the harmless answer of every finding that has one under it."""
        finding = self.content.finding
        return tuple(
            (
                one.id,
                tuple(
                    (detail, harmless)
                    for detail in one.covers
                    if (harmless := harmless_value(finding[detail])) is not None
                ),
            )
            for one in self.content.findings
            if one.covers
        )

    @cached_property
    def conditional(self) -> tuple[tuple[str, Condition, Value], ...]:
        """Each finding that is asked only sometimes: its guard, and its value when it is not asked."""
        return tuple(
            (one.id, self.conditions[f"ask_when:{one.id}"], as_fact(one, one.otherwise))
            for one in self.content.findings
            if one.ask_when is not None and one.otherwise != "unknown"
        )

    @cached_property
    def waits_for_no(self) -> tuple[tuple[str, str], ...]:
        """Each finding that is asked after a 'no', and the finding that must be denied for it."""
        guards = (
            (one.id, self.conditions.get(f"ask_when:{one.id}")) for one in self.content.findings
        )
        return tuple(
            (name, guard.item.finding)
            for name, guard in guards
            if isinstance(guard, Not)
            and isinstance(guard.item, Yes)
            and self.content.finding[guard.item.finding].derived is None
        )

    @cached_property
    def settings(self) -> tuple[tuple[str, Value], ...]:
        """The settings of treatments, with what the plan itself fixes."""
        return tuple(
            (one.id, as_fact(one, one.default))
            for one in self.content.findings
            if one.default is not None
        )

    @cached_property
    def private_signs(self) -> frozenset[str]:
        """The signs that rest on something that may not stand in a shared log."""
        return frozenset(self.artefact.private_signs)

    @cached_property
    def signs_read(self) -> tuple[tuple[int, str], ...]:
        """The signs that some condition names: their place in the codes and ``signs.ID``."""
        return tuple(
            (index, f"signs.{sign.id}")
            for index, sign in enumerate(self.content.signs)
            if sign.id in self.artefact.named_signs
        )


def load(
    content_folder: Path = CONTENT_FOLDER, compiled_folder: Path = COMPILED_FOLDER
) -> Compiled:
    """The guideline, from the compiled files when they fit the content, else compiled now.

    Compiling writes the files when the folder can be written, so that the next start is fast.
    Raises `ContentError` when the content has mistakes.
    """
    artefact = _read(content_folder, compiled_folder)
    module = _import(compiled_folder / "generated.py") if artefact is not None else None
    if artefact is None or getattr(module, "CONTENT_HASH", None) != artefact.content.hash:
        return compile_guideline(content_folder, compiled_folder)
    assert module is not None
    return Compiled(artefact, module)


def compile_guideline(
    content_folder: Path = CONTENT_FOLDER, compiled_folder: Path | None = COMPILED_FOLDER
) -> Compiled:
    """The guideline compiled from its YAML; `compiled_folder` None leaves nothing on disk.

    Raises `ContentError` with every mistake in the content.
    """
    # only here are the parser and the YAML reader needed; importing them costs 100 ms
    from carrywell.guideline.checks import check_content
    from carrywell.guideline.content_files import read_content
    from carrywell.guideline.generate import cause_keys, generate_source, plan_keys
    from carrywell.guideline.rules import named_signs, parse_rules, private_signs

    reading = read_content(content_folder)
    rules = parse_rules(reading)
    check_content(reading, rules)
    artefact = Artefact(
        format=FORMAT,
        content=reading.content,
        conditions=rules.conditions,
        quantities=rules.quantities,
        derived_order=rules.derived_order,
        named_signs=named_signs(rules),
        private_signs=private_signs(reading.content, rules),
        cause_keys=cause_keys(rules),
        plan_keys=plan_keys(rules),
    )
    source = generate_source(reading.content, rules)
    if compiled_folder is not None:
        _write(compiled_folder, artefact, source)
    module = ModuleType("carrywell.guideline.compiled.generated")
    # the source was generated a moment ago from content whose every name was checked
    exec(compile(source, "<the compiled guideline>", "exec"), module.__dict__)  # noqa: S102
    return Compiled(artefact, module)


def _read(content_folder: Path, compiled_folder: Path) -> Artefact | None:
    try:
        raw = (compiled_folder / "guideline.json").read_bytes()
        artefact = msgspec.json.decode(raw, type=Artefact)
    except (OSError, msgspec.DecodeError):
        return None
    fits = artefact.format == FORMAT and artefact.content.hash == content_hash(content_folder)
    return artefact if fits and (compiled_folder / "generated.py").exists() else None


def _import(path: Path) -> ModuleType | None:
    """The generated module; None when it is damaged."""
    spec = importlib.util.spec_from_file_location("carrywell_generated_guideline", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (SyntaxError, ValueError, EOFError, NameError):
        return None
    return module


def _write(folder: Path, artefact: Artefact, source: str) -> None:
    """The JSON goes last: a folder half written is not taken for a whole one."""
    try:
        folder.mkdir(exist_ok=True)
        (folder / "guideline.json").unlink(missing_ok=True)
        _replace(folder / "generated.py", source.encode())
        import py_compile  # only here

        py_compile.compile(str(folder / "generated.py"), quiet=2)
        _replace(folder / "guideline.json", msgspec.json.encode(artefact))
    except OSError:
        return  # a read-only installation compiles at each start instead


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")  # two may compile at once
    fresh.write_bytes(data)
    fresh.replace(path)
