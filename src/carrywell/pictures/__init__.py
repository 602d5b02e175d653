"""Every drawing in Carrywell, as SVG text: pure functions from data to a picture.

A picture carries class names and no style, so one stylesheet gives it the light, the dark and the
printed look, and a strict content security policy lets it through.
"""
