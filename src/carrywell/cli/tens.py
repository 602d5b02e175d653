"""``carrywell tens``: what a TENS setting means for the skin under the pads."""

import click

from carrywell.cli import refuse


@click.command(name="tens")
@click.option("--current", type=float, required=True, help="Peak current, in mA.")
@click.option("--pulse-width", type=float, help="Width of one phase, in µs. Default: 100.")
@click.option("--frequency", type=float, help="Frequency, in Hz. Default: 120.")
@click.option("--pad-area", type=float, help="Area of one pad, in cm². Default: 5.")
def command(
    current: float, pulse_width: float | None, frequency: float | None, pad_area: float | None
) -> None:
    """Check a TENS setting: charge per phase, and current density against the skin limit.

    It does not say whether TENS is right for you: `carrywell check` does.
    """
    from carrywell.api import load_guideline
    from carrywell.assessment.answers import AnswerError
    from carrywell.assessment.tens import charge_check

    content = load_guideline().content
    try:
        found = charge_check(
            content,
            current_ma=current,
            pulse_width_us=pulse_width,
            frequency_hz=frequency,
            pad_area_cm2=pad_area,
        )
    except AnswerError as error:
        refuse(str(error))
    click.echo(f"Charge per phase:        {found.charge_per_phase_uc:.2f} µC")
    click.echo(f"Peak current density:    {found.current_density_ma_per_cm2:.2f} mA/cm²")
    click.echo(
        f"Average (rms) density:   {found.rms_density_ma_per_cm2:.2f} mA/cm²"
        f" (limit {found.limit:g}: {'within' if found.within_limit else 'ABOVE'})"
    )
    click.echo(found.say)
    named = "; ".join(content.source[one].organisation for one in found.sources)
    click.echo(f"Source: {named}")
    click.echo("Whether TENS is safe for you and your baby is another question: carrywell check")
