import type { Mark, MarkAttributes } from './mark';

/** A mark as a string of SVG. Numbers are rounded to hundredths of a pixel. */
export function markup({ tag, attributes, children }: Mark): string {
  const inside = children.map(child =>
    typeof child === 'string' ? escapeText(child) : markup(child)
  );
  return element(tag, attributes, ...inside);
}

/** One element as a string. Its children are markup already. */
export function element(
  name: string,
  attributes: MarkAttributes,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeText(attributeText(key, value))}"`)
    .join('');
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join('')}</${name}>`;
}

const hundredths = (value: number): string =>
  String(Math.round(value * 100) / 100);

function attributeText(name: string, value: string | number | undefined) {
  if (typeof value === 'number') {
    return hundredths(value);
  }
  // Last digits also differ between engines, whose logarithms do.
  return name === 'd'
    ? String(value).replace(
        /-?\d*\.\d{3,}(?:e[+-]?\d+)?|-?\d+e-\d+/gi,
        number => hundredths(Number(number))
      )
    : String(value);
}

/** Characters that XML forbids, besides those with a meaning in markup. */
const isForbidden = (code: number): boolean =>
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
