"""What the guideline's YAML holds about the drawn figure: poses as joint angles in degrees.

All angles are 0 when she stands upright with her arms hanging, facing the right of the picture.
Her near side is the one towards the reader. Flexion (bending forwards, or a limb swinging
forwards) counts up; `_out` is away from the middle of the body, `hip_turn` turns the leg outwards,
`shoulder_turn` turns the arm inwards, `ankle` lifts the toes.
"""

from typing import Literal

import msgspec


class DrawnRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The base of everything here."""


class LimbAngles(DrawnRecord, frozen=True, kw_only=True):
    """The joints of the limbs; one that is not given keeps the angle of the pose before."""

    shoulder_blade: float | None = None
    shoulder: float | None = None
    shoulder_out: float | None = None
    shoulder_turn: float | None = None
    elbow: float | None = None
    wrist: float | None = None
    hip: float | None = None
    hip_out: float | None = None
    hip_turn: float | None = None
    knee: float | None = None
    ankle: float | None = None


Limb = Literal["near_hand", "far_hand", "near_foot", "far_foot"]
BodyPoint = Literal[
    "near_hand",
    "far_hand",
    "near_foot",
    "far_foot",
    "near_knee",
    "far_knee",
    "near_shoulder",
    "far_shoulder",
    "near_elbow",
    "far_elbow",
    "head",
    "chest",
    "bump",
    "waist",
    "seat",
]


class Arrow(DrawnRecord, frozen=True, kw_only=True):
    """A mark of movement that cannot be seen otherwise, shown while its pose is held."""

    at: BodyPoint
    to: Literal["up", "down", "forward", "back", "near", "far"]
    away: float = 0


class Pose(LimbAngles, frozen=True, kw_only=True):
    """One pose: what differs from the pose before it (the first one: from standing).

    A limb's angle given here is for both sides; `near` and `far` are for one side alone. `facing`,
    `side` and `pelvis` turn the whole body about the vertical, towards her near side and forwards.
    `shift` moves the body [right, up, towards the reader] in percent of her height. `bump` is 1 at
    rest and less when it is drawn in; `breath` is 1 at the top of a breath. `keeps` names the hands
    and feet that stay where the first pose that keeps them put them. The pose is held for `seconds`
    and the way to the next one takes `move_seconds`; with 0 seconds it is only passed through.
    """

    facing: float | None = None
    side: float | None = None
    pelvis: float | None = None
    trunk: float | None = None
    upper_back: float | None = None
    turn: float | None = None
    neck: float | None = None
    neck_turn: float | None = None
    bump: float | None = None
    breath: float | None = None
    near: LimbAngles = LimbAngles()
    far: LimbAngles = LimbAngles()
    shift: tuple[float, float, float] | None = None
    keeps: tuple[Limb, ...] | None = None
    arrows: tuple[Arrow, ...] = ()
    seconds: float = 1
    move_seconds: float = 1.5


class Prop(DrawnRecord, frozen=True, kw_only=True):
    """A thing in the picture, placed where a pose (the first, or `pose`) puts the point it is `at`.

    `move` shifts it by [right, up, towards the reader] and `size` replaces its usual
    [length, height, depth], both in percent of her height.
    """

    kind: Literal[
        "mat",
        "chair",
        "held_chair",
        "wall",
        "table",
        "bed",
        "ball",
        "pillow",
        "box",
        "bag",
        "screen",
        "step",
        "bicycle",
        "water",
        "belt",
    ]
    at: BodyPoint | None = None
    move: tuple[float, float, float] = (0, 0, 0)
    size: tuple[float, float, float] | None = None
    pose: int = 1


class DrawnFigure(DrawnRecord, frozen=True, kw_only=True):
    """A movement as poses. `steps` are the steps it shows, counted from 1.

    `anchor` is the part that stays put: `pelvis` follows `shift` alone, and with `ground` the lowest
    point of the body stays on the floor. `and_back` goes back through the poses instead of from the
    last straight to the first. `shoes` are for what is done outdoors or with a load.
    """

    poses: tuple[Pose, ...]
    caption: str | None = None
    steps: tuple[int, ...] = ()
    view: Literal["side", "profile", "quarter", "front", "behind", "back", "over", "above"] = "side"
    anchor: Literal["feet", "near_foot", "far_foot", "knees", "far_knee", "pelvis", "ground"] = (
        "feet"
    )
    props: tuple[Prop, ...] = ()
    and_back: bool = False
    shoes: bool = False


ANGLE_RANGES: dict[str, tuple[float, float]] = {
    "facing": (-180, 180),
    "side": (-95, 95),
    "pelvis": (-120, 120),
    "trunk": (-25, 60),
    "upper_back": (-25, 60),
    "turn": (-60, 60),
    "neck": (-50, 55),
    "neck_turn": (-70, 70),
    "bump": (0.6, 1.1),
    "breath": (0, 1),
    "shoulder_blade": (-30, 30),
    "shoulder": (-60, 180),
    "shoulder_out": (-45, 180),
    "shoulder_turn": (-90, 95),
    "elbow": (0, 150),
    "wrist": (-80, 90),
    "hip": (-30, 130),
    "hip_out": (-30, 60),
    "hip_turn": (-45, 90),
    "knee": (0, 160),
    "ankle": (-80, 35),
}
"""What a body can do: the lowest and highest angle of each joint in degrees.

Everyday ranges of motion, a little wider where the model has fewer joints than the body. `bump` and
`breath` are parts of 1.
"""
