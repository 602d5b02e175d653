"""Filters that every template may use."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from carrywell.assessment.reasons import in_weeks
from carrywell.companion.check.screen import Option
from carrywell.companion.symbols import symbol as drawn
from carrywell.patterns.gestation import weeks_in_short
from carrywell.pictures.body_map import body_map

register = template.Library()


@register.filter
def sentence(words: str) -> str:
    """The words with a capital first letter: content keeps phrases in lower case."""
    return words[:1].upper() + words[1:]


@register.filter
def weeks(value: float | None) -> str:
    """Weeks in short: 31+4."""
    return "" if value is None else weeks_in_short(value)


@register.simple_tag
def symbol(name: str) -> SafeString:
    """One of our own small drawings, beside words that say the same."""
    return mark_safe(drawn(name))  # noqa: S308 - drawn by us, from no input


@register.filter
def picture(svg: str) -> SafeString:
    """A picture made by `carrywell.pictures`, which escapes every word in it."""
    return mark_safe(svg)  # noqa: S308


@register.filter
def weeks_long(value: float | None) -> str:
    """Weeks in words: 31 weeks and 4 days."""
    return "" if value is None else in_weeks(value)


@register.simple_tag
def body_maps(options: tuple[Option, ...]) -> SafeString:
    """The body map, front and back, for a list of places to tick."""
    labels = {one.value: one.say for one in options}
    return picture(body_map(labels, view="back") + body_map(labels, view="front"))
