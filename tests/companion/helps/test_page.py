"""The page says what the diary says, and urges nothing that is not fine for her now."""

import subprocess
import sys
from datetime import UTC, timedelta

import pytest
from django.utils import timezone
from tests.companion.conftest import ORDINARY
from tests.companion.relief.conftest import check_with, urgent_check

from carrywell.companion.diary.models import PainEntry
from carrywell.companion.helps.hers import helped_so_far, her_help
from carrywell.companion.relief.models import ReliefSession

PAGE = "/what-helps/"
USE_IT = "Use it now"


def page(client, address=PAGE):
    return client.get(address).content.decode()


def part(text, begin, end="<h2>"):
    """What stands under a heading."""
    return text.split(begin, 1)[1].split(end, 1)[0]


def test_it_says_what_helps_what_does_not_and_what_is_missing(client, diary_kept):
    text = page(client)
    assert "Heat pack" in part(text, "Seems to help")
    assert "Support belt" in part(text, "Seems to make it worse")
    assert "Leave it out for now, and ask" in part(text, "Seems to make it worse")
    assert "Slow breathing" in part(text, "No clear difference so far")
    alike = part(text, "Cannot be told apart")
    assert "Stretching and strengthening and Walking nearly always came together" in alike
    assert "TENS" in part(text, "Not enough yet", "How this is worked out")
    assert "not proof" in text
    assert "weight" not in text.lower().split("<main")[1].split("</main")[0]


def test_the_chart_and_its_table_say_the_same(client, diary_kept):
    text = page(client)
    chart, table = (
        text.split('<svg class="chart', 1)[1].split("</svg>")[0],
        part(text, "<tbody>", "</tbody>"),
    )
    rows = table.count("<tr>")
    assert chart.count("<circle") == rows >= 4
    for cell in ("Heat pack", "Support belt"):
        assert cell in chart
        assert cell in table


def test_what_helped_can_be_used_from_here_while_it_is_fine_for_her(client, diary_kept):
    assert USE_IT in part(page(client), "Seems to help")


def test_what_helped_but_is_not_for_her_now_is_not_urged(client, diary_kept):
    check_with(
        diary_kept.pregnancy,
        ORDINARY | {"any_skin_or_feeling": True, "broken_skin": True},
        ago=timedelta(0),
    )
    text = part(page(client), "Seems to help")
    assert "Heat pack" in text
    assert "Not for you now" in text
    assert USE_IT not in text


def test_while_something_urgent_stands_nothing_is_said_of_help(client, diary_kept):
    urgent_check(diary_kept.pregnancy)
    text = page(client)
    assert "Heat pack" not in text
    assert "Show me what to do" in text


def test_with_no_check_nothing_can_be_started_or_tried_from_here(client, diary_kept):
    diary_kept.delete()
    text = page(client)
    assert "Heat pack" in text
    assert USE_IT not in text
    assert "try one of them without the other" not in text
    assert "it takes:" not in part(text, "TENS", "How this is worked out")


def test_an_empty_diary_has_a_kind_word(client, pregnancy):
    text = page(client)
    assert "Nothing here yet" in text
    assert '<svg class="chart' not in text


def test_a_new_entry_changes_what_is_said(client, diary_kept):
    pregnancy = diary_kept.pregnancy
    today = timezone.localdate()
    before = her_help(pregnancy, UTC, today)
    assert her_help(pregnancy, UTC, today) is before
    PainEntry.objects.filter(pregnancy=pregnancy).first().delete()
    assert her_help(pregnancy, UTC, today) is not before


def test_after_she_deletes_everything_nothing_is_known(diary_kept):
    pregnancy = diary_kept.pregnancy
    today = timezone.localdate()
    assert her_help(pregnancy, UTC, today).effects
    pregnancy.sessions.all().delete()
    pregnancy.pain_entries.all().delete()
    pregnancy.days.all().delete()
    assert not her_help(pregnancy, UTC, today).effects


def test_with_few_sessions_other_pages_ask_two_counts_alone(pregnancy, django_assert_num_queries):
    ReliefSession.objects.create(
        pregnancy=pregnancy, treatment="heat", pain_before=5, started_at=timezone.now()
    )
    with django_assert_num_queries(2):
        assert not helped_so_far(pregnancy, UTC, timezone.localdate()).effects


def test_starting_the_companion_loads_no_numerical_library():
    code = (
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.companion.settings'\n"
        "django.setup(); import carrywell.companion.urls\n"
        "print(sorted(one for one in ('numpy', 'scipy') if one in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_only_tells(client, pregnancy, method):
    assert getattr(client, method)(PAGE).status_code == 405
