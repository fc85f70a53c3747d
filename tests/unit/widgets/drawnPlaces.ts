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

function boxOf(text: Element): TextBox[] {
  const words = writtenIn(text);
  if (words.trim() === '' || text.closest(isHidden)) {
    return [];
  }
  const moved = shiftOf(text);
  if (moved === null) {
    return [];
  }
  const [x, y] = ['x', 'y'].map(
    (name, at) =>
      moved[at] +
      Number(
        text.getAttribute(name) ??
          text.querySelector('tspan')?.getAttribute(name) ??
          0
      )
  );
  const width = LETTER * words.length;
  const anchor = text.closest('[text-anchor]')?.getAttribute('text-anchor');
  const left =
    anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
  return [{ words, left, right: left + width, y }];
}

/** What is written, without what is said of it beside the pointer. */
const writtenIn = (text: Element): string =>
  [...text.childNodes]
    .filter(({ nodeName }) => nodeName !== 'title')
    .map(({ textContent }) => textContent)
    .join('');

/** How far an element is moved within its picture; null where it is turned or stretched. */
function shiftOf(element: Element): readonly [number, number] | null {
  let [x, y] = [0, 0];
  for (
    let at: Element | null = element;
    at && at.tagName !== 'svg';
    at = at.parentElement
  ) {
    const transform = at.getAttribute('transform') ?? '';
    if (/rotate|scale|matrix/.test(transform)) {
      return null;
    }
    const [, right = 0, down = 0] =
      /translate\(\s*([-\d.e]+)(?:[ ,]+([-\d.e]+))?/.exec(transform) ?? [];
    x += Number(right);
    y += Number(down);
  }
  return [x, y];
}

/** The corners of a shape, or the points of a path, before it is moved. */
function pointsOf(shape: Element): readonly (readonly [number, number])[] {
  const of = (name: string) => Number(shape.getAttribute(name) ?? 0);
  switch (shape.tagName) {
    case 'rect':
      return [
        [of('x'), of('y')],
        [of('x') + of('width'), of('y') + of('height')]
      ];
    case 'circle':
      return [
        [of('cx') - of('r'), of('cy') - of('r')],
        [of('cx') + of('r'), of('cy') + of('r')]
      ];
    case 'line':
      return [
        [of('x1'), of('y1')],
        [of('x2'), of('y2')]
      ];
    default:
      return [
        ...(shape.getAttribute('d') ?? '').matchAll(
          /[ML](-?[\d.e-]+)[, ](-?[\d.e-]+)/g
        )
      ].map(([, x, y]) => [Number(x), Number(y)] as const);
  }
}

/** Shapes of pictures, and what lies over a picture, that reach beyond it. */
export function strayingFrom(element: Element, width: number): string[] {
  const shapes = [...element.querySelectorAll('svg')]
    .filter(svg => svg.hasAttribute('width') && !svg.closest(isHidden))
    .flatMap(svg => {
      const [right, bottom] = ['width', 'height'].map(name =>
        Number(svg.getAttribute(name))
      );
      return [...svg.querySelectorAll('rect, circle, line, path')]
        .filter(shape => !shape.closest(`${isHidden}, [clip-path], marker`))
        .filter(shape => {
          const moved = shiftOf(shape);
          return (
            moved &&
            pointsOf(shape).some(
              ([x, y]) =>
                !isWithin(x + moved[0], right) ||
                !isWithin(y + moved[1], bottom)
            )
          );
        });
    });
  const covers = [
    ...element.querySelectorAll<HTMLElement>(
      '.jp-gatescope-picture div[style*="translate"], .jp-gatescope-picture canvas[style]'
    )
  ]
    .filter(each => !each.closest('[hidden], .jp-gatescope-tooltip'))
    .filter(({ style, parentElement }) => {
      const [, x = style.left, y = style.top] =
        /translate[XY]?\((-?[\d.e-]+)px(?:, (-?[\d.e-]+)px)?/.exec(
          style.transform
        ) ?? [];
      const height = parentElement?.closest<HTMLElement>(
        '.jp-gatescope-picture'
      )?.style.height;
      const from = [x, y].map(length => Number.parseFloat(length) || 0);
      const to = [style.width, style.height].map(
        (length, at) => from[at] + (Number.parseFloat(length) || 0)
      );
      const most = [width, Number.parseFloat(height ?? '') || Infinity];
      return [0, 1].some(
        at => !isWithin(from[at], most[at]) || !isWithin(to[at], most[at])
      );
    });
  return [...shapes, ...covers].map(
    ({ outerHTML }) => `${outerHTML.slice(0, 120)} reaches beyond its picture`
  );
}

const isWithin = (place: number, most: number): boolean =>
  place >= -2 && place <= most + 2;
