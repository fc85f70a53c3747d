import type { History } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { CurveChoice } from './smoothing';
import { metricWords } from './metricChart';

/** Index of the best epoch: told by the training, else that of the least (validation) loss. */
export function bestEpochOf(history: History): number | undefined {
  if (history.bestEpoch !== undefined || history.epochs.done === 0) {
    return history.bestEpoch;
  }
  const loss = lossOf(history);
  const values = (loss.validation ?? loss.training).values;
  let best = 0;
  for (let epoch = 1; epoch < values.length; epoch += 1) {
    if (values[epoch] < values[best]) {
      best = epoch;
    }
  }
  return best;
}

/** The loss, by its name or as the first of what is measured. */
export function lossOf({ metrics }: History): History['metrics'][number] {
  return metrics.find(({ name }) => name === 'loss') ?? metrics[0];
}

/** The loss first, then what else is measured, then the norm of the gradients. */
export function chartedMetrics(history: History): History['metrics'] {
  const { metrics, gradientNorm } = history;
  const loss = lossOf(history);
  return [
    loss,
    ...metrics.filter(metric => metric !== loss).slice(0, 2),
    ...(gradientNorm && gradientNorm.values.length > 0
      ? [{ name: 'gradient norm', training: gradientNorm }]
      : [])
  ];
}

/** The gates of the first layer that has any, as many as have room. */
export function firstLayerGates({
  gates = []
}: History): NonNullable<History['gates']> {
  return gates.filter(({ layer }) => layer === gates[0].layer).slice(0, 4);
}

/** The layers that learn, and what the notebook calls it. */
export function trainingMeta({ model, title = '' }: History): string {
  const layers = (model?.layers ?? [])
    .filter(({ parameters }) => parameters.count > 0)
    .map(({ type }) => type);
  return [layers.join(', '), title].filter(words => words !== '').join(' · ');
}

/** The line above the pictures. */
export function trainingReading(
  { metrics }: History,
  { log, smoothing }: CurveChoice,
  translate: Translate
): string {
  return [
    metrics.some(({ validation }) => validation)
      ? translate(
          'the pictures share one epoch axis. Validation loss rising while training loss falls: learning by heart.'
        )
      : translate(
          'the pictures share one epoch axis. Without validation data nobody sees whether it learns by heart.'
        ),
    ...(log ? [translate('A grid line of the loss is a factor of ten.')] : []),
    ...(smoothing > 0
      ? [translate('The loss is smoothed; the pale line is what was measured.')]
      : [])
  ].join(' ');
}

/** The best epoch, where it was kept and is better than what the network has; else null. */
export function usefulEpoch(history: History, live: boolean): number | null {
  const best = bestEpochOf(history);
  const { snapshots = [], epochs, status, usedEpoch } = history;
  return best !== undefined &&
    live &&
    status !== 'running' &&
    best < epochs.done - 1 &&
    best !== usedEpoch &&
    snapshots.some(({ epoch }) => epoch === best)
    ? best
    : null;
}

/** Whether it still learns, or which epoch was its best, by what happened since that one. */
export function sinceBest(history: History, translate: Translate): string {
  const isRunning = history.status === 'running';
  const loss = lossOf(history);
  const training = loss.training.values;
  const validation = loss.validation?.values;
  const last = training.length - 1;
  if (last < 0) {
    return isRunning
      ? translate('The first epoch is under way.')
      : translate('No epoch came to its end.');
  }
  const best = bestEpochOf(history) ?? last;
  const watched = validation ?? training;
  const isWorse = risesBeyondNoise(watched, best);
  const change = (name: string, values: ArrayLike<number>): string =>
    best < last
      ? `${name} ${short(values[best])} → ${short(values[last])}`
      : `${name} ${short(values[last])}`;
  const changes = [
    ...(validation ? [change(translate('validation loss'), validation)] : []),
    change(translate('training loss'), training)
  ].join(', ');
  const ended =
    best < last
      ? translate('Epoch %1; since then: ', best + 1)
      : translate('The last one, epoch %1: ', last + 1);
  const running =
    best === last
      ? translate('Yes. The best so far is epoch %1: ', last + 1)
      : isWorse
        ? translate('No. Since epoch %1: ', best + 1)
        : translate('Unclear. Since epoch %1: ', best + 1);
  return [
    `${isRunning ? running : ended}${changes}.`,
    ...(validation && isWorse && training[last] < training[best]
      ? [
          translate(
            'It has learned the training examples more than what they have in common.'
          )
        ]
      : []),
    ...(history.status === 'stopped'
      ? [translate('Stopping kept every saved epoch.')]
      : [])
  ].join(' ');
}

function short(value: number): string {
  return metricWords(value, false);
}

/** An epoch more or less, as in the epochs up to the best one, says nothing. */
const NOISE = 2;
/** So many epochs at the end are looked at together. */
const LATEST = 3;

/**
 * Whether a validation loss has risen since its best epoch by more than it goes up and down anyway:
 * the mean of the last epochs lies above the best by twice the typical jump of the epochs before it.
 */
export function risesBeyondNoise(
  values: ArrayLike<number>,
  best: number
): boolean {
  const after = values.length - 1 - best;
  if (after < LATEST) {
    return false;
  }
  let latest = 0;
  for (let epoch = values.length - LATEST; epoch < values.length; epoch += 1) {
    latest += values[epoch] / LATEST;
  }
  const rise = latest - values[best];
  // A fall is what training is for: only what is left of a jump beside the trend is noise.
  const jumps: number[] = [];
  for (let epoch = 1; epoch + 1 < values.length; epoch += 1) {
    jumps.push(
      Math.abs(values[epoch - 1] - 2 * values[epoch] + values[epoch + 1]) /
        Math.sqrt(6)
    );
  }
  jumps.sort((a, b) => a - b);
  const typical = jumps[jumps.length >> 1] ?? 0;
  return rise > NOISE * typical && rise > 0.02 * Math.abs(values[best]);
}
