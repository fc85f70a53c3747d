import { keptStep, type NumericArray, type Trace } from '../../trace';
import { across } from '../../scene/layoutAcross';
import { formatNumber } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import { spokenLabel } from '../../scene/words/timeLabels';
import type { Translate } from '../../scene/words/translate';
import { bars, dots, line } from '../../scene/scene';
import { labelOf, note, number, stepTable } from '../../scene/table';
import { defineView } from '../../scene/view';
import {
  answeredSteps,
  inputAt,
  inputColumn,
  isRead,
  ofFeature,
  runAndSequence,
  readsTokens,
  type TriedInput
} from './influence';

/** The derivative of the answer by each number of the input, and the edits by which it was tested. */
export interface InfluenceData {
  /** `[T, I]`, of tokens `[T, 2]`. */
  readonly gradient: NumericArray;
  readonly tries: readonly TriedInput[];
}

/**
 * What one answer depends on: its derivative by the input at each step. It is a claim about causes, so it
 * can be put to the test: a number of the input is typed over, or a token replaced or left out, and what
 * the gradient predicts stands beside what the network, run again, then answers.
 */
export const influenceView = defineView<'trace', InfluenceData>()({
  name: 'influence',
  kind: 'trace',
  title: translate => translate('Influence of the input'),
  // By numbers, or by the embeddings of tokens.
  fits: ({ input, outputs }) =>
    (input.editable || input.embedding !== undefined) && outputs.length > 0,
  choices: {
    output: {
      options: ({ outputs }) =>
        outputs.map(({ name }, value) => ({ value, label: name })),
      title: translate => translate('Which output'),
      tool: 'menu',
      keys: ['extendDown', 'extendUp']
    },
    feature: {
      options: (trace, _, translate) =>
        featureNames(trace, translate).map((label, value) => ({
          value,
          label
        })),
      title: translate => translate('Which input'),
      tool: 'menu',
      keys: ['nextChannel', 'previousChannel']
    },
    answer: {
      options: (trace, { output = 0 }) =>
        answeredSteps(trace, output).map(value => ({ value })),
      opens: 'last',
      title: translate => translate('Which answer'),
      keys: ['nextUnit', 'previousUnit']
    }
  },
  data: {
    by: ['output', 'answer'],
    async ask(ask, trace, { output, answer }) {
      const { gradient } = await ask('influence', {
        ...runAndSequence(trace),
        output,
        step: answer
      });
      return { gradient, tries: [] };
    },
    missing: translate =>
      translate('Not live: run the notebook cell to see the gradient.')
  },
  table({ bundle: trace, chosen, data, translate }) {
    const { outputs, time } = trace;
    const { output, feature, answer } = chosen;
    const series = outputs[output];
    const isWords = readsTokens(trace);
    const gradient = data && ofFeature(data.gradient, feature);
    const read = gradient && isRead(trace, answer, gradient);
    const nameOf = (step: number) => stepLabel(trace, step, translate);
    const long = gradientName(trace, chosen, translate);
    const tried = (step: number) =>
      data?.tries.findLast(
        each => each.step === step && (isWords || each.feature === feature)
      );
    return stepTable(
      trace,
      translate,
      {
        answer: {
          role: 'drawn',
          name: series.name,
          unit: series.unit,
          ink: 'hidden',
          of: step => series.values.values[keptStep(time, step)]
        },
        input: {
          role: 'number',
          ...inputColumn(trace, feature),
          of: step => inputAt(trace, step, feature)
        },
        gradient: number(
          isWords
            ? featureNames(trace, translate)[feature]
            : translate('gradient'),
          step => gradient?.[step] ?? '',
          {
            ...{ long, line: true },
            silent: step =>
              read?.(step) === false
                ? translate(
                    '%1 at %2 is given without it',
                    series.name,
                    nameOf(answer)
                  )
                : null
          }
        ),
        tried: note(translate('tried'), step => {
          const last = tried(step);
          return last?.to === '' ? translate('left out') : (last?.to ?? '');
        }),
        predicted: note(
          translate('predicted change'),
          step => tried(step)?.predicted ?? ''
        ),
        real: note(translate('real change'), step => tried(step)?.real ?? '')
      },
      {
        ...{ caption: long, nameOf },
        badgeOf: step => stepWords(time, step, translate)
      }
    );
  },
  scene: ({ chosen: { answer } }) => ({
    layout: across,
    panels: [
      {
        id: 'answers',
        height: 90,
        value: { count: 3 },
        picks: 'answer',
        marks: [
          line('answer'),
          // A network that answers once has a point, no line.
          dots('answer', {
            name: 'answer',
            ink: 'brand',
            r: 6,
            where: step => step === answer
          })
        ]
      },
      {
        id: 'gradient',
        value: { centered: true, count: 3 },
        marks: [
          bars('gradient', {
            inkOf: value => (value >= 0 ? 'positive' : 'negative')
          })
        ]
      }
    ],
    overlay: { line: ['gradient'] }
  }),
  words: {
    reading: ({ bundle, translate }) =>
      readsTokens(bundle)
        ? translate(
            'above the answers; below, what each token adds to the one with a dot, as far as its gradient tells.'
          )
        : translate(
            'above the answers; below, by how much the one with a dot changes for one more of the input at each %step.'
          ),
    hint: ({ bundle, translate }) =>
      [
        bundle.outputs.length > 1
          ? translate(
              'Choose an answer: click it, or ↑ ↓; another output with Shift + ↑ ↓.'
            )
          : translate('Choose an answer: click it, or ↑ ↓.'),
        readsTokens(bundle)
          ? translate(
              'Then test it: I, and another token in its place, or none to leave it out.'
            )
          : translate('Then test it: I, and another number for that input.')
      ].join(' '),
    question: ({ bundle: trace, chosen: { output, answer }, translate }) =>
      translate(
        'What does %1 at %2 depend on?',
        trace.outputs[output].name,
        stepLabel(trace, answer, translate)
      ),
    answer({ bundle: trace, chosen, data, translate }) {
      const { output, feature, answer } = chosen;
      const changes = data ? ofFeature(data.gradient, feature) : [];
      const sizes = changes.map(Math.abs);
      const row = sizes.indexOf(Math.max(...sizes));
      if (row < 0) {
        return null;
      }
      const { name, unit } = trace.outputs[output];
      const step = (at: number) => stepWords(trace.time, at, translate);
      const sign = changes[row] > 0 ? '+' : '';
      const number = `${sign}${formatNumber(changes[row])}`;
      const change = unit ? `${number} ${unit}` : number;
      return {
        row,
        sentence: readsTokens(trace)
          ? translate(
              'As far as its gradient tells, %1 adds %2 to %3 at %4: more than any other.',
              step(row),
              change,
              name,
              step(answer)
            )
          : translate(
              'For one more%1 of %2 at %3, %4 at %5 changes by %6: more than for any other %step.',
              trace.input.unit ? ` ${trace.input.unit}` : '',
              trace.input.names[feature],
              step(row),
              name,
              step(answer),
              change
            )
      };
    },
    changed: ({ bundle, chosen, data, translate }) =>
      changeWords(bundle, chosen.output, data?.tries.at(-1), translate),
    spoken({ bundle, chosen, data, translate }, step) {
      const last = data?.tries.at(-1);
      return last?.step === step
        ? changeWords(bundle, chosen.output, last, translate)
        : null;
    }
  }
});

