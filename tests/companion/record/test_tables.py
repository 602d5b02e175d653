"""No table is ever forgotten: what hangs on her pregnancy is in the copy, the reading back and the deletion."""

import pytest
from django.apps import apps
from django.db import models

from carrywell.companion.people.models import Account, Person, Pregnancy
from carrywell.companion.record.erase import erase_everything
from carrywell.companion.record.importing import read_copy, take_over
from carrywell.companion.record.show import listed_tables
from carrywell.companion.record.tables import tables

from .conftest import the_json

OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("carrywell.") and model is not Account
]


def test_every_model_of_ours_is_a_table():
    assert {one.model for one in tables()} == set(OURS)


def test_every_model_with_a_pregnancy_is_a_table():
    hang_on_it = {
        model
        for model in apps.get_models()
        if any(
            one.related_model is Pregnancy
            for one in model._meta.get_fields()
            if one.many_to_one or (one.one_to_one and one.concrete)
        )
    }
    assert hang_on_it <= {one.model for one in tables()}


def test_every_field_is_a_column_but_the_account():
    for table in tables():
        names = {one.name for one in table.model._meta.concrete_fields if not one.primary_key}
        left_out = names - {column.name for column in table.columns}
        assert left_out == ({"account"} if table.model is Person else set()), table.key


def test_no_field_fills_itself_in_so_that_reading_back_is_exact():
    for table in tables():
        for column in table.columns:
            assert not getattr(column.field, "auto_now", False), column.name
            assert not getattr(column.field, "auto_now_add", False), column.name


def test_a_table_stands_after_those_it_refers_to():
    seen = set()
    for table in tables():
        assert {column.refers_to for column in table.columns if column.refers_to} <= seen, table.key
        seen.add(table.key)


def test_every_table_but_what_she_told_at_the_start_is_listed():
    assert {one.key for one in tables()} - {one.key for one in listed_tables()} == {
        "person",
        "pregnancy",
    }


@pytest.mark.usefixtures("full")
def test_every_table_is_exported_deleted_and_read_back():
    counts = {one.key: one.model._base_manager.count() for one in tables()}
    assert all(counts.values()), f"give the fixture a row of each: {counts}"
    before = the_json()
    copy = read_copy(before)
    assert {key: len(rows) for key, rows in copy.tables.items()} == counts
    erase_everything(Account.objects.local())
    assert not any(one.model._base_manager.exists() for one in tables())
    take_over(Account.objects.local(), copy)
    assert the_json() == before


def test_a_new_table_with_an_unknown_kind_of_field_is_an_error_at_once():
    from carrywell.companion.record.tables import _column

    with pytest.raises(TypeError, match=r"add its kind, BinaryField, to record/tables.py"):
        _column(Pregnancy, _named(models.BinaryField(), "photo"), {})


def _named(field, name):
    field.set_attributes_from_name(name)
    return field
