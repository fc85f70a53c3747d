import { asRead, findCarry, isCarry } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { View, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { fill, html } from '../base/dom';
import type { DataTable } from '../../scene/dataTable';
import type { Tool } from '../base/tools';
import {
  layerValues,
  type LayerValues
} from '../../views/equations/layerValues';
import { wholeLayer } from '../../views/equations/wholeLayer';
import { stepsOf } from '../../views/gates/gatesTables';
import {
  createRunView,
  type Quantity,
  type RunView
} from '../run/createRunView';
import { attributeAt, followTerms } from '../run/followTerms';
import type { RunPlace } from '../run/runFocus';
import { chainRows, chainStates } from './chainRows';
import { drawChain, type Chain } from './drawChain';
import {
  createSharesPanel,
  LONG,
  type SharesPanel,
  type SharesPanelOptions
} from './sharesPanel';
import { chainWords, noSharesWords } from './sharesWords';

/** What is drawn anew for another layer or width. */
interface Drawing {
  readonly chain: Chain;
  /** Null for a state that cannot be taken apart. */
  readonly shares: SharesPanel | null;
  /** The shares, or why there are none. */
  readonly below: HTMLElement;
  /** The rows and wires of the chain, for words and tables. */
  readonly quantities: readonly Quantity[];
}

/**
 * The unrolled chain: where did this state come from? One cell drawn once for each step around the
 * cursor and, below, the state at the cursor taken apart into what each step wrote.
 */
export const createUnrolledView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { store, translate } = context;
  let trace = bundle;
  let drawing: Drawing | null = null;
  const chainHost = html('div');
  const sharesHost = html('div');
  /** Whether a long run is drawn whole. */
  const whole = (): boolean => store.get<boolean>(trace.id, 'whole') ?? false;

  const run: RunView = createRunView(element, {
    bundle,
    context,
    title: translate('Unrolled'),
    table: () =>
      drawing?.shares?.table() ??
      chainTable(trace, run.place, drawing?.quantities ?? [], translate),
    take(next) {
      trace = next;
    },
    draw(layer, width) {
      const { frame } = run.base;
      drawing = drawUnrolled({
        trace,
        layer,
        width,
        narrow: frame.narrow,
        whole: whole(),
        translate
      });
      fill(chainHost, drawing.chain.element);
      fill(sharesHost, drawing.below);
      const { reading, notice } = chainWords(drawing.shares, translate);
      frame.setReading(reading);
      frame.setNotice(notice);
    },
    show({ step, unit }) {
      const [first, last] = drawing?.chain.show(step, unit) ?? [step, step];
      const { steps } = trace.time;
      return [
        first === last
          ? translate('%step %1 of %2', first, steps)
          : translate('%steps %1 to %2 of %3', first, last, steps)
      ];
    },
    light({ channel }) {
      drawing?.chain.light(channel);
      return '';
    },
    changed: ({ step, unit }) => drawing?.shares?.show(step, unit) ?? '',
    quantities: () => drawing?.quantities ?? [],
    channels() {
      const { layer } = run.place;
      return [
        ...new Set([
          ...chainRows(layer).map(({ channel }) => channel),
          ...chainStates(layer).map(({ name }) => name)
        ])
      ];
    },
    tools: () =>
      trace.time.steps > LONG
        ? [
            wholeTool(
              whole(),
              () => {
                store.set(trace.id, 'whole', !whole());
                run.base.draw();
              },
              translate
            )
          ]
        : [],
    over: event => drawing?.shares?.point(event),
    onKey(action, step) {
      switch (action) {
        case 'extendLeft':
        case 'extendRight':
          run.base.frame.announce(
            drawing?.shares?.walk(action === 'extendRight' ? 1 : -1, step) ?? ''
          );
          return true;
        case 'leave':
          return drawing?.shares?.leave() ?? false;
        default:
          return false;
      }
    }
  });
  const { frame, view } = run.base;
  frame.picture.append(chainHost, sharesHost);
  followTerms(
    frame.picture,
    {
      litAt(target) {
        const channel = attributeAt(target, 'data-channel');
        return channel === null ? null : { channel, term: null };
      },
      click(target, event) {
        const step = chainHost.contains(target)
          ? attributeAt(target, 'data-step')
          : drawing?.shares?.stepAt(event);
        if (step != null) {
          run.base.move(Number(step));
        }
        return true;
      }
    },
    context,
    () => run.place.layer.name,
    run.mover
  );
  return view;
};

function drawUnrolled(
  options: Omit<SharesPanelOptions, 'values' | 'carry'>
): Drawing {
  const { trace, layer, translate } = options;
  // A gate that all units share stands beside the layer.
  const values = layerValues(wholeLayer(trace, layer), trace.time);
  const carry = findCarry(layer);
  const shares = isCarry(carry)
    ? createSharesPanel({ ...options, values, carry })
    : null;
  const none = html(
    'p',
    { class: 'jp-gatescope-shares-none' },
    isCarry(carry) ? '' : noSharesWords(layer, carry, translate)
  );
  return {
    chain: drawChain({ ...options, values }),
    shares,
    below: shares?.element ?? none,
    quantities: chainQuantities(layer, values)
  };
}

function chainQuantities(
  layer: LayerTrace,
  values: LayerValues
): readonly Quantity[] {
  return [
    ...chainRows(layer).map(({ label, expression }): Quantity => ({
      name: label,
      at: (step, unit) => values.value(expression, step, unit)
    })),
    ...chainStates(layer).map(({ name }): Quantity => ({
      name,
      at: (step, unit) => values.channel(name, step, unit)
    }))
  ];
}

/** The rows and wires of the chain at every step. */
function chainTable(
  trace: Trace,
  { layer, unit }: RunPlace,
  rows: readonly Quantity[],
  translate: Translate
): DataTable {
  return {
    caption: translate(
      '%1, all %steps, %2',
      layer.cellName,
      unit === 'mean'
        ? translate('mean of %1 units', layer.units)
        : translate('unit %1', unit)
    ),
    columns: [translate('%step'), ...rows.map(({ name }) => name)],
    rows: stepsOf(trace).map(step => [
      asRead(trace, layer).time.labels?.[step] ?? step,
      ...rows.map(({ at }) => at(step, unit) ?? '–')
    ])
  };
}

function wholeTool(
  pressed: boolean,
  run: () => void,
  translate: Translate
): Tool {
  return {
    id: 'whole',
    label: translate('All %steps'),
    title: translate('All %steps below, or those around the cursor'),
    pressed,
    run
  };
}
