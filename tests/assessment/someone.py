"""Women made up by hypothesis: an answer, or 'not sure', for everything that can be asked."""

from hypothesis import strategies as st

from carrywell import load_guideline
from carrywell.guideline.facts import harmless_value

CONTENT = load_guideline().content


def as_json(value):
    return sorted(value) if isinstance(value, frozenset) else value


def answer(finding):
    calm = st.just(as_json(harmless_value(finding)))
    options = [one.id for one in finding.options]
    match finding.type:
        case "yes_no":
            any_answer = st.sampled_from([True, False, None])
        case "choice":
            any_answer = st.sampled_from([*options, None])
        case "choices":
            any_answer = st.lists(st.sampled_from(options), unique=True, max_size=4)
        case _:
            low, high = int(finding.min), int(finding.max)
            any_answer = st.integers(low, high) | st.none()
    # most women have little of everything: mostly calm answers reach every part of the interview
    return st.one_of(calm, calm, calm, calm, calm, calm, any_answer)


def someone():
    """Answers by finding id, for every finding that is asked."""
    asked = [one for one in CONTENT.findings if one.derived is None and one.default is None]
    return st.fixed_dictionaries({one.id: answer(one) for one in asked})


def answers_of(woman):
    return {name: value for name, value in woman.items() if value is not None}