/** What of each step is looked at: a feature of the input, or one of the two numbers of a token. */
const featureNames = (trace: Trace, translate: Translate): readonly string[] =>
  readsTokens(trace)
    ? [translate('gradient × embedding'), translate('length of the gradient')]
    : trace.input.names;

/** `7 June` for a day, `token 5 “not”` for a token, which may come twice; else `step 12`. */
function stepLabel(
  { time }: Trace,
  step: number,
  translate: Translate
): string {
  const label = spokenLabel(time.labels?.[step]);
  return label.startsWith('“') || label === ''
    ? stepWords(time, step, translate)
    : label;
}

/** What is drawn below: the change of which answer, by which input. */
function gradientName(
  trace: Trace,
  {
    output,
    answer,
    feature
  }: {
    readonly output: number;
    readonly answer: number;
    readonly feature: number;
  },
  translate: Translate
): string {
  const { name } = trace.outputs[output];
  const where = stepLabel(trace, answer, translate);
  if (!readsTokens(trace)) {
    return translate(
      'change of %1 at %2, for one more of %3',
      name,
      where,
      labelOf({ name: trace.input.names[feature], unit: trace.input.unit })
    );
  }
  return feature === 0
    ? translate(
        'what each token adds to %1 at %2 (gradient × embedding)',
        name,
        where
      )
    : translate(
        'how much %1 at %2 depends on each token (length of the gradient)',
        name,
        where
      );
}

/** The prediction beside what happened, in one sentence; nothing where nothing was tried. */
function changeWords(
  trace: Trace,
  output: number,
  last: TriedInput | undefined,
  translate: Translate
): string {
  if (last === undefined) {
    return '';
  }
  const { step, feature, from, to, predicted, real } = last;
  const where = stepLabel(trace, step, translate);
  const change = [
    labelOf(trace.outputs[output]),
    formatNumber(predicted),
    formatNumber(real)
  ];
  if (to === '') {
    return translate(
      '%1 left out. Predicted change of %2: %3. The network run again: %4.',
      where,
      ...change
    );
  }
  return typeof to === 'string'
    ? translate(
        '%1 replaced by “%2”. Predicted change of %3: %4. The network run again: %5.',
        where,
        to,
        ...change
      )
    : translate(
        '%1 at %2 from %3 to %4. Predicted change of %5: %6. The network run again: %7.',
        trace.input.names[feature],
        where,
        formatNumber(Number(from)),
        formatNumber(to),
        ...change
      );
}
