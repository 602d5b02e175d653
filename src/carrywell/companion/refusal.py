"""Why the pages cannot be shown at all."""


class CannotServe(Exception):
    """What is wrong and what to do, in words for her. Nothing of hers was changed."""


class AlreadyRunning(Exception):
    """Another Carrywell uses this folder; `address` is where it answers, empty while it starts."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address
