/** Words of a picture, and the room that they take, in CSS pixels from the corner of the picture. */
export interface TextBox {
  readonly words: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** About how wide a small letter is. */
const LETTER = 5.5;

const isHidden =
  '[visibility="hidden"], [display="none"], [opacity="0"], [hidden], [style*="display: none"], defs';

/** The words of each picture of an element; pictures that lie on one another are one. What is turned is left out. */
export function textBoxes(
  element: Element
): { readonly width: number; readonly boxes: TextBox[] }[] {
  const pictures = new Map<Element, { width: number; boxes: TextBox[] }>();
  for (const svg of element.querySelectorAll('svg')) {
    const isLayer = svg.classList.contains('jp-gatescope-layer');
    const whole = isLayer ? svg.parentElement! : svg;
    const known = pictures.get(whole) ?? { width: 0, boxes: [] };
    known.width = Math.max(
      known.width,
      Number(svg.getAttribute('width') ?? Infinity)
    );
    known.boxes.push(...[...svg.querySelectorAll('text')].flatMap(boxOf));
    pictures.set(whole, known);
  }
  return [...pictures.values()];
}

export function boxOf(text: Element): TextBox[] {
  const words = text.textContent ?? '';
  if (words.trim() === '' || text.closest(isHidden)) {
    return [];
  }
  let [x, y] = ['x', 'y'].map(name =>
    Number(
      text.getAttribute(name) ??
        text.querySelector('tspan')?.getAttribute(name) ??
        0
    )
  );
  for (
    let at: Element | null = text;
    at && at.tagName !== 'svg';
    at = at.parentElement
  ) {
    const transform = at.getAttribute('transform') ?? '';
    if (transform.includes('rotate')) {
      return [];
    }
    const [, right = 0, down = 0] =
      /translate\(\s*([-\d.e]+)(?:[ ,]+([-\d.e]+))?/.exec(transform) ?? [];
    x += Number(right);
    y += Number(down);
  }
  const width = LETTER * words.length;
  const anchor = text.closest('[text-anchor]')?.getAttribute('text-anchor');
  const left =
    anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
  return [{ words, left, right: left + width, y }];
}
