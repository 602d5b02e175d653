"""Words of the guideline for someone whose pregnancy is over.

The guideline writes for a pregnancy, and has few words of its own for the weeks after a birth and
none for those after a loss. What speaks of a baby in the womb is left out here, sentence by
sentence; no warning sign loses what to do.
"""

import re

from carrywell.companion.people.models import Pregnancy

Outcome = Pregnancy.Outcome

_IN_THE_WOMB = re.compile(
    r"\b((your|the|a) baby\b(?! is coming)|cord\b|early pregnancy(?! unit)|weeks pregnant)",
    re.IGNORECASE,
)
_AFTER_A_BIRTH = re.compile(r"\b(after|of) (a|the) birth\b", re.IGNORECASE)
_SAID_BY_LOSS = {
    "gave birth in the last six weeks": "lost a pregnancy in the last weeks",
    "you are pregnant or have just had a baby": "you lost a pregnancy a short time ago",
    "someone who is pregnant or gave birth": "someone who lost a pregnancy",
}
TITLES = {"baby_and_womb": "Your womb and your blood pressure"}


def afterwards(say: str, outcome: str) -> str:
    """`say` without the sentences that do not fit any more; empty when none is left.

    Unchanged while the pregnancy goes on.
    """
    if outcome not in (Outcome.BIRTH, Outcome.LOSS):
        return say
    kept = [one for one in re.split(r"(?<=[.!?]) ", reworded(say, outcome)) if _fits(one, outcome)]
    return " ".join(kept)


def reworded(say: str, outcome: str) -> str:
    """`say` with the words for a loss put in; nothing is left out, for what she must do."""
    if outcome == Outcome.LOSS:
        for words, instead in _SAID_BY_LOSS.items():
            say = say.replace(words, instead)
    return say


def _fits(sentence: str, outcome: str) -> bool:
    if _IN_THE_WOMB.search(sentence):
        return False
    return outcome != Outcome.LOSS or not _AFTER_A_BIRTH.search(sentence)
