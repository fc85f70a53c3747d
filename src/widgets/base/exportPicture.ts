/** Set while a view is measured: what follows the page's edge then stands where it belongs. */
const MEASURED = 'jp-gatescope-measured';

/**
 * Draws a view as it stands on the page into one SVG document: text as text, boxes as boxes, SVG as
 * it is with its computed colors, canvases as enlarged images. Nothing outside the document is
 * referred to.
 */
export function pictureToSvg(root: HTMLElement): string {
  root.classList.add(MEASURED);
  try {
    return measuredToSvg(root);
  } finally {
    root.classList.remove(MEASURED);
  }
}

function measuredToSvg(root: HTMLElement): string {
  const frame = root.getBoundingClientRect();
  const page = getComputedStyle(root).getPropertyValue('--jp-gatescope-page');
  const sheet: Sheet = { frame, pieces: [], above: [], seen: null, clips: [] };
  sheet.pieces.push(
    `<rect width="${frame.width}" height="${frame.height}" fill="${escape(page.trim() || '#fff')}"/>`
  );
  drawElement(root, sheet);
  const width = round(frame.width);
  const height = round(frame.height);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${[...sheet.pieces, ...sheet.above].join('')}</svg>`;
}

/** What is drawn on. */
interface Sheet {
  readonly frame: DOMRect;
  readonly pieces: string[];
  /** What stays in its place while the rest scrolls: it lies over that. */
  readonly above: string[];
  /** What the reader sees of an element that scrolls; null outside of any. */
  readonly seen: Edges | null;
  /** The ids of all clips of the document. */
  readonly clips: string[];
}

type Edges = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;

/** What is there to be used, or said of the page: buttons, fields, the caret of a list, `live`. */
const notPictured = [
  'hidden',
  'menu',
  'tools',
  'touch',
  'caret',
  'pin',
  'state',
  'edit-field',
  'edit-handle',
  'selection'
]
  .map(name => `.jp-gatescope-${name}`)
  .join();

/**
 * A file has nothing to press or to type in; the title is words, also where it opens a list, and so is
 * the head of a column that sorts by it.
 */
const pressed =
  'input, label, button:not(.jp-gatescope-title-button, .jp-gatescope-table-sort)';

function drawElement(element: Element, sheet: Sheet): void {
  const { frame, seen } = sheet;
  const style = getComputedStyle(element);
  if (
    style.display === 'none' ||
    style.visibility === 'hidden' ||
    element.matches(notPictured)
  ) {
    return;
  }
  if (element.matches(pressed)) {
    return;
  }
  const box = element.getBoundingClientRect();
  // What it holds may stay in sight when it does not: the head of a table.
  if (seen && element.childElementCount === 0 && isOutside(box, seen)) {
    return;
  }
  const pieces = style.position === 'sticky' ? sheet.above : sheet.pieces;
  if (element instanceof SVGSVGElement) {
    pieces.push(drawSvg(element, box, frame));
    return;
  }
  if (element instanceof HTMLCanvasElement) {
    pieces.push(drawCanvas(element, box, frame, style));
    return;
  }
  const faded = Number(style.opacity) < 1;
  if (faded) {
    pieces.push(`<g opacity="${style.opacity}">`);
  }
  pieces.push(drawBox(box, frame, style));
  drawInside(element, box, style, { ...sheet, pieces });
  if (faded) {
    pieces.push('</g>');
  }
}

/** What an element holds; of one that does not let it out, what is seen of it. */
function drawInside(
  element: Element,
  box: DOMRect,
  style: CSSStyleDeclaration,
  sheet: Sheet
): void {
  const { frame, pieces, clips } = sheet;
  const clipped = !['', 'visible'].includes(style.overflow);
  const seen = clipped ? shared(insideBorders(box, style), sheet.seen) : null;
  const inside = seen ? { ...sheet, seen, above: [] } : sheet;
  if (seen) {
    const id = `jp-gatescope-clip-${clips.length}`;
    clips.push(id);
    pieces.push(
      `<clipPath id="${id}">${rectangle(seen, frame)}</clipPath><g clip-path="url(#${id})">`
    );
  }
  for (const child of element.childNodes) {
    if (child instanceof Element) {
      drawElement(child, inside);
    } else if (child.nodeType === Node.TEXT_NODE) {
      drawText(child as Text, frame, style, pieces);
    }
  }
  if (seen) {
    pieces.push(...inside.above, '</g>');
  }
}

function isOutside(box: Edges, seen: Edges): boolean {
  return (
    box.right <= seen.left ||
    box.left >= seen.right ||
    box.bottom <= seen.top ||
    box.top >= seen.bottom
  );
}

function shared(box: Edges, other: Edges | null): Edges {
  return other
    ? {
        left: Math.max(box.left, other.left),
        top: Math.max(box.top, other.top),
        right: Math.min(box.right, other.right),
        bottom: Math.min(box.bottom, other.bottom)
      }
    : box;
}

function insideBorders(box: DOMRect, style: CSSStyleDeclaration): Edges {
  const [top, right, bottom, left] = bordersOf(style).map(({ width }) => width);
  return {
    left: box.left + left,
    top: box.top + top,
    right: box.right - right,
    bottom: box.bottom - bottom
  };
}

function rectangle(
  { left, top, right, bottom }: Edges,
  frame: DOMRect,
  look = ''
): string {
  return `<rect x="${round(left - frame.left)}" y="${round(top - frame.top)}" width="${round(Math.max(0, right - left))}" height="${round(Math.max(0, bottom - top))}"${look}/>`;
}

interface Border {
  readonly width: number;
  readonly color: string;
  readonly dashed: boolean;
}

/** The borders of an element: top, right, bottom, left. */
function bordersOf(style: CSSStyleDeclaration): Border[] {
  return ['top', 'right', 'bottom', 'left'].map(side => ({
    width: parseFloat(style.getPropertyValue(`border-${side}-width`)) || 0,
    color: style.getPropertyValue(`border-${side}-color`),
    dashed: style.getPropertyValue(`border-${side}-style`) === 'dashed'
  }));
}

/** How a border is stroked. */
function strokeOf({ width, color, dashed }: Border): string {
  return ` stroke="${escape(color)}" stroke-width="${width}"${dashed ? ' stroke-dasharray="4 2"' : ''}`;
}

/** The background and borders of an HTML element. */
function drawBox(
  box: DOMRect,
  frame: DOMRect,
  style: CSSStyleDeclaration
): string {
  const borders = bordersOf(style);
  const [first] = borders;
  const framed =
    first.width > 0 &&
    borders.every(each => strokeOf(each) === strokeOf(first));
  const filled = !isTransparent(style.backgroundColor);
  const half = framed ? first.width / 2 : 0;
  const { left, top, right, bottom } = box;
  const body =
    filled || framed
      ? rectangle(
          {
            left: left + half,
            top: top + half,
            right: right - half,
            bottom: bottom - half
          },
          frame,
          ` rx="${parseFloat(style.borderTopLeftRadius) || 0}" fill="${filled ? escape(style.backgroundColor) : 'none'}"${framed ? strokeOf(first) : ''}`
        )
      : '';
  return framed ? body : body + drawSides(box, frame, borders);
}

/** Borders that are not alike all round, each a line in the middle of its width. */
function drawSides(
  { left, top, right, bottom }: DOMRect,
  frame: DOMRect,
  borders: readonly Border[]
): string {
  const middle = borders.map(({ width }) => width / 2);
  const ends = [
    [left, top + middle[0], right, top + middle[0]],
    [right - middle[1], top, right - middle[1], bottom],
    [left, bottom - middle[2], right, bottom - middle[2]],
    [left + middle[3], top, left + middle[3], bottom]
  ];
  return borders
    .map((border, side) => {
      const [x1, y1, x2, y2] = ends[side];
      return border.width > 0 && !isTransparent(border.color)
        ? `<line x1="${round(x1 - frame.left)}" y1="${round(y1 - frame.top)}" x2="${round(x2 - frame.left)}" y2="${round(y2 - frame.top)}"${strokeOf(border)}/>`
        : '';
    })
    .join('');
}

/** Text, one element a line, placed where the page has it. */
function drawText(
  node: Text,
  frame: DOMRect,
  style: CSSStyleDeclaration,
  pieces: string[]
): void {
  const text = node.data;
  if (text.trim() === '') {
    return;
  }
  const range = document.createRange();
  let start = 0;
  let line: DOMRect | null = null;
  const emit = (end: number): void => {
    if (line && text.slice(start, end).trim() !== '') {
      // Fonts put the baseline about a fifth of the line box above its bottom.
      const size = parseFloat(style.fontSize);
      const baseline = line.top + line.height / 2 + size * 0.35 - frame.top;
      pieces.push(
        `<text x="${round(line.left - frame.left)}" y="${round(baseline)}" xml:space="preserve" font-family="${escape(style.fontFamily)}" font-size="${style.fontSize}" font-weight="${style.fontWeight}" font-style="${style.fontStyle}" fill="${escape(style.color)}"${style.textDecorationLine === 'underline' ? ' text-decoration="underline"' : ''}>${escape(text.slice(start, end).replace(/\s+/g, ' '))}</text>`
      );
    }
  };
  for (let index = 0; index < text.length; index += 1) {
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    const box = range.getClientRects()[0];
    if (!box || box.width === 0) {
      continue;
    }
    if (!line) {
      line = box;
      start = index;
    } else if (Math.abs(box.top - line.top) > box.height / 2) {
      emit(index);
      line = box;
      start = index;
    }
  }
  emit(text.length);
}

function drawCanvas(
  canvas: HTMLCanvasElement,
  box: DOMRect,
  frame: DOMRect,
  style: CSSStyleDeclaration
): string {
  if (canvas.width === 0 || canvas.height === 0) {
    return '';
  }
  return `<image x="${round(box.left - frame.left)}" y="${round(box.top - frame.top)}" width="${round(box.width)}" height="${round(box.height)}" opacity="${style.opacity}" preserveAspectRatio="none" style="image-rendering:pixelated" href="${canvas.toDataURL('image/png')}"/>`;
}

const inlined = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'stroke-linejoin',
  'stroke-linecap',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'visibility',
  'display'
];

function drawSvg(element: SVGSVGElement, box: DOMRect, frame: DOMRect): string {
  const copy = element.cloneNode(true) as SVGSVGElement;
  const originals = [element, ...element.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [index, original] of originals.entries()) {
    const style = getComputedStyle(original);
    const text = inlined
      .map(name => `${name}:${style.getPropertyValue(name)}`)
      .join(';');
    copies[index].setAttribute('style', text);
    copies[index].removeAttribute('class');
  }
  copy.setAttribute('x', String(round(box.left - frame.left)));
  copy.setAttribute('y', String(round(box.top - frame.top)));
  copy.setAttribute('width', String(round(box.width)));
  copy.setAttribute('height', String(round(box.height)));
  copy.setAttribute('overflow', 'visible');
  return new XMLSerializer().serializeToString(copy);
}

/** Paints an SVG document to a PNG, `scale` device pixels to a CSS pixel. */
export async function svgToPng(source: string, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(image.width * scale);
  canvas.height = Math.ceil(image.height * scale);
  const context = canvas.getContext('2d');
  if (!context) {
    throw new Error('This browser gives no canvas to draw the PNG on.');
  }
  context.scale(scale, scale);
  context.drawImage(image, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      blob =>
        blob
          ? resolve(blob)
          : reject(new Error('The picture is too large for a PNG.')),
      'image/png'
    )
  );
}

/** Hands a file to the reader. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function isTransparent(color: string): boolean {
  return color === 'transparent' || /rgba\([^)]*,\s*0\)$/.test(color);
}

function escape(text: string): string {
  return text.replace(
    /[&<>"]/g,
    letter =>
      ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? ''
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
