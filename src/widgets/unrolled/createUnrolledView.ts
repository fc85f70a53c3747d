import type { LayerTrace, Trace } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html, listen } from '../base/dom';
import { formatFixed } from '../base/format';
import { createFrame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { createPainter } from '../base/painter';
import { createPlayer } from '../base/player';
import type { DataTable } from '../base/table';
import { spokenLabel } from '../base/timeLabels';
import { layerValues, type LayerValues } from '../equations/layerValues';
import { stepsOf } from '../gates/gatesTables';
import { stepButtons } from '../gates/stepButtons';
import { createTraceFocus, stepTools } from '../trace/traceFocus';
import { findCarry, isCarry } from './carry';
import { chainRows, chainStates } from './chainRows';
import { drawChain, type Chain } from './drawChain';
import { createSharesPanel, LONG, type SharesPanel } from './sharesPanel';
import { noSharesWords } from './sharesWords';

/** What is drawn anew for another layer or width. */
interface Drawing {
  readonly layer: LayerTrace;
  readonly values: LayerValues;
  readonly chain: Chain;
  /** Null for a state that cannot be taken apart. */
  readonly shares: SharesPanel | null;
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
  const { cursor, store, translate, settings } = context;
  const view = {};
  let trace = bundle;
  let width = 0;
  let drawing: Drawing | null = null;
  let shown = '';

  const focus = createTraceFocus(trace, context, view, () => {
    drawTools();
    draw();
  });
  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Unrolled'),
    onKey: action => key(action),
    table: () => drawing?.shares?.table() ?? chainTable()
  });
  const chainHost = html('div');
  const sharesHost = html('div');
  const touch = html('div', { class: 'jp-gatescope-touch' });
  frame.picture.append(chainHost, sharesHost);
  frame.below.before(touch);

  const draw = (): void => {
    if (width === 0) {
      return;
    }
    const { layer } = focus;
    const values = layerValues(layer, trace.time);
    const carry = findCarry(layer);
    const chain = drawChain(trace, layer, values, width, translate);
    drawing?.shares?.dispose();
    const shares = isCarry(carry)
      ? createSharesPanel({
          trace,
          layer,
          values,
          carry,
          width,
          narrow: frame.narrow,
          translate,
          whole: whole(),
          choose: step => focus.toStep(step)
        })
      : null;
    drawing = { layer, values, chain, shares };
    fill(chainHost, chain.element);
    fill(
      sharesHost,
      shares?.element ??
        html(
          'p',
          { class: 'jp-gatescope-shares-none' },
          isCarry(carry) ? '' : noSharesWords(layer, carry, translate)
        )
    );
    frame.setReading(
      shares
        ? translate(
            'one cell, drawn once for each %1; the upper wire is the state that is carried. Below: what it is made of at the cursor.',
            trace.time.name
          )
        : translate(
            'one cell, drawn once for each %1, always with the same weights; the wire between two cells is the state.',
            trace.time.name
          )
    );
    frame.setNotice(
      shares && shares.perColumn > 1
        ? translate(
            'Aggregated: a bar is the sum of %1 steps.',
            shares.perColumn
          )
        : ''
    );
    fill(touch, frame.narrow ? stepButtons(key, translate) : []);
    shown = '';
    painter.schedule();
  };

  /** Whether a long run is drawn whole. */
  const whole = (): boolean => store.get<boolean>(trace.id, 'whole') ?? false;

  const unitWords = (): string =>
    focus.unit === 'mean'
      ? translate('mean of %1 units', focus.layer.units)
      : translate('unit %1', focus.unit);

  const showStep = (): void => {
    if (drawing && drawing.layer !== focus.layer) {
      draw();
    }
    const { step, unit } = focus;
    const state = `${step} ${unit}`;
    if (!drawing || state === shown) {
      return;
    }
    shown = state;
    const { layer, values, chain, shares } = drawing;
    const [first, last] = chain.show(step, unit);
    frame.setMeta(
      [
        layer.cellName,
        ...(trace.layers.length > 1 ? [layer.name] : []),
        ...(layer.direction === 'backward'
          ? [translate('backward: read from right to left')]
          : []),
        first === last
          ? translate('step %1 of %2', first, trace.time.steps)
          : translate('steps %1 to %2 of %3', first, last, trace.time.steps),
        unitWords()
      ].join(' · ')
    );
    frame.setChanged(shares?.show(step, unit) ?? '');
    const label = spokenLabel(trace.time.labels?.[step]);
    const numbers = quantities(layer, values).map(({ label: name, at }) => {
      const value = at(step);
      return `${name} ${value === null ? '–' : formatFixed(value)}`;
    });
    frame.announce(
      `${translate('step %1', step)} ${label}, ${unitWords()}: ${numbers.join(', ')}`
    );
    if (focus.singleUnit !== toolUnit) {
      drawTools();
    }
    frame.refreshTable();
  };

  /** The rows and wires of the chain, for words and tables. */
  const quantities = (
    layer: LayerTrace,
    values: LayerValues
  ): { label: string; at: (step: number) => number | null }[] => [
    ...chainRows(layer).map(({ label, expression }) => ({
      label,
      at: (step: number) => values.value(expression, step, focus.unit)
    })),
    ...chainStates(layer).map(({ name }) => ({
      label: name,
      at: (step: number) => values.channel(name, step, focus.unit)
    }))
  ];
  const chainTable = (): DataTable => {
    const { layer } = focus;
    const rows = quantities(layer, layerValues(layer, trace.time));
    return {
      caption: translate('%1, all steps, %2', layer.cellName, unitWords()),
      columns: [trace.time.name, ...rows.map(({ label }) => label)],
      rows: stepsOf(trace).map(step => [
        trace.time.labels?.[step] ?? step,
        ...rows.map(({ at }) => at(step) ?? '–')
      ])
    };
  };

  const painter = createPainter(frame.element, () => {
    showStep();
    const { layer, channel } = cursor.position;
    drawing?.chain.light(
      layer === null || layer === drawing.layer.name ? channel : null
    );
  });
  const player = createPlayer(
    settings,
    () => focus.moveStep(1),
    () => drawTools()
  );

  const walkChannels = (move: 1 | -1): void => {
    const { layer } = focus;
    const names = [
      ...chainRows(layer).map(({ channel }) => channel),
      ...chainStates(layer).map(({ name }) => name)
    ].filter((name, index, all) => all.indexOf(name) === index);
    const at = names.indexOf(cursor.position.channel ?? '');
    const channel = names[at < 0 ? 0 : at + move];
    if (channel !== undefined) {
      cursor.move({ channel, term: null, layer: layer.name }, view);
    }
  };
  const key = (action: KeyAction): boolean => {
    if (focus.key(action)) {
      return true;
    }
    switch (action) {
      case 'play':
        player.toggle();
        return true;
      case 'extendLeft':
      case 'extendRight':
        frame.announce(
          drawing?.shares?.walk(
            action === 'extendRight' ? 1 : -1,
            focus.step
          ) ?? ''
        );
        return true;
      case 'nextChannel':
      case 'previousChannel':
        walkChannels(action === 'nextChannel' ? 1 : -1);
        return true;
      case 'leave':
        if (drawing?.shares?.leave()) {
          return true;
        }
        if (cursor.position.pinned) {
          cursor.move({ pinned: false }, view);
          return true;
        }
        return false;
      default:
        return false;
    }
  };

  let toolUnit = -1;
  const drawTools = (): void => {
    toolUnit = focus.singleUnit;
    const { back, on } = stepTools(focus, translate);
    frame.setTools([
      ...focus.tools(),
      ...(trace.time.steps > LONG
        ? [
            {
              id: 'whole',
              label: translate('All steps'),
              title: translate('Below: all steps, or those around the cursor'),
              pressed: whole(),
              run: () => {
                store.set(trace.id, 'whole', !whole());
                drawTools();
                draw();
              }
            }
          ]
        : []),
      back,
      {
        id: 'play',
        label: player.playing ? translate('■ Stop') : translate('▶ Play'),
        title: translate('Play the steps (Space)'),
        keep: true,
        run: () => player.toggle()
      },
      on
    ]);
  };

  const closest = (event: Event, attribute: string): string | null =>
    event.target instanceof Element
      ? (event.target.closest(`[${attribute}]`)?.getAttribute(attribute) ??
        null)
      : null;
  const removers = [
    cursor.subscribe(() => painter.schedule()),
    listen<MouseEvent>(chainHost, 'click', event => {
      const step = closest(event, 'data-step');
      if (step !== null) {
        focus.toStep(Number(step));
      }
    }),
    listen<PointerEvent>(chainHost, 'pointerleave', event => {
      if (event.pointerType !== 'touch' && !cursor.position.pinned) {
        cursor.move({ channel: null, term: null }, view);
      }
    }),
    listen<PointerEvent>(chainHost, 'pointerover', event => {
      const channel = closest(event, 'data-channel');
      if (
        channel !== null &&
        event.pointerType !== 'touch' &&
        !cursor.position.pinned
      ) {
        cursor.move({ channel, term: null, layer: focus.layer.name }, view);
      }
    })
  ];
  drawTools();

  return {
    update(next) {
      if (next.kind === 'trace') {
        trace = next;
        frame.setBundle(next);
        focus.setTrace(next);
        draw();
        drawTools();
      }
    },
    resize(next) {
      frame.resize(next);
      width = Math.max(280, frame.picture.clientWidth || next);
      draw();
    },
    themeChanged: () => painter.schedule(),
    dispose() {
      player.stop();
      painter.dispose();
      removers.forEach(remove => remove());
      drawing?.shares?.dispose();
      frame.dispose();
    }
  };
};
