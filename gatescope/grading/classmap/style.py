"""The style sheet of the page. Colors are those of the views, `palette.json`."""

from __future__ import annotations

from gatescope.grading.classmap.drawing import SHADES
from gatescope.tracing.hues import COLORS, INKS, RAMPS, mixed

#: What the views have no name for: outlines that must be seen, what is left of a bar, a follower's line.
_OWN = {
    "light": {"edge": "#757575", "track": "#e4e4e4", "follow": "#a0a0a0"},
    "dark": {"edge": "#8a8a8a", "track": "#333333", "follow": "#6d6d6d"},
}
_NAMES = ("page", "raised", "ink", "second", "grid", "brand", "wrong", "right")
_THEMES = {
    theme: {name: colors[name] for name in _NAMES} | {"near": colors["clamp"]} | _OWN[theme]
    for theme, colors in COLORS.items()
}
#: The letters of a ramp's classes.
_RAMPS = {"g": "gates", "s": "states"}

_RULES = """
*{box-sizing:border-box}
html{color-scheme:light dark}
body{margin:0 auto;max-width:1080px;padding:24px 16px 80px;background:var(--page);color:var(--ink);
font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:26px;line-height:1.2;margin:0 0 4px}
h2{font-size:20px;margin:40px 0 8px;padding-top:12px;border-top:1px solid var(--grid)}
h3{font-size:17px;margin:28px 0 6px}
h4{font-size:15px;margin:18px 0 4px}
p{margin:4px 0 8px;max-width:76ch}
.second,.axis{color:var(--second)}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:0;margin:12px 0}
a{color:var(--brand)}
.skip{position:absolute;left:-9999px}
.skip:focus{left:16px;top:8px;background:var(--page);padding:8px}
:focus-visible{outline:2px solid var(--brand);outline-offset:2px}
.wide{overflow-x:auto;max-width:100%;margin:6px 0 10px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--second);padding:2px 0 6px}
th,td{padding:4px 10px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid)}
thead th{font-weight:600}
tbody th{font-weight:400}
td summary{white-space:nowrap}
.wide th,.wide td{overflow-wrap:normal}
tbody th{min-width:120px}.wide td:last-child:not(.number){min-width:150px}
td svg{max-width:none;width:120px}
td.number,th.number{text-align:right;white-space:nowrap}
.kind{border-left:3px solid var(--wrong);background:var(--raised);padding:10px 14px;margin:12px 0}
.kind.crash,.kind.alike{border-color:var(--edge)}
.alike dd{grid-column:2}
.kind h4{margin:0 0 4px}
.many{font-weight:600;color:var(--wrong);white-space:nowrap}
.crash .many{color:var(--second)}
code{font:13px/1.5 ui-monospace,monospace}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin:6px 0}
dt{color:var(--second)}
dd{margin:0}
details{margin:4px 0}
summary{cursor:pointer;color:var(--brand)}
.kind a,.kind summary{color:inherit}
svg{max-width:100%;height:auto;display:block;margin:6px 0;font:12px system-ui,sans-serif}
.keep-size svg{max-width:none}
svg text{fill:var(--ink)}
svg text.axis{fill:var(--second);font-size:12px}
svg text.letter{font:italic 16px serif}
svg text.cross{fill:var(--page);font-weight:700;font-size:13px}
.agrees{fill:var(--track)}.follows{fill:var(--follow)}.first{fill:var(--wrong)}
.found{fill:none;stroke:var(--wrong);stroke-width:2}
.frame{fill:none;stroke:var(--grid)}
.grid{stroke:var(--grid);fill:none}
.edge{stroke:var(--edge);fill:none;stroke-width:1.5}
.none{fill:none;stroke:var(--edge)}
.guess{fill:none;stroke:var(--brand);stroke-width:1;stroke-opacity:.35}
.dot{fill:var(--brand);fill-opacity:.55}
.truth{fill:none;stroke:var(--ink);stroke-width:2.5}
.ring{fill:var(--page);stroke:var(--second);stroke-width:2}
.disc{fill:var(--brand)}.square{fill:var(--right)}
.passed{fill:var(--right)}.notYet,.off{fill:var(--wrong)}.didNotRun,.near{fill:var(--near)}
.open{fill:var(--track)}
td.right,.key.right{color:var(--right)}td.wrong{color:var(--wrong)}
.key{font-weight:600}.key.ring{color:var(--second)}.key.disc{color:var(--brand)}.key.square{color:var(--right)}
@media (max-width:640px){body{padding:16px 12px 60px}dl{grid-template-columns:1fr}dt{margin-top:4px}.alike dd{grid-column:1}
.kind{padding:10px}}
@media print{body{max-width:none}details>*{display:block}}
@media (forced-colors:active){svg{forced-color-adjust:none}}
"""


def style_sheet() -> str:
    """All rules, the ramps with as many shades as pictures use."""
    light = _variables("light")
    dark = _variables("dark")
    shades = "".join(
        f".{name}{at}{{fill:var(--{name}{at})}}" for name in _RAMPS for at in range(SHADES)
    )
    hues = "".join(f"svg text.{hue}{{fill:var(--{hue})}}" for hue in INKS["light"])
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}{_RULES}{shades}{hues}"


def _variables(theme: str) -> str:
    named = {**_THEMES[theme], **INKS[theme]}
    for letter, ramp in _RAMPS.items():
        for at in range(SHADES):
            red, green, blue = mixed(RAMPS[theme][ramp], at / (SHADES - 1))
            named[f"{letter}{at}"] = f"#{red:02x}{green:02x}{blue:02x}"
    return "".join(f"--{name}:{color};" for name, color in named.items())
