import { asRead, expressionText, inSequence } from '../../trace';
import type { Expression, LayerTrace, Trace } from '../../trace';
import type { ViewContext } from '../context';
import type { DataTable } from '../../scene/dataTable';
import type { LayerValues } from '../../views/equations/layerValues';
import type { WayBack } from '../equations/wayBack';
import { termsOf } from '../../views/equations/terms';
import { labelColumn, stepsOf } from '../../views/gates/gatesTables';
import { stepInput } from '../../views/run/stepInput';
import type { RunPlace } from '../run/runFocus';

type Translate = ViewContext['translate'];

/** Every quantity of the equations, at the step and unit that are shown. */
export function cellTable(
  { values, back }: { readonly values: LayerValues; readonly back: WayBack },
  { step, unit, layer }: RunPlace,
  translate: Translate,
  trace: Trace
): DataTable {
  return {
    caption: translate(
      '%1 at %step %2, %3',
      layer.cellName,
      step,
      unit === 'mean' ? translate('mean of units') : translate('unit %1', unit)
    ),
    columns: [
      translate('quantity'),
      translate('what it is'),
      translate('value'),
      ...(back.known ? ['dL/d'] : [])
    ],
    rows: [
      ...inputColumns(trace, layer, translate).map(
        ({ text, words, at, feature }) => [
          text,
          words,
          at(step),
          ...(back.known
            ? [(feature === null ? null : back.input(step)?.[feature]) ?? '–']
            : [])
        ]
      ),
      ...quantities(values).map(({ text, words, expression }) => [
        text,
        translate(words),
        values.value(expression, step, unit) ?? '–',
        ...(back.known ? [back.value(expression, step, unit) ?? '–'] : [])
      ])
    ]
  };
}

/** The same quantities at every step of the run, one column each. */
export function cellHistory(
  trace: Trace,
  values: LayerValues,
  { unit }: RunPlace,
  translate: Translate
): DataTable {
  const inputs = inputColumns(trace, values.layer, translate);
  const { labels } = asRead(trace, values.layer).time;
  const columns = quantities(values);
  return {
    caption: translate('All %steps'),
    columns: [
      translate('%step'),
      ...labelColumn(trace.time, translate),
      translate('unit'),
      ...inputs.map(({ text, words }) => `${text} (${words})`),
      ...columns.map(({ text }) => text)
    ],
    rows: stepsOf(trace).map(step => [
      step,
      ...(labels ? [labels[step] ?? ''] : []),
      unit === 'mean' ? translate('mean') : unit,
      ...inputs.map(({ at }) => at(step)),
      ...columns.map(
        ({ expression }) => values.value(expression, step, unit) ?? NaN
      )
    ])
  };
}

/** At most so many features are listed. */
const MOST_FEATURES = 32;

interface InputColumn {
  readonly text: string;
  readonly words: string;
  at(step: number): number | string;
  /** Of what W multiplies: which; null for the reader's own numbers before a scaler. */
  readonly feature: number | null;
}

/** x as W multiplies it, and the reader's own numbers where these are others. */
function inputColumns(
  trace: Trace,
  layer: LayerTrace,
  translate: Translate
): InputColumn[] {
  const { names, unit } = trace.input;
  // Of scaled numbers one may happen to be what it was.
  const steps = stepsOf(trace).map(step => stepInput(trace, layer, step));
  const first = steps.find(({ from }) => from !== null) ?? steps[0];
  const of = (count: number): number[] =>
    Array.from({ length: Math.min(count, MOST_FEATURES) }, (_, at) => at);
  const known = first.from?.kind === 'quantity' ? first.from.values : [];
  const named = (at: number): string => {
    const own = first.from === null || known.length > 0 ? names[at] : undefined;
    return own ?? translate('feature %1', at);
  };
  return [
    ...of(known.length).map(at => ({
      text: named(at),
      words: unit ?? translate('as it was measured'),
      at: (step: number) => {
        const { from } = stepInput(trace, layer, step);
        return from?.kind === 'quantity'
          ? from.values[at]
          : trace.input.array.values[step * names.length + at];
      },
      feature: null
    })),
    ...of(first.multiplied?.length ?? 0).map(at => ({
      text: `x[${at}]`,
      words: known.length > 0 ? translate('%1, scaled', named(at)) : named(at),
      at: (step: number) =>
        stepInput(trace, layer, step).multiplied?.[at] ?? '–',
      feature: at
    }))
  ];
}

interface Quantity {
  readonly text: string;
  readonly words: string;
  readonly expression: Expression;
}

function quantities({ layer }: LayerValues): Quantity[] {
  const found = new Map<string, Quantity>();
  const textOf = (expression: Expression): string =>
    expressionText(inSequence(expression, layer.direction));
  const add = (quantity: Quantity): void => {
    if (!found.has(quantity.text)) {
      found.set(quantity.text, quantity);
    }
  };
  for (const state of layer.channels) {
    if (state.role === 'state') {
      const expression: Expression = {
        kind: 'symbol',
        name: state.name,
        role: 'state',
        lag: -1
      };
      add({
        text: textOf(expression),
        words: `${state.label} before`,
        expression
      });
    }
  }
  for (const equation of layer.equations) {
    for (const term of termsOf(equation)) {
      add({
        text: textOf(term.expression),
        words: `part of ${equation.channel}`,
        expression: term.expression
      });
    }
    const channel = layer.channels.find(
      ({ name }) => name === equation.channel
    );
    add({
      text: equation.channel,
      words: channel?.label ?? equation.channel,
      expression: { kind: 'symbol', name: equation.channel, role: 'channel' }
    });
  }
  return [...found.values()];
}
