"""The condition language: small SQL boolean expressions over findings, with unknown as a value.

`parse` turns text into the nodes of `nodes`; `interpreter` defines what they mean; `python` and
`sql` print the same meaning in other languages, case by case in the same order.
"""
