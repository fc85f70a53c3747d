"""The program and the numbers of a page, packed: together they are two thirds of what it weighs."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode

#: What is packed: the numbers of a picture, and the program of the views.
RUN = re.compile(r"<script ([^>]*\bdata-run[^>]*)>(.*?)</script>", re.S)
PROGRAM = re.compile(r"<script data-program[^>]*>(.*?)</script>", re.S)
JSON, PACKED = 'type="application/json"', 'type="application/gzip"'
#: Unpacks the numbers, then the program, which draws them. A browser that cannot keeps their descriptions.
UNPACK = """<script>
(async () => {
  const text = async ({ textContent }) => {
    const bytes = Uint8Array.from(atob(textContent), letter => letter.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(unpacked).text();
  };
  const program = document.querySelector('script[data-program]');
  for (const run of document.querySelectorAll('script[type="application/gzip"][data-run], script[type="application/gzip"][data-run-of]')) {
    run.textContent = await text(run);
    run.type = 'application/json';
  }
  const script = document.createElement('script');
  script.textContent = await text(program);
  document.head.append(script);
})();
</script>"""


def packed(page: str) -> str:
    """The page with its program and its numbers as gzip in base64, where that is shorter."""
    page = RUN.sub(_packed_run, page)
    return PROGRAM.sub(
        lambda found: f"<script data-program {PACKED}>{_pack(found[1])}</script>\n{UNPACK}", page
    )


def _packed_run(found: re.Match[str]) -> str:
    attributes, text = found[1], found[2]
    short = _pack(text)
    if len(short) >= len(text):
        return found[0]
    return f"<script {attributes.replace(JSON, PACKED)}>{short}</script>"


def _pack(text: str) -> str:
    # The same page each time it is written.
    return b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()
