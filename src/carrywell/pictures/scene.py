"""What a picture is made of, and how a thing finds its place in it."""

from dataclasses import dataclass

from carrywell.guideline.drawn import Prop
from carrywell.pictures.flesh import THICK, belly, bump
from carrywell.pictures.outline import Camera, hull, polygon
from carrywell.pictures.skeleton import Body
from carrywell.pictures.space import Point, between, plus

Size = tuple[float, float, float]
Span = tuple[float, float]
"""From where to where along one direction."""

FLOOR, BEHIND, BEFORE, ON_TOP = -2000.0, -1000.0, 1000.0, 2000.0
"""How near the floor, the things behind her, what lies over her and the arrows are."""
MIDDLE_WEEKS = 30.0


@dataclass(frozen=True)
class Part:
    """One shape of the picture: its class, how near it is, and its path in each frame.

    With `thick`, in picture units, the path is a round stroke; else it is an outline to fill.
    With `pose`, counted from 0, it is seen only while that pose is held.
    """

    look: str
    near: float
    outlines: tuple[str, ...]
    thick: float | None = None
    pose: int | None = None


@dataclass(frozen=True)
class Scene:
    """What a prop may look at: the camera, the body it is fitted to, each body it is drawn with, all
    bodies of the whole movement, and the height of the floor.
    """

    camera: Camera
    first: Body
    bodies: tuple[Body, ...]
    whole: tuple[Body, ...]
    floor: float

    def nearness(self, *names: str) -> float:
        """How near some points of the body are on the whole."""
        seen = [self.camera.seen(points[name])[2] for points in self.bodies for name in names]
        return sum(seen) / len(seen)


def place_of(points: Body, at: str) -> Point:
    """The place of a `BodyPoint`."""
    if at == "seat":
        return plus(points["pelvis"], (0, -THICK["pelvis"], 0))
    if at == "chest":
        return between(points["waist"], points["neck"], 0.6)
    if at == "bump":
        return bump(points, belly(MIDDLE_WEEKS))[0]
    if at in points:
        return points[at]
    side, _, joint = at.partition("_")
    return points[f"{side}.{'ankle' if joint == 'foot' else joint}"]


def spot_of(prop: Prop, scene: Scene, otherwise: str) -> Point:
    """Where a prop is: at its body point, or at `otherwise`, and moved from there."""
    return plus(place_of(scene.first, prop.at or otherwise), prop.move)


def around(middle: float, whole: float) -> Span:
    """The span of a length around its middle."""
    return middle - whole / 2, middle + whole / 2


def block(camera: Camera, xs: Span, ys: Span, zs: Span, near: float, look: str) -> list[Part]:
    """A box: all of it, then its lighter top."""
    whole, lid = sides(camera, xs, ys, zs)
    return [Part(look, near, (whole,)), Part(f"{look} fig-lid", near + 0.01, (lid,))]


def sides(camera: Camera, xs: Span, ys: Span, zs: Span) -> tuple[str, str]:
    """The outlines of a box and of its top."""
    whole = hull([camera.spot((x, y, z)) for x in xs for y in ys for z in zs])
    lid = hull([camera.spot((x, ys[1], z)) for x in xs for z in zs])
    return polygon(whole), polygon(lid)
