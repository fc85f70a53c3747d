const LIGHT = 'jpThemeLight';

const NAME = 'jpThemeName';

interface Theme {
  /** Null where the page or the system colors the views by itself. */
  readonly light: boolean | null;
  /** What the palette looks for; absent where it has nothing of its own for the theme. */
  readonly name?: string;
}

/**
 * Follows whether the page is dark and says so on the element, where the palette reads it. JupyterLab
 * and VS Code say so themselves; elsewhere the element's own attribute `theme`, else the color behind it.
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
    const { light, name } = themeOf(element);
    set(element, LIGHT, light === null ? undefined : String(light));
    set(element, NAME, name);
    const own = page.body.dataset;
    const now = [own[NAME], own[LIGHT], light, name].join(' ');
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

function themeOf(element: HTMLElement): Theme {
  const { body } = element.ownerDocument;
  const asked = element.getAttribute('theme');
  if (asked !== null) {
    return { light: asked !== 'dark' };
  }
  if (
    body.dataset[LIGHT] !== undefined ||
    matchMedia('(forced-colors: active)').matches
  ) {
    return { light: null };
  }
  return (
    themeOfVsCode(body.classList) ?? { light: isLight(backgroundOf(element)) }
  );
}

/**
 * The theme that VS Code names in its pages; behind an output it may leave every color out. The palette
 * of high contrast is a dark one: its light twin gets the light palette.
 */
function themeOfVsCode(classes: DOMTokenList): Theme | null {
  if (
    classes.contains('vscode-light') ||
    classes.contains('vscode-high-contrast-light')
  ) {
    return { light: true };
  }
  if (classes.contains('vscode-high-contrast')) {
    return { light: false, name: 'High Contrast' };
  }
  return classes.contains('vscode-dark') ? { light: false } : null;
}

function set(
  element: HTMLElement,
  name: string,
  value: string | undefined
): void {
  if (value === undefined) {
    delete element.dataset[name];
  } else {
    element.dataset[name] = value;
  }
}

/** The first color behind an element that is not transparent, also through a shadow's host. */
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
