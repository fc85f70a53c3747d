"""The program, its style and the numbers of a page, packed: together they are most of what it weighs."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from typing import Any

#: What is packed: the numbers of the pictures, all in one, and the program of the views with its style.
RUN = re.compile(r"<script ([^>]*\bdata-run[^>]*)>(.*?)</script>", re.S)
PROGRAM = re.compile(r"<script data-program[^>]*>(.*?)</script>", re.S)
STYLE = re.compile(r"<style data-views[^>]*>(.*?)</style>\s*", re.S)
#: Bytes of a value, by the name of its type (see `src/trace/array.ts`).
WIDTHS = {"f32": 4, "f64": 8, "u8": 1}
#: Puts each picture's numbers back into it, then the style and the program, which draws them. A browser
#: that cannot keeps their descriptions.
UNPACK = """<script>
(async () => {
  const packed = name => document.querySelector(`script[data-${name}][type="application/gzip"]`);
  const bytes = async name => {
    const given = Uint8Array.from(atob(packed(name).textContent), letter => letter.charCodeAt(0));
    const unpacked = new Blob([given]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(unpacked).arrayBuffer());
  };
  const text = given => new TextDecoder().decode(given);
  const numbers = await bytes('numbers');
  const end = numbers.indexOf(10);
  const widths = { f32: 4, f64: 8, u8: 1 };
  const filled = (key, value) => {
    const [from, length] = value?.packed ?? [];
    if (length === undefined) return value;
    const count = length / widths[value.dtype];
    let data = '';
    for (let at = 0; at < length; at++) {
      const place = (at % widths[value.dtype]) * count + Math.floor(at / widths[value.dtype]);
      data += String.fromCharCode(numbers[end + 1 + from + place]);
    }
    const { packed: removed, ...rest } = value;
    return { ...rest, data: btoa(data) };
  };
  const runs = document.querySelectorAll('script[data-run], script[data-run-of]');
  JSON.parse(text(numbers.subarray(0, end)), filled).forEach((run, at) => {
    runs[at].textContent = JSON.stringify(run);
  });
  const style = document.createElement('style');
  style.textContent = text(await bytes('views'));
  document.head.prepend(style);
  const script = document.createElement('script');
  script.textContent = text(await bytes('program'));
  document.head.append(script);
})();
</script>"""


def packed(page: str) -> str:
    """The page with its program, its style and its numbers as gzip in base64."""
    if not (program := PROGRAM.search(page)) or not (style := STYLE.search(page)):
        return page
    numbers = Numbers()
    page = RUN.sub(lambda found: f"<script {found[1]}>{numbers.take(found[2])}</script>", page)
    scripts = "\n".join(
        f'<script data-{name} type="application/gzip">{_pack(given)}</script>'
        for name, given in (
            ("numbers", numbers.bytes()),
            ("views", style[1].encode()),
            ("program", program[1].encode()),
        )
    )
    return PROGRAM.sub(lambda _: f"{scripts}\n{UNPACK}", STYLE.sub("", page))


class Numbers:
    """The bundles of a page: their JSON on one line, then the bytes of their arrays, each array once.

    Of an array come first bytes first, then all second ones: neighbors have their exponents in common.
    """

    def __init__(self) -> None:
        self.bundles: list[Any] = []
        self.arrays = bytearray()
        self.places: dict[bytes, int] = {}

    def take(self, text: str) -> str:
        """Takes a bundle as JSON; gives what stays in its place."""
        self.bundles.append(self._emptied(json.loads(text)))
        return ""

    def bytes(self) -> bytes:
        text = json.dumps(self.bundles, ensure_ascii=False, separators=(",", ":"))
        return text.encode() + b"\n" + bytes(self.arrays)

    def _emptied(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._emptied(each) for each in value]
        if not isinstance(value, dict):
            return value
        width = WIDTHS.get(str(value.get("dtype")))
        array = _array(value.get("data"))
        if width is None or array is None or len(array) % width:
            # What a notebook brings itself under our name would be taken for a place.
            return {key: self._emptied(each) for key, each in value.items() if key != "packed"}
        array = b"".join(array[at::width] for at in range(width))
        if array not in self.places:
            self.places[array] = len(self.arrays)
            self.arrays += array
        rest = {key: each for key, each in value.items() if key not in ("data", "packed")}
        return {**rest, "packed": [self.places[array], len(array)]}


def _array(data: object) -> bytes | None:
    """The bytes of an array as a notebook keeps it; None of what is none, which the views refuse in words."""
    try:
        return b64decode(data, validate=True) if isinstance(data, str) else None
    except ValueError:
        return None


def _pack(given: bytes) -> str:
    # The same page each time it is written.
    return b64encode(gzip.compress(given, 9, mtime=0)).decode()
