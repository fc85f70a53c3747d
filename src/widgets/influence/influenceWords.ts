import type { NumericArray, Trace } from '../../trace';
import { formatNumber } from '../base/format';
import type { DataTable } from '../base/table';
import { stepWords } from '../base/stepWords';
import { spokenLabel } from '../base/timeLabels';
import type { Translate } from '../context';
import {
  inputAt,
  isRead,
  ofFeature,
  readsTokens,
  type Tried
} from './influence';

/** Which answer is looked at, and by which input. */
export interface InfluenceChoice {
  readonly output: number;
  readonly answer: number;
  readonly feature: number;
}

/** What of each step is looked at: a feature of the input, or one of the two numbers of a token. */
export function featureNames(
  trace: Trace,
  translate: Translate
): readonly string[] {
  return readsTokens(trace)
    ? [translate('gradient × embedding'), translate('length of the gradient')]
    : trace.input.names;
}

/** `high (°C)` */
export function labelOf(name: string, unit: string | undefined): string {
  return unit === undefined ? name : `${name} (${unit})`;
}

/** What stands at each step of the input, and is typed over: a feature with its unit, or a token. */
export function inputLabel(
  trace: Trace,
  { feature }: Pick<InfluenceChoice, 'feature'>
): string {
  const { names, unit } = trace.input;
  return labelOf(names[readsTokens(trace) ? 0 : feature], unit);
}

/** `7 June` for a day, `token 5 “not”` for a token, which may come twice; else `step 12`. */
export function stepLabel(
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
export function gradientName(
  trace: Trace,
  { output, answer, feature }: InfluenceChoice,
  translate: Translate
): string {
  const { name } = trace.outputs[output];
  const where = stepLabel(trace, answer, translate);
  if (readsTokens(trace)) {
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
  return translate(
    'change of %1 at %2, for one more of %3',
    name,
    where,
    labelOf(trace.input.names[feature], trace.input.unit)
  );
}

export function spokenInfluence(
  trace: Trace,
  choice: InfluenceChoice,
  gradient: NumericArray | null,
  step: number,
  translate: Translate
): string {
  const { feature } = choice;
  const value = inputAt(trace, step, feature);
  const where =
    typeof value === 'string'
      ? stepLabel(trace, step, translate)
      : translate(
          '%1 at %2 is %3',
          trace.input.names[feature],
          stepLabel(trace, step, translate),
          formatNumber(value)
        );
  if (gradient === null) {
    return where;
  }
  const values = ofFeature(gradient, feature);
  return isRead(trace, choice.answer, values)(step)
    ? `${where}; ${gradientName(trace, choice, translate)}: ${formatNumber(values[step])}`
    : translate(
        '%1; %2 at %3 is given without it',
        where,
        trace.outputs[choice.output].name,
        stepLabel(trace, choice.answer, translate)
      );
}

/** The prediction beside what happened, in one sentence; nothing where nothing was tried. */
export function changeWords(
  trace: Trace,
  { output }: InfluenceChoice,
  last: Tried | undefined,
  translate: Translate
): string {
  if (last === undefined) {
    return '';
  }
  const { step, feature, from, to, predicted, real } = last;
  const { name, unit } = trace.outputs[output];
  if (typeof to === 'string') {
    const where = stepLabel(trace, step, translate);
    const change = [
      labelOf(name, unit),
      formatNumber(predicted),
      formatNumber(real)
    ];
    return to === ''
      ? translate(
          '%1 left out. Predicted change of %2: %3. The network run again: %4.',
          where,
          ...change
        )
      : translate(
          '%1 replaced by “%2”. Predicted change of %3: %4. The network run again: %5.',
          where,
          to,
          ...change
        );
  }
  return translate(
    '%1 at %2 from %3 to %4. Predicted change of %5: %6. The network run again: %7.',
    trace.input.names[feature],
    stepLabel(trace, step, translate),
    formatNumber(Number(from)),
    formatNumber(to),
    labelOf(name, unit),
    formatNumber(predicted),
    formatNumber(real)
  );
}

/** The gradient at each step, and what was tried there last. */
export function influenceTable(
  trace: Trace,
  choice: InfluenceChoice,
  gradient: NumericArray | null,
  tries: readonly Tried[],
  translate: Translate
): DataTable {
  const { feature } = choice;
  const values = gradient && ofFeature(gradient, feature);
  const isWords = readsTokens(trace);
  return {
    caption: gradientName(trace, choice, translate),
    columns: [
      translate('%step'),
      inputLabel(trace, choice),
      isWords ? featureNames(trace, translate)[feature] : translate('gradient'),
      translate('tried'),
      translate('predicted change'),
      translate('real change')
    ],
    rows: Array.from({ length: trace.time.steps }, (_, step) => {
      const last = tries.findLast(
        each => each.step === step && (isWords || each.feature === feature)
      );
      return [
        trace.time.labels?.[step] ?? step,
        inputAt(trace, step, feature),
        values?.[step] ?? NaN,
        last?.to === '' ? translate('left out') : (last?.to ?? ''),
        last?.predicted ?? '',
        last?.real ?? ''
      ];
    })
  };
}

/** How to read the picture. */
export function readingWords(trace: Trace, translate: Translate): string {
  const { outputs } = trace;
  const rest = readsTokens(trace)
    ? translate(
        'The bars below show what each token adds to it, as far as its gradient tells. Then test it: I, and another token in its place, or none to leave it out.'
      )
    : translate(
        'The bars below show by how much it would change for one more of the input at each %step. Then test it: I, and another number for that input.'
      );
  const choose =
    outputs.length > 1
      ? translate(
          'Choose an answer above: click it, or ↑ ↓; another output with Shift + ↑ ↓.'
        )
      : translate('Choose an answer above: click it, or ↑ ↓.');
  return `${choose} ${rest}`;
}
