import type { SeriesKind, SeriesLine } from './seriesPanels';

/** Dashes of each kind where several series stand in one chart: of its first, second, … */
const dashes: Readonly<Record<SeriesKind, readonly (string | undefined)[]>> = {
  input: [undefined],
  output: ['4 3', '11 3 2 3', '9 3', '5 2 1 2 1 2'],
  target: ['1.5 2.5', '1.5 5', '1.5 1.5', '1.5 2.5 1.5 6']
};

/** How much of the ink is in the colour of an output's line, likewise: the lines differ in grey, too. */
const inks = [0, 60, 30, 80];

/** How a series is told from the others of its chart: by its kind, and from those of its kind. */
export function seriesLook({ kind, among = 0 }: SeriesLine): {
  readonly 'stroke-dasharray': string | undefined;
  readonly style: string | undefined;
} {
  const ink = inks[among % inks.length];
  return {
    'stroke-dasharray': dashes[kind][among % dashes[kind].length],
    style:
      kind === 'output' && ink > 0
        ? `stroke: color-mix(in srgb, var(--jp-gatescope-ink) ${ink}%, var(--jp-gatescope-brand))`
        : undefined
  };
}
