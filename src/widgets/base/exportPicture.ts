/**
 * Draws a view as it stands on the page into one SVG document: text as text, boxes as boxes, SVG as
 * it is with its computed colours, canvases as enlarged images. Nothing outside the document is
 * referred to.
 */
export function pictureToSvg(root: HTMLElement): string {
  const frame = root.getBoundingClientRect();
  const pieces: string[] = [];
  const page = getComputedStyle(root).getPropertyValue('--jp-gatescope-page');
  pieces.push(
    `<rect width="${frame.width}" height="${frame.height}" fill="${escape(page.trim() || '#fff')}"/>`
  );
  drawElement(root, frame, pieces);
  const width = round(frame.width);
  const height = round(frame.height);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${pieces.join('')}</svg>`;
}

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

function drawElement(element: Element, frame: DOMRect, pieces: string[]): void {
  const style = getComputedStyle(element);
  if (
    style.display === 'none' ||
    style.visibility === 'hidden' ||
    element.matches(notPictured)
  ) {
    return;
  }
  // A file has nothing to press or to type in; the title is words, also where it opens a list.
  if (element.matches('input, label, button:not(.jp-gatescope-title-button)')) {
    return;
  }
  const box = element.getBoundingClientRect();
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
  for (const child of element.childNodes) {
    if (child instanceof Element) {
      drawElement(child, frame, pieces);
    } else if (child.nodeType === Node.TEXT_NODE) {
      drawText(child as Text, frame, style, pieces);
    }
  }
  if (faded) {
    pieces.push('</g>');
  }
}

/** The background and borders of an HTML element. */
function drawBox(
  box: DOMRect,
  frame: DOMRect,
  style: CSSStyleDeclaration
): string {
  const edge = parseFloat(style.borderTopWidth) || 0;
  const side = parseFloat(style.borderLeftWidth) || 0;
  const filled = !isTransparent(style.backgroundColor);
  const pieces: string[] = [];
  if (filled || edge > 0) {
    const half = edge / 2;
    pieces.push(
      `<rect x="${round(box.left - frame.left + half)}" y="${round(box.top - frame.top + half)}" width="${round(Math.max(0, box.width - edge))}" height="${round(Math.max(0, box.height - edge))}" rx="${parseFloat(style.borderTopLeftRadius) || 0}" fill="${filled ? escape(style.backgroundColor) : 'none'}"` +
        (edge > 0
          ? ` stroke="${escape(style.borderTopColor)}" stroke-width="${edge}"${style.borderTopStyle === 'dashed' ? ' stroke-dasharray="4 2"' : ''}`
          : '') +
        '/>'
    );
  }
  if (side > 0 && edge === 0) {
    pieces.push(
      `<rect x="${round(box.left - frame.left)}" y="${round(box.top - frame.top)}" width="${side}" height="${round(box.height)}" fill="${escape(style.borderLeftColor)}"/>`
    );
  }
  return pieces.join('');
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
