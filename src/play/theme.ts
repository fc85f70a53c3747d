const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type ThemeName = (typeof THEMES)[number];

const queries = {
  dark: '(prefers-color-scheme: dark)',
  contrast: '(prefers-contrast: more)'
};

let chosen: ThemeName = 'system';
const watchers = new Set<() => void>();

/** Says on the body which palette holds: the reader's, or the system's. */
export function followTheme(): void {
  for (const query of Object.values(queries)) {
    matchMedia(query).addEventListener('change', apply);
  }
  apply();
}

export function chooseTheme(theme: string): void {
  chosen = THEMES.find(name => name === theme) ?? 'system';
  apply();
}

/** Calls back when colors change. */
export function watchTheme(changed: () => void): void {
  watchers.add(changed);
}

function apply(): void {
  const isContrast =
    chosen === 'contrast' ||
    (chosen === 'system' && matchMedia(queries.contrast).matches);
  const isDark =
    isContrast ||
    chosen === 'dark' ||
    (chosen === 'system' && matchMedia(queries.dark).matches);
  document.body.dataset['jpThemeLight'] = String(!isDark);
  document.body.dataset['jpThemeName'] = isContrast ? 'High Contrast' : '';
  watchers.forEach(changed => changed());
}
