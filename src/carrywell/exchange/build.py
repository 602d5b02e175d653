"""From what is known about her to the report: one pure function."""

from collections.abc import Iterator

from carrywell.assessment.references import References
from carrywell.exchange.material import Material
from carrywell.exchange.report import (
    CHOICES,
    NOT_REVIEWED,
    Line,
    Report,
    Section,
    days_in_words,
)
from carrywell.exchange.report_course import pain, spasms
from carrywell.exchange.report_doing import doing, weight
from carrywell.exchange.report_signs import signs
from carrywell.exchange.report_tried import causes, limits, tried
from carrywell.exchange.report_who import last_check, who

HASH_SHOWN = 12


def report(material: Material) -> Report:
    """The report for a visit.

    Raises ValueError when the time ends before it begins.
    """
    if material.last < material.first:
        raise ValueError(f"The time ends on {material.last}, before it begins on {material.first}.")
    references = References(material.guideline.content)
    sections = tuple(_sections(material, references))
    return Report(
        title="Back pain in pregnancy: report for a visit"
        if material.woman.outcome not in ("birth", "loss")
        else "Back pain: report for a visit",
        made_at=material.now.astimezone(material.diary.zone),
        period=days_in_words(material.first, material.last),
        is_sample=material.woman.is_sample,
        sections=sections,
        left_out=tuple(_left_out(sections)),
        sources=tuple(references.listed()),
        basis=_basis(material),
    )


def _sections(material: Material, references: References) -> Iterator[Section]:
    chosen = material.chosen
    yield who(material)
    yield last_check(material)
    if "asks" in chosen:
        yield _asks(material)
    if "pain" in chosen:
        yield pain(material)
    if "spasms" in chosen:
        yield spasms(material)
    if "signs" in chosen:
        yield signs(material, references)
    if "causes" in chosen:
        yield causes(material, references)
    if "tried" in chosen:
        yield tried(material, references)
    if "doing" in chosen:
        yield doing(material)
    if "limits" in chosen:
        yield limits(material, references)
    if "weight" in chosen and (told := weight(material)) is not None:
        yield told


def _asks(material: Material) -> Section:
    said = (("Why she comes", material.reason), ("What she asks", material.questions))
    lines = tuple(Line(text.strip(), lead=lead, hers=True) for lead, text in said if text.strip())
    return Section(
        id="asks",
        title="Her reason and her questions",
        missing="" if lines else "She has written nothing here.",
        lines=lines,
    )


def _left_out(sections: tuple[Section, ...]) -> Iterator[str]:
    """What she did not want in it. Weight is never named: its absence is nobody's business."""
    there = {one.id for one in sections}
    titles = {
        "asks": "her reason and questions",
        "pain": "pain and sleep",
        "spasms": "timed spasms",
        "signs": "warning signs and her other answers",
        "causes": "likely causes",
        "tried": "what she tried",
        "doing": "what she could do",
        "limits": "agreements and limits",
    }
    for name in CHOICES:
        if name not in there and name in titles:
            yield titles[name]


def _basis(material: Material) -> str:
    check = material.check
    stamp = check.assessment.guideline if check else None
    version = stamp.version if stamp else material.guideline.version
    hash_ = stamp.hash if stamp else material.guideline.hash
    edition = f"Carrywell guideline {version} ({hash_[:HASH_SHOWN]})."
    return f"{NOT_REVIEWED} {edition}"
