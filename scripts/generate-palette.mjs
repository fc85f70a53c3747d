// Writes what draws in colors from the one table of them, gatescope/tracing/palette.json, which Python reads
// itself: the style sheets' variables, the module of the engine and the views, and the mark of gatescope.
//
//   node scripts/generate-palette.mjs [--check]   with --check nothing is written, and what is not up to date fails
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = 'gatescope/tracing/palette.json';
const BY = `Generated from ${SOURCE} by scripts/generate-palette.mjs. Do not edit.`;

/** `#ffffff` as `#fff`. */
const short = color => color.replace(/^#(.)\1(.)\2(.)\3$/, '#$1$2$3');

/** Every name of a theme with its value, as variables have them. */
const valuesOf = ({ colors, ramps }) => ({
  ...colors,
  ...Object.fromEntries(
    Object.entries(ramps).map(([name, stops]) => [
      `ramp-${name}`,
      stops.map(short).join(' ')
    ])
  )
});

const variables = values =>
  Object.entries(values)
    .map(([name, value]) => `--jp-gatescope-${name}: ${short(value)};`)
    .join('\n');

function paletteSheet({ hues, themes }) {
  const rule = (selector, theme, contrast) => {
    const { page, ...values } = valuesOf(theme);
    // The page is the lab's own, where there is a lab.
    const own = page && { page: `var(--jp-layout-color0, ${short(page)})` };
    return `${selector} {\n${variables({ ...contrast, ...own, ...values })}\n}`;
  };
  return [
    `/*
 * ${BY}
 * Channels are named by what they do, so that the GRU's z has the color of the LSTM's f. Ramps have equal
 * stops and are mixed in Lab by the views.
 */`,
    rule(':root', themes.light, { 'column-gap': 'none' }),
    rule("body[data-jp-theme-light='false']", themes.dark),
    rule("body[data-jp-theme-name*='High Contrast']", themes.contrast, {
      'column-gap': '#000'
    }),
    '/* The letter, line or bar of a channel takes the color of what the channel does. */',
    ...[...hues, 'clamp'].map(
      hue =>
        `[data-jp-gatescope-hue='${hue}'] {\n--jp-gatescope-hue: var(--jp-gatescope-${hue});\n}\n`
    )
  ].join('\n\n');
}

function forcedSheet({ themes, forced }) {
  const { light, dark, contrast } = themes;
  const of = (query, values) =>
    `@media (forced-colors: active)${query} {\n:root body[class],\n:root body[data-jp-theme-name],\n:root body {\n${variables(values)}\n}\n}`;
  const taken = (...from) => {
    const values = Object.assign({}, ...from.map(valuesOf));
    return Object.fromEntries(forced.taken.map(name => [name, values[name]]));
  };
  return [
    `/*
 * ${BY}
 * Forced colors: the reader's own palette, light or dark, whatever theme the lab has. Browsers force
 * text and borders but not what is drawn; so the variables themselves are the system's colors, and
 * hues and ramps those that can be read on a palette of that kind. The grid and what is left of a bar
 * are grays of our own: GrayText is a bright green or violet in some palettes, and no data.
 */`,
    of('', { 'column-gap': '#000', ...forced.system }),
    of(' and (prefers-color-scheme: light)', {
      ...forced.light,
      ...taken(light)
    }),
    of(' and (prefers-color-scheme: dark)', {
      ...forced.dark,
      ...taken(dark, contrast)
    })
  ].join('\n\n');
}

/** Apart, so that a page which names hues does not load every theme. */
function paletteModule({ hues, letters, roles, themes }) {
  const of = (name, value) =>
    `export const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`;
  return `// ${BY}\n${of('palette', { hues, letters, roles })}\n${of('themes', themes)}`;
}

function logo({ themes: { light } }) {
  const { colors, ramps } = light;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
  <title>gatescope</title>
  <circle cx="32" cy="32" r="27" fill="${colors.page}" stroke="${ramps.gates[4]}" stroke-width="5"/>
  <path d="M11 45 C26 45 28 40 32 32 S38 19 53 19" fill="none" stroke="${colors.hidden}" stroke-width="5" stroke-linecap="round"/>
  <circle cx="20" cy="23" r="5.5" fill="${colors.keep}"/>
  <circle cx="32" cy="32" r="6.5" fill="${colors.cell}" stroke="${colors.page}" stroke-width="2"/>
  <circle cx="44" cy="41" r="5.5" fill="${colors.write}"/>
</svg>
`;
}

/** Each file that is made of a palette, with its text. */
export async function filesOf(palette) {
  const css = text => format(text, { parser: 'css', singleQuote: true });
  return {
    'style/widgets-palette.css': await css(paletteSheet(palette)),
    'style/widgets-forced.css': await css(forcedSheet(palette)),
    'src/trace/generated/palette.ts': paletteModule(palette),
    'gatescope/kernelspec/logo-svg.svg': logo(palette)
  };
}

export const readPalette = () =>
  JSON.parse(readFileSync(join(root, SOURCE), 'utf8'));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = Object.entries(await filesOf(readPalette()));
  const stale = files.filter(([name, text]) => {
    const path = join(root, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
  if (process.argv.includes('--check')) {
    if (stale.length > 0) {
      console.error(
        `generate-palette: not up to date: ${stale.map(([name]) => name).join(', ')}; npm run generate writes them`
      );
      process.exitCode = 1;
    }
  } else {
    for (const [name, text] of stale) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  }
}
