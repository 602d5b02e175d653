"""Care near her: places read from open data or a clinic's own list, and the nearest of them.

Works without a network once a list was imported. Nothing here asks where she is.
"""
