import type { History, Metric, NumericArray } from '../../trace';
import type { TipLine } from '../../scene/scene';
import {
  note,
  numberAt,
  numbered,
  place,
  type Column,
  type Table
} from '../../scene/table';
import { defineView } from '../../scene/view';
import type { Translate } from '../../scene/words/translate';
import { progressWords } from '../run/progressWords';
import { followEpoch } from './followEpoch';
import { isShare, metricWords } from './metricChart';
import { smoothings } from './smoothing';
import { trainingPlaced } from './trainingPlaced';
import {
  bestEpochOf,
  chartedMetrics,
  sinceBest,
  trainingMeta,
  trainingReading
} from './trainingWords';

/** What the page knows beside the bundle: the unit that a replay without an output shows. */
export interface TrainingData {
  readonly unit: number;
}

/** What is it learning, now? A row is an epoch. */
export const trainingView = defineView<'history', TrainingData>()({
  name: 'training',
  kind: 'history',
  title: translate => translate('Training'),
  choices: {
    gates: {
      options: ({ snapshots = [] }, _, translate) =>
        switchOf(translate('Gates'), snapshots.length > 0),
      tool: 'switch',
      title: translate => translate('Show the gates of the replayed epoch')
    },
    log: {
      options: (_, __, translate) => switchOf(translate('Log loss')),
      tool: 'switch',
      isQuiet: true,
      title: translate => translate('Log loss: equal factors are equal heights')
    },
    smoothing: {
      options: (_, __, translate) => {
        const words = [
          translate('as measured'),
          translate('a little (%1)', smoothings[1]),
          translate('much (%1)', smoothings[2])
        ];
        return smoothings.map((value, at) => ({ value, label: words[at] }));
      },
      tool: 'menu',
      isQuiet: true,
      label: translate => translate('Smooth'),
      title: translate =>
        translate('Smooth the curves of the loss: a moving average')
    }
  },
  opens: ({ bundle }) =>
    bundle.view?.epoch ?? bestEpochOf(bundle) ?? bundle.epochs.done - 1,
  table: ({ bundle, translate }) => tableOf(bundle, translate),
  scene: ({ bundle: history, chosen: choice, data, translate }, table) => ({
    panels: [],
    layout: surface =>
      trainingPlaced(
        { history, choice, unit: data?.unit ?? 0, translate },
        surface
      ),
    overlay: {
      told: ({ row, panel }) =>
        panel.id === 'replay' ? [] : epochNumbers(table, row).map(tipLine),
      marks: followEpoch(history, translate)
    }
  }),
  words: {
    meta: ({ bundle }) => trainingMeta(bundle),
    progress: ({ bundle, translate }) => progressWords(bundle, translate),
    reading: ({ bundle, chosen, translate }) =>
      trainingReading(bundle, chosen, translate),
    question: ({ bundle: { status }, translate }) =>
      status === 'running'
        ? translate('Is it still learning?')
        : translate('Which epoch is the best?'),
    answer: ({ bundle, translate }) => ({
      row: bestEpochOf(bundle) ?? 0,
      sentence: sinceBest(bundle, translate)
    }),
    spoken: ({ bundle, translate }, epoch) =>
      epochWords(tableOf(bundle, translate), epoch)
  }
});

const switchOf = (label: string, isThere = true) => [
  { value: false, label },
  ...(isThere ? [{ value: true, label }] : [])
];

/** Every number of an epoch that is drawn, as it is said. */
const epochNumbers = (
  { columns }: Table,
  epoch: number
): readonly { readonly name: string; readonly value: string }[] =>
  Object.values<Column>(columns)
    .filter(
      column =>
        column.role === 'number' && Number.isFinite(numberAt(column, epoch))
    )
    .map(column => ({
      name: column.name,
      value: column.write?.(numberAt(column, epoch)) ?? ''
    }));

/** The same beside the pointer. */
const tipLine = ({
  name,
  value
}: ReturnType<typeof epochNumbers>[number]): TipLine => ({
  words: [`${name} `, { words: value, look: 'value' }]
});

/** An epoch for a screen reader: `epoch 3: loss 0.396, validation loss 0.463`. */
function epochWords(table: Table, epoch: number): string {
  const numbers = epochNumbers(table, epoch);
  const words = numbers.map(({ name, value }) => `${name} ${value}`);
  return numbers.length === 0
    ? ''
    : `${table.places.nameOf(epoch)}: ${words.join(', ')}`;
}

/** All that is measured after each epoch; what is drawn of it is said, too. */
function tableOf(history: History, translate: Translate): Table {
  const { epochs, metrics, learningRate, gradientNorm, gates = [] } = history;
  const charted = chartedMetrics(history);
  const listed = (name: string, { values }: NumericArray): Column =>
    note(name, epoch => values[epoch]);
  const measured = (metric: Metric): readonly Column[] => {
    const { name, training, validation } = metric;
    const isCharted = charted.some(each => each.name === name);
    const share = isShare(metric);
    const column = (named: string, list: NumericArray): Column => ({
      ...listed(named, list),
      ...(isCharted && { role: 'number', line: { group: name, parts: true } }),
      write: value => metricWords(value, share)
    });
    return [
      column(translate(name), training),
      ...(validation
        ? [column(translate('validation %1', translate(name)), validation)]
        : [])
    ];
  };
  const columns = [
    ...metrics.flatMap(measured),
    ...(learningRate ? [listed(translate('learning rate'), learningRate)] : []),
    ...(gradientNorm
      ? measured({ name: 'gradient norm', training: gradientNorm })
      : []),
    ...gates.flatMap(gate => {
      const name = `${gate.layer} ${gate.channel}`;
      return [
        listed(`${name} ${translate('mean')}`, gate.mean),
        listed(`${name} < .1`, gate.saturatedLow),
        listed(`${name} > .9`, gate.saturatedHigh)
      ];
    })
  ];
  return {
    caption: translate('one row an epoch'),
    places: {
      count: epochs.done,
      unit: translate('epoch'),
      nameOf: epoch => translate('epoch %1', epoch + 1)
    },
    columns: {
      epoch: place(translate('epoch'), epoch => epoch + 1),
      ...numbered('measured', columns)
    }
  };
}
