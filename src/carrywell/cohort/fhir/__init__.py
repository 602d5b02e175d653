"""FHIR bulk data in: a folder of NDJSON resources (R4) as one row of findings a person.

`read` takes the files apart, `resources` is what is looked at of each resource, `codes` finds what a
code is mapped to, `findings` says what one resource means at the date of the screening, `mapped` makes
the rows. The mapping itself is data of the guideline, ``content/mappings.yaml``.
"""
