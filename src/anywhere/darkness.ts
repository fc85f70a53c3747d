const LIGHT = 'jpThemeLight';

/**
 * Follows whether the page is dark and says so on the element, where the palette reads it. In
 * JupyterLab the page says so itself; elsewhere the colour behind the element tells.
 *
 * @returns The way to stop.
 */
export function followDarkness(
  element: HTMLElement,
  changed: () => void
): () => void {
  const page = element.ownerDocument;
  let before = '';
  const look = (): void => {
    const own = page.body.dataset[LIGHT] !== undefined;
    const forced = matchMedia('(forced-colors: active)').matches;
    const name = page.body.dataset['jpThemeName'] ?? '';
    const light = own || forced ? null : isLight(backgroundOf(element));
    const now = `${name} ${page.body.dataset[LIGHT]} ${light}`;
    if (light === null) {
      delete element.dataset[LIGHT];
    } else {
      element.dataset[LIGHT] = String(light);
    }
    if (before !== '' && now !== before) {
      changed();
    }
    before = now;
  };
  look();
  const observer = new MutationObserver(look);
  for (const watched of [page.documentElement, page.body]) {
    observer.observe(watched, { attributes: true });
  }
  return () => observer.disconnect();
}

/** The first colour behind an element that is not transparent, also through a shadow's host. */
function backgroundOf(element: Element): string {
  let node: Element | null = element;
  while (node !== null) {
    const { backgroundColor } = getComputedStyle(node);
    if (!/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor)) {
      return backgroundColor;
    }
    const root: Node = node.getRootNode();
    node =
      node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return 'rgb(255, 255, 255)';
}

/** By the weights that brightness has for the eye (Rec. 709). */
export function isLight(color: string): boolean {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) {
    return true;
  }
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 127;
}
