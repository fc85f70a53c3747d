import type { CellKind } from '../../trace';
import { pageTheme, type Ink, type Paint, type SceneTheme } from '../theme';

/** How one of several networks is told from the others: never by color alone. */
export interface NetworkLook {
  /** A CSS color. */
  readonly color: string;
  /** `stroke-dasharray`; empty for a solid line. */
  readonly dash: string;
}

/** Further ones of a kind are nearer to the ink, those of a kind that is the ink to the page. */
const byKind: Readonly<
  Record<
    CellKind,
    { readonly ink: Ink; readonly dash: string; readonly toward: Ink }
  >
> = {
  rnn: { ink: 'rnn', dash: '7 3', toward: 'hidden' },
  lstm: { ink: 'lstm', dash: '', toward: 'page' },
  gru: { ink: 'gru', dash: '2 2', toward: 'hidden' },
  custom: {
    ink: 'filter',
    dash: '10 3 2 3',
    toward: 'hidden'
  }
};

/**
 * The first of a kind, and those after it: the same color, nearer to the ink (the LSTM's is the ink,
 * and gets paler), with other dashes.
 */
const shades: readonly { readonly share: number; readonly dash?: string }[] = [
  { share: 100 },
  { share: 62, dash: '1 3' },
  { share: 80, dash: '12 4' },
  { share: 70, dash: '6 2 1 2' },
  { share: 90, dash: '4 4' },
  { share: 75, dash: '14 3 3 3' },
  { share: 66, dash: '9 2 1 2 1 2' },
  { share: 85, dash: '3 2 1 2' }
];

/** How much of its kind's color a network has, in percent, and its dashes. */
export interface NetworkShade {
  readonly cell: CellKind;
  readonly share: number;
  /** As in `NetworkLook`. */
  readonly dash: string;
}

/** One shade a network, by how many of its kind stand before it. */
function networkShades(
  networks: readonly { readonly cell: CellKind }[]
): readonly NetworkShade[] {
  const seen = new Map<CellKind, number>();
  return networks.map(({ cell }) => {
    const before = seen.get(cell) ?? 0;
    seen.set(cell, before + 1);
    const { share, dash = byKind[cell].dash } = shades[before % shades.length];
    return { cell, share, dash: before === 0 ? byKind[cell].dash : dash };
  });
}

/** One ink and line a network: the color of its kind; those of one kind differ by shade and dash. */
export function networkInks(
  networks: readonly { readonly cell: CellKind }[]
): readonly { readonly ink: Paint; readonly dash?: string }[] {
  return networkShades(networks).map(({ cell, share, dash }, at) => {
    const { ink, toward } = byKind[cell];
    const isFirst = networks.findIndex(each => each.cell === cell) === at;
    return {
      ink: isFirst ? ink : { of: ink, share, toward },
      dash: dash === '' ? undefined : dash
    };
  });
}

/** The same for marks, in the colors of the page unless others are given. */
export const networkLooks = (
  networks: readonly { readonly cell: CellKind }[],
  { color }: Pick<SceneTheme, 'color'> = pageTheme
): readonly NetworkLook[] =>
  networkInks(networks).map(({ ink, dash = '' }) => ({
    color: color(ink),
    dash
  }));
