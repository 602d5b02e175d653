"""The web companion: check, plan and guided relief, on her own machine.

Each feature is a folder with its models, forms, views and templates. `serve` is what
``carrywell serve`` does.
"""
