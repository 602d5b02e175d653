"""Files in the shape of the American NPPES file, with nobody real in them.

    python benchmarks/care/nppes_made_up.py rows file [seed]

Every number begins with 9 (those of NPPES begin with 1 or 2), every phone is 555-01xx, every name is one of
a few made-up ones. The same seed gives the same bytes. One row is held at a time.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

TAXONOMIES = 15
IDENTIFIERS = 50


def _address(kind: str) -> tuple[str, ...]:
    of = f"Business {kind} Address"
    return (
        f"Provider First Line {of}",
        f"Provider Second Line {of}",
        f"Provider {of} City Name",
        f"Provider {of} State Name",
        f"Provider {of} Postal Code",
        f"Provider {of} Country Code (If outside U.S.)",
        f"Provider {of} Telephone Number",
        f"Provider {of} Fax Number",
    )


HEADER: tuple[str, ...] = (
    "NPI",
    "Entity Type Code",
    "Replacement NPI",
    "Employer Identification Number (EIN)",
    "Provider Organization Name (Legal Business Name)",
    "Provider Last Name (Legal Name)",
    "Provider First Name",
    "Provider Middle Name",
    "Provider Name Prefix Text",
    "Provider Name Suffix Text",
    "Provider Credential Text",
    "Provider Other Organization Name",
    "Provider Other Organization Name Type Code",
    "Provider Other Last Name",
    "Provider Other First Name",
    "Provider Other Middle Name",
    "Provider Other Name Prefix Text",
    "Provider Other Name Suffix Text",
    "Provider Other Credential Text",
    "Provider Other Last Name Type Code",
    *_address("Mailing"),
    *_address("Practice Location"),
    "Provider Enumeration Date",
    "Last Update Date",
    "NPI Deactivation Reason Code",
    "NPI Deactivation Date",
    "NPI Reactivation Date",
    "Provider Sex Code",
    "Authorized Official Last Name",
    "Authorized Official First Name",
    "Authorized Official Middle Name",
    "Authorized Official Title or Position",
    "Authorized Official Telephone Number",
    *(
        f"{name}_{number}"
        for number in range(1, TAXONOMIES + 1)
        for name in (
            "Healthcare Provider Taxonomy Code",
            "Provider License Number",
            "Provider License Number State Code",
            "Healthcare Provider Primary Taxonomy Switch",
        )
    ),
    *(
        f"{name}_{number}"
        for number in range(1, IDENTIFIERS + 1)
        for name in (
            "Other Provider Identifier",
            "Other Provider Identifier Type Code",
            "Other Provider Identifier State",
            "Other Provider Identifier Issuer",
        )
    ),
    "Is Sole Proprietor",
    "Is Organization Subpart",
    "Parent Organization LBN",
    "Parent Organization TIN",
    "Authorized Official Name Prefix Text",
    "Authorized Official Name Suffix Text",
    "Authorized Official Credential Text",
    *(f"Healthcare Provider Taxonomy Group_{number}" for number in range(1, TAXONOMIES + 1)),
    "Certification Date",
)

OURS = (
    ("207V00000X", "1"),
    ("367A00000X", "1"),
    ("176B00000X", "1"),
    ("225100000X", "1"),
    ("171100000X", "1"),
    ("207Q00000X", "1"),
    ("282N00000X", "2"),
    ("3336C0003X", "2"),
)
"""Taxonomy codes that are of a kind, and whether a person or an organisation has them."""
OTHERS = (("122300000X", "1"), ("101YM0800X", "1"), ("207R00000X", "1"), ("251G00000X", "2"))

FIRST = ("JANE", "JOHN", "MARY-ANN", "ANNA MARIA", "Zoë", "EVE")
LAST = (
    "ROE",
    "DOE",
    "EXAMPLE",
    "MCEXAMPLE",
    "O'SAMPLE",
    "DE LA MUESTRA",
    "Beispiel",
    "VAN VOORBEELD",
)
CREDENTIALS = ("MD", "M.D.", "CNM", "DPT", "L.AC.", "")
ORGANISATIONS = ("MADE-UP MEDICAL CENTER", "EXAMPLE PHARMACY, LLC", 'THE "SAMPLE" CLINIC')
PLACES = (
    ("NEW YORK", "NY", "10001", "212"),
    ("NEW YORK", "NY", "10025", "212"),
    ("ALBANY", "NY", "12207", "518"),
    ("CHICAGO", "IL", "60614", "312"),
    ("ANCHORAGE", "AK", "99501", "907"),
    ("HONOLULU", "HI", "96813", "808"),
    ("SAN JUAN", "PR", "00907", "787"),
)
_AT = {name: at for at, name in enumerate(HEADER)}
_HERE = "Business Practice Location Address"


def lines(rows: int, seed: int = 1, *, share: float = 0.1) -> Iterator[str]:
    """The header and `rows` rows, as the file has them; `share` of the rows are of a kind of ours."""
    chance = random.Random(seed)
    yield line(dict(zip(HEADER, HEADER, strict=True)))
    for number in range(rows):
        yield line(row(chance, number, share))


def line(cells: dict[str, str]) -> str:
    """One row with these cells; the others are empty. Raises `KeyError` for a column there is not."""
    values = ['""'] * len(HEADER)
    for name, value in cells.items():
        values[_AT[name]] = '"' + value.replace('"', '""') + '"'
    return ",".join(values) + "\n"


def row(chance: random.Random, number: int, share: float) -> dict[str, str]:
    """The cells of one provider. One in 33 is deactivated: then there is nothing but two dates."""
    npi = {"NPI": str(9_000_000_000 + number)}
    if chance.random() < 0.03:
        return npi | {"NPI Deactivation Date": _date(chance)}
    is_ours = chance.random() < share
    codes = [chance.choice(OURS if is_ours else OTHERS)]
    if chance.random() < 0.2:
        codes.insert(0, chance.choice(OTHERS))
    return (
        npi
        | _where(chance, number)
        | _who(chance, codes[-1][1])
        | _what([code for code, _ in codes])
    )


def _who(chance: random.Random, entity: str) -> dict[str, str]:
    if entity == "2":
        return {
            "Entity Type Code": entity,
            "Provider Organization Name (Legal Business Name)": chance.choice(ORGANISATIONS),
        }
    return {
        "Entity Type Code": entity,
        "Provider Last Name (Legal Name)": chance.choice(LAST),
        "Provider First Name": chance.choice(FIRST),
        "Provider Name Prefix Text": chance.choice(("DR.", "MS.", "")),
        "Provider Credential Text": chance.choice(CREDENTIALS),
        "Provider Sex Code": chance.choice("FM"),
    }


def _where(chance: random.Random, number: int) -> dict[str, str]:
    city, state, code, area = chance.choice(PLACES)
    if chance.random() < 0.002:
        code = "00000"  # no such ZIP
    return {
        f"Provider First Line {_HERE}": f"{number % 9999} MADE UP ST",
        f"Provider Second Line {_HERE}": chance.choice(("", "SUITE 4")),
        f"Provider {_HERE} City Name": city,
        f"Provider {_HERE} State Name": state,
        f"Provider {_HERE} Postal Code": code + chance.choice(("", "1234")),
        f"Provider {_HERE} Country Code (If outside U.S.)": "US",
        f"Provider {_HERE} Telephone Number": f"{area}55501{number % 100:02}",
        "Provider First Line Business Mailing Address": "PO BOX 1",
        "Provider Business Mailing Address City Name": city,
        "Provider Enumeration Date": "05/23/2005",
        "Last Update Date": _date(chance),
    }


def _what(codes: list[str]) -> dict[str, str]:
    cells = {}
    for at, code in enumerate(codes, 1):
        cells[f"Healthcare Provider Taxonomy Code_{at}"] = code
        cells[f"Healthcare Provider Primary Taxonomy Switch_{at}"] = (
            "Y" if code == codes[-1] else "N"
        )
    return cells


def _date(chance: random.Random) -> str:
    return f"{chance.randint(1, 12):02}/{chance.randint(1, 28):02}/{chance.randint(2007, 2026)}"


def write(path: Path, rows: int, seed: int = 1, *, share: float = 0.1) -> Path:
    """The file, written a row at a time."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines(rows, seed, share=share))
    return path


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]), int(*sys.argv[3:4] or ["1"]))
