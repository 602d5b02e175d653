"""Whether Carrywell was made for her situation."""

from carrywell.assessment.answers import Settled
from carrywell.conditions.interpreter import truth
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import Scope


def scope_of(compiled: Compiled, settled: Settled) -> Scope:
    """The first scope that certainly holds; the last of the content holds for everyone."""
    scopes = compiled.content.scopes
    return next(
        (
            scope
            for scope in scopes
            if truth(compiled.conditions[f"scope:{scope.id}"], settled.facts) is True
        ),
        scopes[-1],
    )
