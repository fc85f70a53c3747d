import type { History } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, type Content } from '../base/dom';
import type { DataTable } from '../../scene/dataTable';
import type { CurveChoice } from './smoothing';
import { isShare, metricWords } from './metricChart';

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

/** One curve of the pictures: a metric on the training or on the validation examples. */
interface Measured {
  readonly metric: string;
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly write: (value: number) => string;
}

/** All that is measured in each epoch, in the order of the pictures. */
export function measuredIn(
  history: History,
  translate: Translate
): readonly Measured[] {
  return chartedMetrics(history).flatMap(metric => {
    const share = isShare(metric);
    const { name, training, validation } = metric;
    const write = (value: number): string => metricWords(value, share);
    return [
      {
        metric: name,
        name: translate(name),
        values: training.values,
        write
      },
      ...(validation
        ? [
            {
              metric: name,
              name: translate('validation %1', translate(name)),
              values: validation.values,
              write
            }
          ]
        : [])
    ];
  });
}

/** Every number of one epoch (from 0), for who looks at it. */
export function epochNumbers(
  history: History,
  epoch: number,
  translate: Translate
): readonly { readonly name: string; readonly value: string }[] {
  return measuredIn(history, translate).flatMap(({ name, values, write }) =>
    Number.isFinite(values[epoch])
      ? [{ name, value: write(values[epoch]) }]
      : []
  );
}

/** An epoch for a screen reader: `epoch 3: loss 0.396, validation loss 0.463`. */
export function epochWords(
  history: History,
  epoch: number,
  translate: Translate
): string {
  const numbers = epochNumbers(history, epoch, translate);
  return numbers.length === 0
    ? ''
    : `${translate('epoch %1', epoch + 1)}: ${numbers.map(({ name, value }) => `${name} ${value}`).join(', ')}`;
}

/** The same as lines beside the pointer. */
export function epochLines(
  history: History,
  epoch: number,
  translate: Translate
): HTMLElement[] {
  return [
    html('div', {}, html('b', {}, translate('epoch %1', epoch + 1))),
    ...epochNumbers(history, epoch, translate).map(({ name, value }) =>
      html(
        'div',
        {},
        `${name} `,
        html('b', { class: 'jp-gatescope-value' }, value)
      )
    )
  ];
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

/** What happened since the best epoch; or, while it is the last one, what it reached. */
export function sinceBest(history: History, translate: Translate): Content {
  const loss = lossOf(history);
  const training = loss.training.values;
  const validation = loss.validation?.values;
  const last = training.length - 1;
  if (last < 0) {
    return history.status === 'running'
      ? translate('The first epoch is under way.')
      : translate('No epoch came to its end.');
  }
  const best = bestEpochOf(history) ?? last;
  const pieces: (string | Node)[] = [];
  const change = (name: string, values: ArrayLike<number>): string =>
    `${name} ${short(values[best])} → ${short(values[last])}`;
  if (best < last) {
    pieces.push(
      html('b', {}, translate('Since epoch %1: ', best + 1)),
      [
        ...(validation
          ? [change(translate('validation loss'), validation)]
          : []),
        change(translate('training loss'), training)
      ].join(', '),
      '.'
    );
    if (
      validation &&
      risesBeyondNoise(validation, best) &&
      training[last] < training[best]
    ) {
      pieces.push(
        ` ${translate('It has learned the training examples more than what they have in common.')}`
      );
    }
  } else {
    pieces.push(
      html('b', {}, translate('Epoch %1: ', last + 1)),
      [
        ...(validation
          ? [`${translate('validation loss')} ${short(validation[last])}`]
          : []),
        `${translate('training loss')} ${short(training[last])}`
      ].join(', '),
      validation ? `. ${translate('The best so far.')}` : '.'
    );
  }
  if (history.status === 'stopped') {
    pieces.push(` ${translate('Stopping kept every saved epoch.')}`);
  }
  return pieces;
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

/** One row an epoch. */
export function historyTable(
  history: History,
  translate: Translate
): DataTable {
  const columns: { name: string; values: ArrayLike<number> }[] = [];
  for (const { name, training, validation } of history.metrics) {
    columns.push({ name, values: training.values });
    if (validation) {
      columns.push({
        name: `${translate('validation')} ${name}`,
        values: validation.values
      });
    }
  }
  if (history.learningRate) {
    columns.push({
      name: translate('learning rate'),
      values: history.learningRate.values
    });
  }
  if (history.gradientNorm) {
    columns.push({
      name: translate('gradient norm'),
      values: history.gradientNorm.values
    });
  }
  for (const gate of history.gates ?? []) {
    const name = `${gate.layer} ${gate.channel}`;
    columns.push(
      { name: `${name} ${translate('mean')}`, values: gate.mean.values },
      { name: `${name} < .1`, values: gate.saturatedLow.values },
      { name: `${name} > .9`, values: gate.saturatedHigh.values }
    );
  }
  return {
    caption: translate('one row an epoch'),
    columns: [translate('epoch'), ...columns.map(({ name }) => name)],
    rows: Array.from({ length: history.epochs.done }, (_, epoch) => [
      epoch + 1,
      ...columns.map(({ values }) => values[epoch])
    ])
  };
}
