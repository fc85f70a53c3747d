/** What the reader's system asks for, which the body says for the style sheets and the views. */
const queries = {
  dark: '(prefers-color-scheme: dark)',
  contrast: '(prefers-contrast: more)',
  paper: 'print'
};

/** Says on the body which palette holds, and again whenever it is another. */
export function followTheme(): void {
  const [dark, contrast, paper] = Object.values(queries).map(query =>
    matchMedia(query)
  );
  const say = (): void => {
    const isContrast = contrast.matches && !paper.matches;
    const isDark = isContrast || (dark.matches && !paper.matches);
    document.body.dataset['jpThemeLight'] = String(!isDark);
    document.body.dataset['jpThemeName'] = isContrast ? 'High Contrast' : '';
  };
  [dark, contrast, paper].forEach(query =>
    query.addEventListener('change', say)
  );
  say();
}
