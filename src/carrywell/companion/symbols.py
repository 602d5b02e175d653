"""Our own small drawings: one line each, on a field of 24 by 24. Words always stand beside them."""

from carrywell.pictures.svg import element

_LINES: dict[str, str] = {
    "emergency": "M8 2h8l6 6v8l-6 6H8l-6-6V8zM12 7v6M12 16.5v.5",
    "urgent": "M6.5 3 9 3.5l1 4-2 1.8a11 11 0 0 0 5.7 5.7l1.8-2 4 1 .5 2.5c0 2-1.5 3.5-3.5 3.5"
    "A13.5 13.5 0 0 1 3 6.500C3 4.5 4.5 3 6.5 3zM15 3v5M15 10.500v.3",
    "soon": "M4 5h16v16H4zM4 10h16M8 2v5M16 2v5M9 15l2 2 4-4",
    "routine": "M3 11 12 4l9 7M5.5 9.500V20h13V9.500M9 14.500l2 2 4-4",
    "call": "M6.5 3 9 3.500l1 4-2 1.800a11 11 0 0 0 5.7 5.700l1.8-2 4 1 .500 2.5"
    "c0 2-1.5 3.5-3.5 3.500A13.5 13.5 0 0 1 3 6.500C3 4.5 4.5 3 6.5 3z",
    "today": "M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.400M18.4 5.6 17 7M7 17l-1.4 1.4"
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
    "check": "M9 3h6v3H9zM15 4.500h3.500V21h-13V4.500H9M8.5 13l2.5 2.5 4.5-5",
    "relief": "M12 20.500C6 16 3 12.7 3 9.200A4.7 4.7 0 0 1 12 7a4.7 4.7 0 0 1 9 2.200c0 3.5-3 6.8-9 11.300z",
    "body": "M12 2.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM9 21l.500-6.500C7.5 11 8.5 8.5 12 8.500c2.5 0 5 2 5 4.5"
    " 0 2-1.5 3-2.5 3L15 21",
    "data": "M12 3c4.5 0 7.5 1.3 7.5 3S16.5 9 12 9 4.5 7.7 4.5 6 7.5 3 12 3zM4.5 6v12c0 1.7 3 3 7.5 3"
    "s7.5-1.3 7.5-3V6M4.5 12c0 1.7 3 3 7.5 3s7.5-1.3 7.5-3",
    "timer": "M12 6a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 10v4l2.500 2M9.5 2.500h5M12 2.500V6",
    "diary": "M6 3h12.500v18H6A1.5 1.5 0 0 1 4.5 19.500v-15A1.5 1.5 0 0 1 6 3zM8.5 3v18M11.5 8h4M11.5 12h4",
    "helps": "M4 20V11M10 20V5M16 20v-7M22 20H2M14 8l2.500 2.500L22 5",
    "report": "M6 3h8l4.5 4.500V21H6zM14 3v5h4.500M9 12h6.500M9 16h6.500",
    "near": "M12 21.500S5 14.500 5 9.500a7 7 0 0 1 14 0c0 5-7 12-7 12zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "leave": "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
    "back": "M15 5l-7 7 7 7",
    "next": "M9 5l7 7-7 7",
    "why": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.500a2.5 2.5 0 1 1 3.5 2.300c-.700.3-1 .900-1 1.700M12 16.500v.3",
    "stop": "M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9l6 6M15 9l-6 6",
    "offered": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.500l3 3 5-6",
    "ask": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.500a2.5 2.5 0 1 1 3.5 2.300c-.700.3-1 .900-1 1.700M12 16.500v.3",
    "not-for-you": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12",
    "play": "M7 4.500v15l12-7.500z",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
}


def symbol(name: str) -> str:
    """The drawing of that name. Raises `KeyError` for a name there is none for."""
    return element(
        "svg",
        element("path", d=_LINES[name]),
        class_=f"symbol symbol-{name}",
        viewBox="0 0 24 24",
        aria_hidden="true",
        focusable="false",
    )
