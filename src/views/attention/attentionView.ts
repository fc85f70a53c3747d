import type { Attention, NumericArray } from '../../trace';
import type { NamedTable } from '../../scene/dataTable';
import { map, type Panel } from '../../scene/scene';
import {
  note,
  number,
  place,
  type Column,
  type Table
} from '../../scene/table';
import { defineView } from '../../scene/view';
import { formatFixed } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import type { Translate } from '../../scene/words/translate';
import { attentionChoices, type AttentionMoment } from './attentionChoices';
import {
  looksAtItself,
  stepsWritten,
  weightAt,
  type AttentionDecoding
} from './attention';
import { attentionPlaced } from './attentionPlaced';
import { workedOf } from './look';
import { lookTables } from './lookTables';
import { lookWords } from './lookWords';
import { statesTable } from './statesTable';
import { attentionAnswer, spokenAttention, stepLines } from './attentionWords';
import { rowMarks } from './rowMarks';

/**
 * Where a decoder looked, or a sequence at itself: a map of weights for each decoding or head, a row for
 * each token that looks; below it how one look comes about, as far as was chosen.
 */
export const attentionView = defineView<'attention'>()({
  name: 'attention',
  kind: 'attention',
  title: translate => translate('Attention'),
  choices: attentionChoices,
  plays: true,
  steps: stepsWritten,
  table: now => weightsTable(shownOf(now), now.translate),
  tables: {
    name: translate => translate('weights'),
    more: now => [
      ...lookTables(now),
      ...stateTables(() => now().bundle, now().translate)
    ]
  },
  looked: ({ lit }) => `weight 0 ${lit ?? 0}`,
  scene(now) {
    const { translate } = now;
    const bundle = shownOf(now);
    const worked = workedOf(now.bundle, now.chosen);
    return {
      panels: bundle.decodings.map(each => panelOf(bundle, each)),
      layout: (surface, scene, table) =>
        attentionPlaced(
          { bundle, worked, translate },
          { surface, scene, table }
        ),
      overlay: { marks: rowMarks({ bundle, worked, translate }) }
    };
  },
  words: {
    meta: ({ bundle: { title = '', score, source }, translate }) =>
      [
        title,
        translate('%1 score', score),
        translate('%1 source tokens', source.length)
      ]
        .filter(Boolean)
        .join(' · '),
    question: ({ bundle, chosen, translate }) =>
      workedOf(bundle, chosen)
        ? translate('How does one look come about?')
        : looksAtItself(bundle)
          ? translate('Where does each token look?')
          : translate('What did the decoder write, and where did it look?'),
    answer(now, at) {
      const { bundle, chosen, translate } = now;
      const { steps, opens } = stepsWritten(bundle);
      const row = Math.min(at ?? opens, steps - 1);
      return {
        row,
        sentence: workedOf(bundle, chosen)
          ? stepLines(shownOf(now), row, translate).join('\n')
          : attentionAnswer(bundle, translate)
      };
    },
    reading: ({ bundle, translate }) =>
      [
        looksAtItself(bundle)
          ? translate(
              'a row is a token that looks, a column one that is looked at; the color is its share of the look. Each row adds up to 1.'
            )
          : translate(
              'a row is a token that was written, a column one that was read; the color is its share of the look. Each row adds up to 1.'
            ),
        bundle.decodings.some(each => each.sourceStates ?? each.targetStates)
          ? translate(
              'Below a column is what the encoder held there, right of a row what the decoder held: purple above zero, orange below.'
            )
          : ''
      ]
        .filter(Boolean)
        .join(' '),
    below: (now, step) =>
      (
        workedWords(now, step) ?? stepLines(now.bundle, step, now.translate)
      ).join('\n'),
    spoken: (now, step) =>
      [
        spokenAttention(shownOf(now), step, now.lit ?? null, now.translate),
        ...(workedWords(now, step) ?? [])
      ].join('. '),
    keys: translate => ({
      '← →': translate('token that was read'),
      '↑ ↓': translate('%step')
    })
  }
});

/** What is drawn: all heads, or the one whose look is worked out. */
const shownOf = ({ bundle, chosen }: AttentionMoment): Attention => {
  const worked = workedOf(bundle, chosen);
  return worked ? { ...bundle, decodings: [worked.decoding] } : bundle;
};

