import type { History } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import type { Frame } from '../base/frame';
import type { ProgressBar } from './progressBar';
import type { CurveChoice } from './smoothing';
import type { TrainingRequests } from './trainingRequests';
import {
  sinceBest,
  trainingMeta,
  trainingReading,
  usefulEpoch
} from './trainingWords';
import type { UsedWeights } from './usedWeights';

/** Everything around the pictures that is words. */
export function describeTraining(
  frame: Frame,
  { history, curves }: { history: History; curves: CurveChoice },
  {
    progress,
    used,
    requests
  }: { progress: ProgressBar; used: UsedWeights; requests: TrainingRequests },
  translate: Translate
): void {
  const live = frame.status.state === 'live';
  const offered = usefulEpoch(history, live);
  frame.status.override(
    history.status === 'running' && live ? 'training' : null
  );
  frame.setMeta(trainingMeta(history));
  frame.setReading(trainingReading(history, curves, translate));
  frame.setChanged(
    html(
      'span',
      {},
      sinceBest(history, translate),
      offered === null
        ? ''
        : used.offer(offered, () => requests.useEpoch(offered))
    )
  );
  progress.show(history, live);
  used.show(history);
  frame.refreshTable();
}
