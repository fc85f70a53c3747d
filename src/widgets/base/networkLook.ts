import type { CellKind } from '../../trace';

/** How one of several networks is told from the others: never by colour alone. */
export interface NetworkLook {
  /** A CSS colour. */
  readonly color: string;
  /** `stroke-dasharray`; empty for a solid line. */
  readonly dash: string;
}

const byKind: Readonly<Record<CellKind, NetworkLook>> = {
  rnn: { color: 'var(--jp-gatescope-rnn)', dash: '7 3' },
  lstm: { color: 'var(--jp-gatescope-lstm)', dash: '' },
  gru: { color: 'var(--jp-gatescope-gru)', dash: '2 2' },
  custom: { color: 'var(--jp-gatescope-filter)', dash: '10 3 2 3' }
};

/** For several networks of one kind: all colours and dashes in turn. */
const inTurn: readonly NetworkLook[] = [
  byKind.lstm,
  byKind.rnn,
  byKind.gru,
  byKind.custom,
  { color: 'var(--jp-gatescope-write)', dash: '1 3' },
  { color: 'var(--jp-gatescope-keep)', dash: '12 4' }
];

/** One look a network: that of its kind where the kinds differ. */
export function networkLooks(
  networks: readonly { readonly cell: CellKind }[]
): readonly NetworkLook[] {
  const kinds = new Set(networks.map(({ cell }) => cell));
  return networks.map(({ cell }, index) =>
    kinds.size === networks.length
      ? byKind[cell]
      : inTurn[index % inTurn.length]
  );
}
