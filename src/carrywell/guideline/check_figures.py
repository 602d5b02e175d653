"""What must be true of the drawn figures: a body can take every pose, and steps are real steps."""

from collections.abc import Iterator

from carrywell.guideline.content_files import Reading
from carrywell.guideline.drawn import ANGLE_RANGES, DrawnFigure, LimbAngles, Pose
from carrywell.guideline.yaml_file import Trail

Found = tuple[Trail, str, str]
"""Where in the figure, what is wrong, what to write instead."""


def check_figures(reading: Reading) -> None:
    """Notes every pose that no body can take and every step that is not there."""
    for exercise in reading.content.exercises:
        if exercise.figure is None:
            reading.problem(
                "exercises",
                exercise.id,
                (),
                "there is no figure",
                "Give `figure` with at least one pose: see docs/add-a-rule.md.",
            )
        else:
            for trail, what, instead in _wrong(exercise.figure, len(exercise.steps)):
                reading.problem("exercises", exercise.id, ("figure", *trail), what, instead)
    for treatment in reading.content.treatments:
        for index, figure in enumerate(treatment.figures):
            for trail, what, instead in _wrong(figure, len(treatment.steps)):
                reading.problem(
                    "treatments", treatment.id, ("figures", index, *trail), what, instead
                )


def _wrong(figure: DrawnFigure, steps: int) -> Iterator[Found]:
    if not figure.poses:
        yield ("poses",), "a figure has at least one pose", "The first pose says where it starts."
    for number in figure.steps:
        if not 1 <= number <= steps:
            yield ("steps",), f"there is no step {number}", f"Steps count from 1 to {steps}."
    for index, prop in enumerate(figure.props):
        if not 1 <= prop.pose <= len(figure.poses):
            yield ("props", index), f"there is no pose {prop.pose}", "Poses count from 1."
    for index, pose in enumerate(figure.poses):
        for trail, name, angle in _angles(pose):
            lowest, highest = ANGLE_RANGES[name]
            if not lowest <= angle <= highest:
                what = f"no body can do this: {name} is {angle:g}"
                instead = f"It goes from {lowest:g} to {highest:g} degrees."
                yield ("poses", index, *trail), what, instead
        if pose.seconds < 0 or pose.move_seconds <= 0:
            yield ("poses", index), "a pose and the way to the next one take time", ""


def _angles(pose: Pose) -> Iterator[tuple[Trail, str, float]]:
    """Every angle that is given, with its trail and its joint."""
    sides: tuple[tuple[Trail, LimbAngles], ...] = (
        ((), pose),
        (("near",), pose.near),
        (("far",), pose.far),
    )
    for trail, part in sides:
        names = ANGLE_RANGES if part is pose else LimbAngles.__struct_fields__
        for name in names:
            angle = getattr(part, name)
            if angle is not None:
                yield (*trail, name), name, angle
