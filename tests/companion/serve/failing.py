"""A middleware that fails."""


class Broken:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, _request):
        raise ValueError("her words")
