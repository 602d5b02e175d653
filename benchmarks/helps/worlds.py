"""The made-up women: each world has one truth, and one thing that is hard about it."""

from dataclasses import dataclass

from carrywell.patterns.simulated import Planted, Step, Truth

LEVEL = 5.0


@dataclass(frozen=True)
class World:
    """`truth` with the true effects by id; what is not listed has none."""

    name: str
    truth: Truth
    effects: dict[str, float]


def heat(effect: float = 0.0, keen: float = 0.0) -> Planted:
    return Planted(treatment="heat", effect=effect, keen=keen)


def others(keen: float) -> tuple[Planted, ...]:
    return (
        Planted(treatment="breathing", keen=keen),
        Planted(treatment="cold", keen=keen, a_day=0.3),
    )


STEPS = (Step(treatment="side_sleeping", keen=0.5), Step(treatment="posture", keen=0.5))


def effect_worlds() -> list[World]:
    """Known effects, used when the pain is bad, and many ways to be misled."""

    def world(name: str, effect: float = 0.0, keen: float = 1.0, **more: object) -> World:
        treatments = (heat(effect, keen), *others(keen / 2))
        truth = Truth(treatments=treatments, steps=STEPS, **more)  # type: ignore[arg-type]
        return World(name, truth, {"heat": effect} if effect else {})

    return [
        world("nothing helps, used at any time", keen=0.0),
        world("nothing helps, used when the pain is bad"),
        world("the same, pain falling by 0.4 a week", drift=-0.4, level=6.5),
        world("the same, pain rising by 0.4 a week", drift=0.4, level=3.5),
        world("the same, evenings 3 points worse than mornings", evening=1.5),
        world("the same, spells of two days", spell_hours=48.0),
        world("the same, spells of five hours", spell_hours=5.0),
        world("the same, half of the questions missed", answers=0.5),
        world("the same, the diary opened rather when it hurts", complains=1.0, answers=0.6),
        world("the same, scores after a session 2 points too good", hope=-2.0),
        world("the same, used by what she feels and does not score", unseen=True),
        World(
            "the same, and nothing but heat",
            Truth(treatments=(heat(keen=1.0),), unseen=True),
            {},
        ),
        world("heat takes 0.5 points off", -0.5),
        world("heat takes 1.3 points off", -1.3),
        world("heat takes 2 points off", -2.0),
        world("heat adds 1.3 points", 1.3),
    ]


def day_worlds() -> list[World]:
    steps = (Step(treatment="side_sleeping", effect=-1.0, keen=0.5), STEPS[1])
    return [
        World("nothing matters", Truth(treatments=(heat(),), steps=STEPS), {}),
        World(
            "sleep, stress and side-sleeping take 1 point off the next day, activity 0.5",
            Truth(treatments=(heat(),), steps=steps, sleep=-1.0, stress=-1.0, active=-0.5),
            {"sleep": -1.0, "stress": -1.0, "activity": -0.5, "side_sleeping": -1.0},
        ),
    ]


def daily_worlds() -> list[World]:
    """Nothing helps in any of them; each is looked at every day."""
    keen = (heat(keen=1.0), *others(0.5), Planted(treatment="tens", keen=0.5, a_day=0.3))
    return [
        World("used when the pain is bad", Truth(treatments=keen, steps=STEPS), {}),
        World(
            "the same, falling pain, long spells, worse evenings",
            Truth(treatments=keen, steps=STEPS, drift=-0.3, level=6.0, spell_hours=40, evening=1.5),
            {},
        ),
        World(
            "the same, used by what she feels and does not score",
            Truth(treatments=keen, steps=STEPS, unseen=True),
            {},
        ),
        World(
            "the same, the diary opened rather when it hurts",
            Truth(treatments=keen, steps=STEPS, complains=1.0, answers=0.6),
            {},
        ),
    ]


def together_world() -> World:
    pair = (heat(-1.3, 0.7), Planted(treatment="stretching", alongside="heat"))
    return World("heat and stretching always together", Truth(treatments=pair), {"heat": -1.3})


def growing_world(effect: float) -> World:
    return World(f"{effect}", Truth(treatments=(heat(effect, 0.7), *others(0.3))), {"heat": effect})