/** What the last stage of a look does; null where none is worked out. */
const workedWords = (
  { bundle, chosen, lit = null, translate }: AttentionMoment,
  step: number
): readonly string[] | null => {
  const worked = workedOf(bundle, chosen);
  return worked && [lookWords(worked, step, lit, translate)];
};

const panelOf = (
  { source }: Attention,
  decoding: AttentionDecoding
): Panel => ({
  id: decoding.name,
  value: { names: source },
  marks: [
    {
      ...map(
        {
          ...{ values: decoding.weights.values, columnStride: 1 },
          ...{ rows: decoding.target.length, rowStride: source.length },
          columns: source.length
        },
        'gates',
        [0, 1]
      ),
      write: value => formatFixed(value, 0),
      numbers(step, at) {
        const weight = weightAt(decoding, step, at);
        return weight >= 0.005 ? formatFixed(weight) : '';
      }
    }
  ]
});

/** A row a step: what each decoding wrote there, and the weight of every token that was read. */
function weightsTable(attention: Attention, translate: Translate): Table {
  const { decodings, score } = attention;
  const [first, ...others] = decodings;
  const isOne = others.every(
    ({ target }) => target.join('\n') === first.target.join('\n')
  );
  // Where decodings wrote different tokens, a step has no word of its own.
  const labels = isOne ? first.target : undefined;
  return {
    caption: translate('Attention weights (%1)', score),
    places: {
      count: stepsWritten(attention).steps,
      labels,
      nameOf: step => stepWords({ labels }, step, translate)
    },
    columns: {
      ...Object.fromEntries(
        decodings.flatMap((_, at) => columnsOf(attention, at, translate))
      )
    }
  };
}

/** What one decoding wrote, and where it looked. */
function columnsOf(
  attention: Attention,
  decoded: number,
  translate: Translate
): readonly (readonly [string, Column])[] {
  const { decodings, source } = attention;
  const decoding = decodings[decoded];
  const { target, expected, probabilities } = decoding;
  const isAlone = decodings.length === 1;
  const named = (name: string): string =>
    isAlone ? name : `${decoding.name}: ${name}`;
  const noted = (name: string, of: Column['of']) =>
    [`${name} ${decoded}`, note(name, of)] as const;
  const isOwn = looksAtItself(attention);
  return [
    noted(
      isOwn ? translate('head') : translate('decoding'),
      () => decoding.name
    ),
    ...(decoded > 0
      ? []
      : [['step', place(translate('step'), step => step)] as const]),
    ...(isOwn
      ? [noted(translate('looks from'), step => target[step] ?? '–')]
      : [
          noted(translate('written'), step => target[step] ?? '–'),
          noted(translate('expected'), step => expected?.[step] ?? '–'),
          noted(
            translate('probability'),
            step => probabilities?.values[step] ?? '–'
          )
        ]),
    ...source.map((token, at): readonly [string, Column] => [
      `weight ${decoded} ${at}`,
      number(
        named(token),
        step => (step < target.length ? weightAt(decoding, step, at) : ''),
        {
          long: isAlone
            ? translate('the weight of “%1” (token %2)', token, at)
            : translate(
                'the weight of “%1” (token %2) in %3',
                token,
                at,
                decoding.name
              ),
          line: { group: decoding.name },
          write: value => formatFixed(value)
        }
      )
    ])
  ];
}

/** The numbers of what encoder and decoder held: a row a step, a column a unit. */
function stateTables(
  now: () => Attention,
  translate: Translate
): readonly NamedTable[] {
  const table = (
    label: string,
    words: (attention: Attention) => readonly string[],
    states: (decoding: AttentionDecoding) => NumericArray | undefined
  ): readonly NamedTable[] =>
    states(now().decodings[0]) === undefined
      ? []
      : [
          {
            label,
            make: () =>
              statesTable(
                translate('State of the %1: one row a step', label),
                words(now()),
                states(now().decodings[0])!,
                translate
              )
          }
        ];
  return [
    ...table(
      translate('encoder'),
      ({ source }) => source,
      ({ sourceStates }) => sourceStates
    ),
    ...table(
      translate('decoder'),
      ({ decodings: [{ target }] }) => target,
      ({ targetStates }) => targetStates
    )
  ];
}
