/** Attributes of an element; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One SVG element as text. Children are markup; words go through `label`, which escapes them. */
export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeText(attributeText(value))}"`)
    .join('');
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join('')}</${name}>`;
}

function attributeText(value: string | number | undefined): string {
  return typeof value === 'number'
    ? String(Math.round(value * 100) / 100)
    : String(value);
}

/** Words at a place. */
export function label(
  x: number,
  y: number,
  words: string,
  attributes: Attributes = {}
): string {
  return element('text', { x, y, ...attributes }, escapeText(words));
}

/** Characters that XML forbids, besides those with a meaning in markup. */
const isForbidden = (code: number) =>
  (code < 0x20 && code !== 0x9 && code !== 0xa && code !== 0xd) ||
  code === 0xfffe ||
  code === 0xffff ||
  (code >= 0xd800 && code <= 0xdfff);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;'
};

/** Words safe inside markup and attributes. */
export function escapeText(words: string): string {
  return Array.from(words, character =>
    isForbidden(character.codePointAt(0) ?? 0)
      ? ''
      : (entities[character] ?? character)
  ).join('');
}

/** A whole picture on a page-coloured ground, with a description for screen readers. */
export function picture(
  { width, height, title }: { width: number; height: number; title: string },
  ...children: readonly string[]
): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      role: 'img',
      'font-family': 'system-ui, sans-serif',
      'font-size': 12,
      fill: ink.text
    },
    element('title', {}, escapeText(title)),
    element('rect', { width, height, fill: ink.page }),
    ...children
  );
}

/** The path of a line through points; a gap where a value is not a number. */
export function linePath(
  points: readonly (readonly [number, number])[]
): string {
  let drawing = false;
  return points
    .map(([x, y]) => {
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        drawing = false;
        return '';
      }
      const command = `${drawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
      drawing = true;
      return command;
    })
    .join('');
}

/** Greys of the light theme; a saved picture has no theme to follow. */
export const ink = {
  page: '#ffffff',
  text: '#222831',
  second: '#616161',
  grid: '#e0e0e0',
  frame: '#bdbdbd'
} as const;
