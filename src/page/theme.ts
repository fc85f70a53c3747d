const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type PageThemeName = (typeof THEMES)[number];

const queries = {
  dark: '(prefers-color-scheme: dark)',
  contrast: '(prefers-contrast: more)',
  paper: 'print'
};

let chosen: PageThemeName = 'system';
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
  // Paper is light, whatever the screen is.
  const wants = (theme: 'dark' | 'contrast'): boolean =>
    !matchMedia(queries.paper).matches &&
    (chosen === theme ||
      (chosen === 'system' && matchMedia(queries[theme]).matches));
  const isContrast = wants('contrast');
  const isDark = isContrast || wants('dark');
  document.body.dataset['jpThemeLight'] = String(!isDark);
  document.body.dataset['jpThemeName'] = isContrast ? 'High Contrast' : '';
  watchers.forEach(changed => changed());
}
