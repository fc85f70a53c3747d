import type { History } from '../../trace';
import type { Translate } from '../context';
import type { Tool } from '../base/tools';

export interface TrainingState {
  readonly history: History;
  readonly live: boolean;
  readonly gatesOpen: boolean;
  readonly hasSnapshots: boolean;
}

export interface TrainingActions {
  readonly stop: () => void;
  readonly resume: (more?: { epochs?: number; batches?: number }) => void;
  readonly gates: () => void;
}

/** Stop while it runs; afterwards go on, or one epoch or batch at a time. */
export function trainingTools(
  { history, live, gatesOpen, hasSnapshots }: TrainingState,
  { stop, resume, gates }: TrainingActions,
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
  if (hasSnapshots) {
    tools.push({
      id: 'gates',
      label: translate('Gates'),
      title: translate('Show the gates of the replayed epoch'),
      pressed: gatesOpen,
      run: gates
    });
  }
  return tools;
}
