"""Reads a QR code back from its squares, without the library that made it.

After ISO/IEC 18004: the format tells the mask, the mask is taken off, the bits are read in their
zigzag, the blocks are put back in order, and the bytes of byte mode are text. No errors are repaired:
the squares come from a computer. Made for codes without alignment to guess, of any size.
"""

from segno import consts

MASKS = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, _: i % 2 == 0,
    lambda _, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)
FORMAT_MASK = 0b101010000010010
LEVELS = {1: "L", 0: "M", 3: "Q", 2: "H"}


def read_qr(matrix):
    """The text of a code given as rows of 0 and 1."""
    size = len(matrix)
    version = (size - 17) // 4
    level, mask = _format(matrix)
    bits = [
        matrix[i][j] ^ MASKS[mask](i, j)
        for i, j in _zigzag(size)
        if not _is_function(i, j, size, version)
    ]
    words = [
        int("".join(map(str, map(int, bits[k : k + 8]))), 2) for k in range(0, len(bits) - 7, 8)
    ]
    return _text(_in_order(words, version, level), version)


def _format(matrix):
    places = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8)]
    places += [(row, 8) for row in range(5, -1, -1)]
    value = int("".join(str(int(matrix[i][j])) for i, j in places), 2) ^ FORMAT_MASK
    return LEVELS[value >> 13], value >> 10 & 0b111


def _zigzag(size):
    upwards, column = True, size - 1
    while column > 0:
        column -= column == 6  # the timing pattern has a column to itself
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield row, column
            yield row, column - 1
        upwards, column = not upwards, column - 2


def _is_function(i, j, size, version):
    corner = (i < 9 and j < 9) or (i < 9 and j >= size - 8) or (i >= size - 8 and j < 9)
    if corner or i == 6 or j == 6:
        return True
    if version >= 7 and ((i < 6 and j >= size - 11) or (j < 6 and i >= size - 11)):
        return True
    centres = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    found = {6, size - 7}
    return any(
        abs(i - a) <= 2 and abs(j - b) <= 2
        for a in centres
        for b in centres
        if not (a in found and b in found and (a, b) != (size - 7, size - 7))
    )


def _in_order(words, version, level):
    """The data words of the blocks, one block after the other."""
    groups = consts.ECC[version][getattr(consts, f"ERROR_LEVEL_{level}")]
    lengths = [one.num_data for one in groups for _ in range(one.num_blocks)]
    blocks, source = [[] for _ in lengths], iter(words)
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(next(source))
    return [word for block in blocks for word in block]


def _text(words, version):
    bits = "".join(f"{word:08b}" for word in words)
    start = 0
    if bits[:4] == "0111":  # the letters are named first: 26 stands for UTF-8
        assert int(bits[4:12], 2) == 26
        start = 12
    assert bits[start : start + 4] == "0100", "not in byte mode"
    width = 8 if version < 10 else 16
    count = int(bits[start + 4 : start + 4 + width], 2)
    data = bits[start + 4 + width :]
    return bytes(int(data[8 * k : 8 * k + 8], 2) for k in range(count)).decode()
