"""What an answer to one of our own questions says: the linkId is the finding."""

from collections.abc import Iterator

from carrywell.cohort.fhir.dates import When
from carrywell.cohort.fhir.heard import Heard, Listener, Said, number_text, text_of
from carrywell.cohort.fhir.resources import Answer, Item, QuestionnaireResponse
from carrywell.guideline.model import Finding

ANSWERED = frozenset({"completed", "amended"})


class Answers(Listener):
    """Reads answers."""

    def hear(self, one: QuestionnaireResponse, heard: Heard) -> None:
        """Notes every answer, those in groups and behind answers included."""
        if one.status not in ANSWERED:
            heard.passed.append("not finished")
            return
        at = self.when("authored", one.authored, heard)
        for item in _items(one.item):
            finding = self.content.finding.get(item.link_id)
            if finding is None or finding.derived is not None:
                if item.answer:
                    heard.unmapped.append(("linkId", item.link_id, ""))
            elif item.answer:
                self._answer(finding, item.answer, at, heard)

    def _answer(
        self, finding: Finding, answers: tuple[Answer, ...], at: When | None, heard: Heard
    ) -> None:
        known = self.mappings.answers
        window = known.standing_within_days if finding.standing else known.within_days
        if not self.within(window, finding.id, at, heard) or at is None:
            return
        text = self._answered(finding, answers, at)
        if text is not None:
            ends_for = known.pregnancy_ends_for.get(finding.id)
            said = Said(finding.id, text, at.start, at.until, 1, at.last.toordinal(), ends_for)
            heard.said.append(said)

    def _answered(self, finding: Finding, answers: tuple[Answer, ...], at: When) -> str | None:
        if finding.type == "choices":
            told = [self._one_answer(finding, one, at) for one in answers]
            return ";".join(sorted(one for one in told if one is not None)) or None
        each = {text for one in answers if (text := self._one_answer(finding, one, at)) is not None}
        return " or ".join(sorted(each)) or None

    def _one_answer(self, finding: Finding, answer: Answer, at: When) -> str | None:
        number = answer.value_decimal if answer.value_decimal is not None else answer.value_integer
        if finding.type == "number" and answer.value_quantity is not None:
            to = self.mappings.unit_names.get(finding.unit or "", "1")
            quantity = self.in_unit(answer.value_quantity, to)
            if isinstance(quantity, str):
                return quantity
            number = quantity
        match finding.type:
            case "yes_no" if answer.value_boolean is not None:
                return text_of(answer.value_boolean)
            case "number" if number is not None:
                return number_text(self._grown(finding.id, number, at))
            case "choice" | "choices" if answer.value_coding is not None:
                return answer.value_coding.code
            case "choice" | "choices" if answer.value_string is not None:
                return answer.value_string
        empty = (answer.value_boolean, number, answer.value_coding, answer.value_string)
        return None if all(one is None for one in empty) else "(another kind of answer)"

    def _grown(self, finding: str, number: float, at: When) -> float:
        """Weeks and days go on from the day of the answer to the date of the screening."""
        days = self.mappings.answers.days_each.get(finding)
        return number if days is None else number + (self.as_of - at.first).days / days


def _items(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every question, those in groups and behind answers included."""
    for item in items:
        yield item
        yield from _items(item.item)
        for answer in item.answer:
            yield from _items(answer.item)
