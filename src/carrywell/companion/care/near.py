"""Places near a point: what she asks for, and what the store has."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from carrywell.care.hours import hours_of
from carrywell.care.place import Point, Town
from carrywell.care.store import Found, Store
from carrywell.companion.care.ask_store import AT_ONCE, ask_store
from carrywell.companion.care.kinds import care_kinds, kind_called

A_PAGE = 20
MOST_PAGES = 10
MOST_TOWNS = 8
FOR_EMERGENCY = 5
FAR = 50_000.0
"""Metres: beyond it her list may not cover where she is. Our own choice."""


class Asked(msgspec.Struct, frozen=True):
    """What the address of the page asks for. `kind` is a kind's id, or empty for all of them."""

    kind: str = ""
    open_now: bool = False
    page: int = 1


class Near(msgspec.Struct, frozen=True):
    """A page of places, the nearest first, and whether there are more."""

    found: tuple[Found, ...]
    more: bool
    first: int

    @property
    def is_far(self) -> bool:
        """Whether even the first of all is far away."""
        return bool(self.found) and self.first == 1 and self.found[0].metres > FAR


def asked_for(query: Mapping[str, str]) -> Asked:
    """What is asked; what makes no sense counts as not asked."""
    kind = query.get("kind", "")
    page = query.get("page", "")
    return Asked(
        kind=kind if kind_called(kind) else "",
        open_now=query.get("open") == "1",
        page=min(int(page), MOST_PAGES) if page.isascii() and page.isdigit() and int(page) else 1,
    )


def near(point: Point, asked: Asked, moment: datetime) -> Near:
    """The places asked for. Raises `NoPlaces`.

    Only those that are known to be closed are left out by `open_now`.
    """
    kinds = (asked.kind,) if asked.kind else tuple(one.id for one in care_kinds().kinds)
    most = A_PAGE * MOST_PAGES if asked.open_now else A_PAGE * asked.page + 1

    def question(store: Store) -> tuple[Found, ...]:
        return store.nearest(point, kinds=kinds, limit=most)

    found = ask_store(question)
    if asked.open_now:
        found = tuple(one for one in found if hours_of(one.place, moment).state != "closed")
    start = A_PAGE * (asked.page - 1)
    more = len(found) > start + A_PAGE and asked.page < MOST_PAGES
    return Near(found[start : start + A_PAGE], more, start + 1)


def near_for_emergency(point: Point) -> tuple[Found, ...]:
    """Where an emergency is taken, the best first. Raises `NoPlaces`, soon."""
    from carrywell.care.search import nearest_for_emergency

    def question(store: Store) -> tuple[Found, ...]:
        return nearest_for_emergency(store, point, care_kinds(), limit=FOR_EMERGENCY)

    return ask_store(question, seconds=AT_ONCE)


def towns_called(typed: str) -> tuple[Town, ...]:
    """Towns and postcodes to search from; one alone when only one is called exactly that.

    An American postcode needs no list. Raises `NoPlaces`.
    """
    towns = ask_store(lambda store: store.towns(typed, limit=MOST_TOWNS)) or _us_postcode(typed)
    exact = tuple(one for one in towns if one.name.casefold() == typed.casefold())
    return exact if len(exact) == 1 else towns


def _us_postcode(typed: str) -> tuple[Town, ...]:
    from carrywell.care.postcodes import us_postcode

    try:
        found = us_postcode(typed)
    except ImportError:  # it comes with what reads lists, which she may not have
        return ()
    if found is None:
        return ()
    within = f"{found.town}, {found.state}"
    return (Town(id=found.code, name=found.code, point=found.point, within=within, country="US"),)


def has_places() -> bool:
    """Whether there is any list at all. Raises `NoPlaces`."""
    return ask_store(lambda store: any(one.places for one in store.held()))
