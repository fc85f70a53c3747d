import {
  asRead,
  expressionText,
  inSequence,
  type Expression,
  type LayerTrace,
  type Trace
} from '../../trace';
import type { DataTable } from '../../scene/dataTable';
import type { TableCell, Column, Table } from '../../scene/table';
import type { Translate } from '../../scene/words/translate';
import { termsOf } from '../equations/terms';
import { labelColumn, numberedSteps } from '../gates/gatesTables';
import { stepInput, type StepInput } from '../run/stepInput';
import type { CellNow } from './cellNow';

/** Every quantity of the equations, at the step and unit that are shown. */
export function cellTable(now: CellNow): Table {
  const { trace, plain, layer, values, back, step, unit, translate } = now;
  const inputs = inputColumns(trace, plain, translate);
  const others = quantities(layer);
  const column = (
    role: Column['role'],
    name: string,
    input: (of: InputColumn) => TableCell,
    other: (of: Quantity) => TableCell
  ): Column => ({
    ...{ role, name },
    of: row =>
      row < inputs.length
        ? input(inputs[row])
        : other(others[row - inputs.length])
  });
  return {
    caption: translate(
      '%1 at %step %2, %3',
      layer.cellName,
      step,
      unit === 'mean' ? translate('mean of units') : translate('unit %1', unit)
    ),
    places: {
      count: inputs.length + others.length,
      nameOf: row => [...inputs, ...others][row].text,
      unordered: true
    },
    columns: {
      quantity: column(
        'place',
        translate('quantity'),
        ({ text }) => text,
        ({ text }) => text
      ),
      what: column(
        'note',
        translate('what it is'),
        ({ words }) => words,
        ({ words }) => translate(words)
      ),
      value: column(
        'number',
        translate('value'),
        ({ at }) => at(step),
        ({ expression }) => values.value(expression, step, unit) ?? '–'
      ),
      ...(back.known && {
        gradient: column(
          'number',
          'dL/d',
          ({ feature }) =>
            (feature === null ? null : back.input(step)?.[feature]) ?? '–',
          ({ expression }) => back.value(expression, step, unit) ?? '–'
        )
      })
    }
  };
}

/** The same quantities at every step of the run, one column each. */
export function cellHistory({
  trace,
  plain,
  layer,
  values,
  unit,
  translate
}: CellNow): DataTable {
  const inputs = inputColumns(trace, plain, translate);
  const { labels } = asRead(trace, plain).time;
  const columns = quantities(layer);
  return {
    caption: translate('All %steps'),
    columns: [
      translate('%step'),
      ...labelColumn(trace.time, translate),
      translate('unit'),
      ...inputs.map(({ text, words }) => `${text} (${words})`),
      ...columns.map(({ text }) => text)
    ],
    rows: numberedSteps(trace).map(step => [
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
  const first = enteringOf(trace, layer);
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

const entering = new WeakMap<LayerTrace, StepInput>();

/** What enters at some step; of scaled numbers one may happen to be what it was. */
function enteringOf(trace: Trace, layer: LayerTrace): StepInput {
  const known = entering.get(layer);
  if (known) {
    return known;
  }
  const inputs = numberedSteps(trace).map(step =>
    stepInput(trace, layer, step)
  );
  const found = inputs.find(({ from }) => from !== null) ?? inputs[0];
  entering.set(layer, found);
  return found;
}

interface Quantity {
  readonly text: string;
  readonly words: string;
  readonly expression: Expression;
}

const named = new WeakMap<LayerTrace, readonly Quantity[]>();

function quantities(layer: LayerTrace): readonly Quantity[] {
  const known = named.get(layer);
  if (known) {
    return known;
  }
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
  const all = [...found.values()];
  named.set(layer, all);
  return all;
}
