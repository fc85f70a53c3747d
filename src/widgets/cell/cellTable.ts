import { expressionText } from '../../trace';
import type { Expression, Trace } from '../../trace';
import type { ViewContext } from '../context';
import type { DataTable } from '../base/table';
import type { LayerValues } from '../equations/layerValues';
import { termsOf } from '../equations/terms';
import type { TraceFocus } from '../trace/traceFocus';

type Translate = ViewContext['translate'];

/** Every quantity of the equations, at the step and unit that are shown. */
export function cellTable(
  values: LayerValues,
  { step, unit, layer }: TraceFocus,
  translate: Translate
): DataTable {
  return {
    caption: translate(
      '%1 at step %2, %3',
      layer.cellName,
      step,
      unit === 'mean' ? translate('mean of units') : translate('unit %1', unit)
    ),
    columns: [
      translate('quantity'),
      translate('what it is'),
      translate('value')
    ],
    rows: quantities(values).map(({ text, words, expression }) => [
      text,
      translate(words),
      values.value(expression, step, unit) ?? '–'
    ])
  };
}

/** The same quantities at every step of the run, one column each. */
export function cellHistory(
  trace: Trace,
  values: LayerValues,
  { unit }: TraceFocus,
  translate: Translate
): DataTable {
  const columns = quantities(values);
  return {
    caption: translate('All steps'),
    columns: [trace.time.name, ...columns.map(({ text }) => text)],
    rows: Array.from({ length: trace.time.steps }, (_, step) => [
      trace.time.labels?.[step] ?? step,
      ...columns.map(
        ({ expression }) => values.value(expression, step, unit) ?? NaN
      )
    ])
  };
}

interface Quantity {
  readonly text: string;
  readonly words: string;
  readonly expression: Expression;
}

function quantities({ layer }: LayerValues): Quantity[] {
  const found = new Map<string, Quantity>();
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
        text: expressionText(expression),
        words: `${state.label} before`,
        expression
      });
    }
  }
  for (const equation of layer.equations) {
    for (const term of termsOf(equation)) {
      add({
        text: term.text,
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
