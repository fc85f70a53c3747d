import type { History } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { offUnless, type Tool } from '../base/tools';

export interface TrainingState {
  readonly history: History;
  readonly live: boolean;
  /** The epoch that is replayed; null where none was kept. */
  readonly replayed: number | null;
}

export interface TrainingActions {
  readonly stop: () => void;
  /** Whether the reader has stopped it, and it has not ended yet. */
  readonly isStopping?: (history: History) => boolean;
  readonly resume: (more?: { epochs?: number; batches?: number }) => void;
  /** Gives the network the weights of an epoch. */
  readonly useEpoch: (epoch: number) => void;
  /** Gives it those that it had before, or again those after. */
  readonly walk: (way: 'undo' | 'redo') => void;
}

/**
 * Stop while it runs; afterwards go on, or one epoch or batch at a time. A loop in Python goes on when
 * its notebook cell is run again, which a page cannot do for it.
 */
export const trainingTools = (
  state: TrainingState,
  actions: TrainingActions,
  translate: Translate
): Tool[] => [
  ...runTools(
    {
      ...state.history,
      live: state.live,
      stopping: actions.isStopping?.(state.history) === true,
      parts: true
    },
    actions,
    translate
  ),
  ...(state.replayed === null
    ? []
    : [useTool(state, state.replayed, actions, translate)])
];

/**
 * Stop, or go on; of a training and of a race.
 *
 * @param stopping whether the reader has stopped it, and it has not ended yet
 * @param parts whether a batch can be trained by itself
 */
export function runTools(
  {
    status,
    epochs,
    language,
    live,
    stopping,
    parts
  }: Pick<History, 'status' | 'epochs' | 'language'> & {
    readonly live: boolean;
    readonly stopping: boolean;
    readonly parts: boolean;
  },
  { stop, resume }: Pick<TrainingActions, 'stop' | 'resume'>,
  translate: Translate
): Tool[] {
  const dead = offUnless(live, notLive(translate));
  if (status === 'running') {
    return [
      {
        id: 'stop',
        label: stopping ? translate('Stopping …') : `■ ${translate('Stop')}`,
        title:
          language === 'python'
            ? translate('Stop after this epoch; the weights are kept')
            : translate('Stop after this batch; the weights are kept'),
        off:
          dead ??
          offUnless(
            !stopping,
            language === 'python'
              ? translate('It stops after this epoch.')
              : translate('It stops after this batch.')
          ),
        keep: true,
        run: stop
      }
    ];
  }
  if (language === 'python') {
    return [];
  }
  const left = epochs.planned - epochs.done;
  const tool: Tool = {
    id: 'resume',
    label: `${translate('Resume')} ▾`,
    title: translate('Go on with the training'),
    off: dead,
    keep: true,
    menu: () => [
      {
        label: translate('the %1 epochs that are left', Math.max(0, left)),
        ...(left <= 0 && {
          off: translate('Nothing is left of what was planned.')
        }),
        run: () => resume()
      },
      { label: translate('one epoch'), run: () => resume({ epochs: 1 }) },
      ...(parts
        ? [{ label: translate('one batch'), run: () => resume({ batches: 1 }) }]
        : [])
    ]
  };
  return [tool];
}

const notLive = (translate: Translate): string =>
  translate('The training is not live: no kernel holds its network.');

function useTool(
  { history: { usedEpoch, status }, live }: TrainingState,
  replayed: number,
  { useEpoch, walk }: TrainingActions,
  translate: Translate
): Tool {
  const inUse = usedEpoch === replayed;
  return {
    id: 'useEpoch',
    label: translate('Use epoch %1', replayed + 1),
    title: inUse
      ? translate(
          'The network has the weights of epoch %1; press to give it back those that it had before (Ctrl + Z)',
          replayed + 1
        )
      : translate(
          'Give the network the weights that it had after epoch %1',
          replayed + 1
        ),
    pressed: inUse,
    off:
      offUnless(live, notLive(translate)) ??
      offUnless(
        status !== 'running',
        translate('Stop the training first: it is changing the weights.')
      ),
    run: () => (inUse ? walk('undo') : useEpoch(replayed))
  };
}
