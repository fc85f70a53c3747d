import {
  expressionText,
  type CellQuestion,
  type Expression,
  type Equation,
  type LayerTrace
} from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { mark } from '../../scene/marks/mark';
import { pageTheme } from '../../scene/theme';
import { type Circuit, beforeOf, letterOf } from '../../views/cell/circuit';
import { circuitMarks } from '../../views/cell/circuitMarks';
import { lstmCircuit } from '../../views/cell/lstmCircuit';
import { labelFont, textMeasure } from '../base/measure';
import { drawn } from '../scene/drawn';
import { forwardNames, type CellNumbers } from '../../trace/cellSheet';

/** The wired cell with the reader's own numbers on its wires, and blanks where there are none. */
export interface WiredBlanks {
  readonly element: HTMLElement;
  resize(width: number): void;
  /** Shows one step; lights the channel that is being entered. */
  show(step: number, given: CellNumbers, lit: string | null): void;
}

/** Below this width the drawing has no room for numbers. */
const PILLS_FROM = 560;

export function wiredBlanks(
  { cell }: CellQuestion,
  translate: Translate
): WiredBlanks {
  const layer = lstmLayer();
  const element = html('div', { class: 'jp-gatescope-ask-circuit' });
  let circuit: Circuit | null = null;
  let narrow = false;
  let last: Parameters<WiredBlanks['show']> = [0, {}, null];

  const show: WiredBlanks['show'] = (step, given, lit) => {
    last = [step, given, lit];
    const own = (name: string, at: number): number | null =>
      (given as Readonly<Record<string, readonly (number | null)[]>>)[name]?.[
        at
      ] ?? null;
    const known = new Map<string, number | null>([
      ...forwardNames.map(name => [name, own(name, step)] as const),
      ['h[t−1]', step === 0 ? cell.start[0] : own('h', step - 1)],
      ['c[t−1]', step === 0 ? cell.start[1] : own('c', step - 1)]
    ]);
    const value = (expression: Expression): number | null =>
      valueOf(expression, known);
    if (circuit) {
      const { width, height } = circuit;
      const marks = circuitMarks(
        circuit,
        {
          numbers: { value, computed: value, widest: 1, write: formatFixed },
          input: { wire: formatFixed(cell.inputs[step], 2), note: '' },
          lit: new Set(lit === null ? [] : [lit]),
          back: false,
          range: () => [-1, 1]
        },
        {
          theme: pageTheme,
          measure: textMeasure(labelFont(element)),
          ...{ narrow, pointed: false }
        }
      );
      const look = { width, height, viewBox: `0 0 ${width} ${height}` };
      fill(
        element,
        drawn(mark('svg', { ...look, 'aria-hidden': 'true' }, ...marks))
      );
    }
  };
  return {
    element,
    show,
    resize(width) {
      const made = lstmCircuit(layer, { width, translate });
      if (made === null || width <= 0) {
        return;
      }
      // One unit: the notes on many would be odd.
      const captions = made.captions.filter(({ kind }) => kind === 'state');
      circuit = { ...made, captions };
      narrow = width < PILLS_FROM;
      show(...last);
    }
  };
}

/** The number of a letter, a product or a tanh; null as soon as one of its letters is blank. */
function valueOf(
  expression: Expression,
  known: ReadonlyMap<string, number | null>
): number | null {
  const direct = known.get(expressionText(expression));
  if (direct !== undefined) {
    return direct;
  }
  if (expression.kind === 'call' && expression.name === 'tanh') {
    const inner = valueOf(expression.args[0], known);
    return inner === null ? null : Math.tanh(inner);
  }
  if (expression.kind === 'operation' && expression.name === 'multiply') {
    const [a, b] = expression.args.map(each => valueOf(each, known));
    return a === null || b === null ? null : a * b;
  }
  return null;
}

/** The LSTM as a layer without numbers: what its drawing needs. */
function lstmLayer(): LayerTrace {
  const product = (a: Expression, b: Expression): Expression => ({
    kind: 'operation',
    name: 'multiply',
    args: [a, b]
  });
  const sum = (...args: Expression[]): Expression =>
    args.reduce((left, right) => ({
      kind: 'operation',
      name: 'add',
      args: [left, right]
    }));
  const call = (name: string, argument: Expression): Expression => ({
    kind: 'call',
    name,
    args: [argument]
  });
  const parameter = (name: string, subscript: string): Expression => ({
    kind: 'symbol',
    name,
    subscript,
    role: 'parameter'
  });
  const times = (a: Expression, b: Expression): Expression => ({
    kind: 'operation',
    name: 'matmul',
    args: [a, b]
  });
  const block = (name: string): Equation => ({
    channel: name,
    expression: call(
      name === 'g' ? 'tanh' : 'sigmoid',
      sum(
        times(parameter('W', name), {
          kind: 'symbol',
          name: 'x',
          role: 'input'
        }),
        times(parameter('U', name), beforeOf('h')),
        parameter('b', name)
      )
    )
  });
  return {
    name: 'lstm',
    cell: 'lstm',
    cellName: 'LSTM',
    direction: 'forward',
    inputSize: 1,
    units: 1,
    parameters: { count: 12, formula: '4((n+m)m+m)', arithmetic: '4 × 3' },
    equations: [
      ...['f', 'i', 'g', 'o'].map(block),
      {
        channel: 'c',
        expression: sum(
          product(letterOf('f'), beforeOf('c')),
          product(letterOf('i'), letterOf('g'))
        )
      },
      {
        channel: 'h',
        expression: product(letterOf('o'), call('tanh', letterOf('c')))
      }
    ],
    channels: []
  };
}
