import type { NumericArray, Trace } from '../../trace';
import { formatNumber } from '../base/format';
import type { DataTable } from '../base/table';
import { spokenLabel } from '../base/timeLabels';
import type { Translate } from '../context';
import { inputAt, ofFeature, type Tried } from './influence';

/** Which answer is looked at, and by which input. */
export interface InfluenceChoice {
  readonly output: number;
  readonly answer: number;
  readonly feature: number;
}

/** `high (°C)` */
export function labelOf(name: string, unit: string | undefined): string {
  return unit === undefined ? name : `${name} (${unit})`;
}

/** `7 June` for a day, `token 5 “not”` for a token, which may come twice; else `step 12`. */
export function stepLabel(
  { time: { name, labels } }: Trace,
  step: number
): string {
  const label = spokenLabel(labels?.[step]);
  return label.startsWith('“')
    ? `${name} ${step} ${label}`
    : label || `${name} ${step}`;
}

/** `step 97 · 7 June`, as the other views say where the cursor is. */
export function placeLabel(
  { time }: Trace,
  step: number,
  translate: Translate
): string {
  const label = spokenLabel(time.labels?.[step]);
  const between = label.startsWith('“') ? ' ' : ' · ';
  return translate('step %1', step) + (label === '' ? '' : between + label);
}

/** What is drawn below: the change of which answer, by which input. */
export function gradientName(
  trace: Trace,
  { output, answer, feature }: InfluenceChoice,
  translate: Translate
): string {
  return translate(
    'change of %1 at %2, for one more of %3',
    trace.outputs[output].name,
    stepLabel(trace, answer),
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
  const where = translate(
    '%1 at %2 is %3',
    trace.input.names[feature],
    stepLabel(trace, step),
    formatNumber(inputAt(trace, step, feature))
  );
  return gradient === null
    ? where
    : `${where}; ${gradientName(trace, choice, translate)}: ${formatNumber(
        ofFeature(gradient, feature)[step]
      )}`;
}

/** The prediction beside what happened, in one sentence. */
export function changeWords(
  trace: Trace,
  { output }: InfluenceChoice,
  { step, feature, from, to, predicted, real }: Tried,
  translate: Translate
): string {
  const { name, unit } = trace.outputs[output];
  return translate(
    '%1 at %2 from %3 to %4. Predicted change of %5: %6. The network run again: %7.',
    trace.input.names[feature],
    stepLabel(trace, step),
    formatNumber(from),
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
  return {
    caption: gradientName(trace, choice, translate),
    columns: [
      trace.time.name,
      labelOf(trace.input.names[feature], trace.input.unit),
      translate('gradient'),
      translate('tried'),
      translate('predicted change'),
      translate('real change')
    ],
    rows: Array.from({ length: trace.time.steps }, (_, step) => {
      const last = tries.findLast(
        each => each.step === step && each.feature === feature
      );
      return [
        trace.time.labels?.[step] ?? step,
        inputAt(trace, step, feature),
        values?.[step] ?? NaN,
        last?.to ?? '',
        last?.predicted ?? '',
        last?.real ?? ''
      ];
    })
  };
}

/** How to read the picture. */
export function readingWords({ outputs }: Trace, translate: Translate): string {
  const rest = translate(
    'Below stands by how much it would change for one more of the input at each step. Then test it: I, and another number for that input.'
  );
  const choose =
    outputs.length > 1
      ? translate(
          'Choose an answer above: click it, or ↑ ↓; another output with Shift + ↑ ↓.'
        )
      : translate('Choose an answer above: click it, or ↑ ↓.');
  return `${choose} ${rest}`;
}
