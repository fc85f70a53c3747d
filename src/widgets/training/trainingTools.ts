import type { History } from '../../trace';
import type { Translate } from '../context';
import type { Tool } from '../base/tools';

export interface TrainingState {
  readonly history: History;
  readonly live: boolean;
  readonly gatesOpen: boolean;
  /** The epoch that is replayed; null where none was kept. */
  readonly replayed: number | null;
}

export interface TrainingActions {
  readonly stop: () => void;
  readonly resume: (more?: { epochs?: number; batches?: number }) => void;
  readonly gates: () => void;
  /** Gives the network the weights of an epoch; null: those that training left. */
  readonly useEpoch: (epoch: number | null) => void;
}

/** Stop while it runs; afterwards go on, or one epoch or batch at a time. */
export function trainingTools(
  { history, live, gatesOpen, replayed }: TrainingState,
  { stop, resume, gates, useEpoch }: TrainingActions,
  translate: Translate
): Tool[] {
  const tools: Tool[] = [];
  if (history.status === 'running') {
    tools.push({
      id: 'stop',
      label: `■ ${translate('Stop')}`,
      title: translate('Stop after this batch; the weights are kept'),
      disabled: !live,
      keep: true,
      run: stop
    });
  } else {
    const left = history.epochs.planned - history.epochs.done;
    tools.push({
      id: 'resume',
      label: `${translate('Resume')} ▾`,
      title: translate('Go on with the training'),
      disabled: !live,
      keep: true,
      menu: () => [
        {
          label:
            left > 0
              ? translate('the %1 epochs that are left', left)
              : translate('nothing is left of what was planned'),
          disabled: left <= 0,
          run: () => resume()
        },
        { label: translate('one epoch'), run: () => resume({ epochs: 1 }) },
        { label: translate('one batch'), run: () => resume({ batches: 1 }) }
      ]
    });
  }
  if (replayed !== null) {
    const inUse = history.usedEpoch === replayed;
    tools.push(
      {
        id: 'gates',
        label: translate('Gates'),
        title: translate('Show the gates of the replayed epoch'),
        pressed: gatesOpen,
        run: gates
      },
      {
        id: 'useEpoch',
        label: translate('Use epoch %1', replayed + 1),
        title: inUse
          ? translate(
              'The network has the weights of epoch %1; press to give it back those that training left (Ctrl + Z)',
              replayed + 1
            )
          : translate(
              'Give the network the weights that it had after epoch %1',
              replayed + 1
            ),
        pressed: inUse,
        disabled: !live || history.status === 'running',
        run: () => useEpoch(inUse ? null : replayed)
      }
    );
  }
  return tools;
}
