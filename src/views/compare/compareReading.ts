import type { Translate } from '../../scene/words/translate';

/** The line above the picture. */
export function compareReading(
  {
    shared,
    lines,
    means,
    edited,
    dark
  }: {
    readonly shared: boolean;
    readonly lines: boolean;
    /** Whether a line is the mean of several units. */
    readonly means: boolean;
    readonly edited: boolean;
    readonly dark: boolean;
  },
  translate: Translate
): string {
  if (lines) {
    return [
      means
        ? translate('one line is one network, the mean of its units.')
        : translate('one line is one network.'),
      ...(edited ? [translate('Pale: before the edit.')] : [])
    ].join(' ');
  }
  return [
    translate(
      'one column is one network, one cursor runs through all. Above zero is purple, below orange; an open gate is %1%2',
      dark ? translate('bright') : translate('dark'),
      shared
        ? translate('; the same scale in every column.')
        : translate('; each network has a scale of its own.')
    ),
    ...(edited
      ? [translate('Of two maps the upper one is before the edit.')]
      : [])
  ].join(' ');
}
