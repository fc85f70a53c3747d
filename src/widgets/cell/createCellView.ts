import { expressionText } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html, listen } from '../base/dom';
import { formatFixed } from '../base/format';
import { createFrame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { createPainter } from '../base/painter';
import { createPlayer } from '../base/player';
import { spokenLabel } from '../base/timeLabels';
import { createEquations, type Equations } from '../equations/equations';
import { layerValues, type LayerValues } from '../equations/layerValues';
import { spoken } from '../equations/spoken';
import { findPart, litWith, type Term } from '../equations/terms';
import { stepButtons } from '../gates/stepButtons';
import { createTraceFocus, stepTools } from '../trace/traceFocus';
import { changeSentence } from './changeSentence';
import { cellTable, cellHistory } from './cellTable';
import { inputWords, isInput, rangeOf } from './cellWords';
import { circuitOf } from './circuitOf';
import { FULL_WIDTH, type Circuit } from './circuit';
import { drawCircuit, type CircuitPicture } from './drawCircuit';
import { codeBelow, type SourcePanel } from './sourcePanel';

/** From this width on the equations stand beside the circuit. */
const BESIDE_FROM = 920;
/** The least width of the equations beside it. */
const EQUATIONS = 290;
const GAP = 24;

/** What depends on the layer; made anew when another one is chosen. */
interface Parts {
  readonly layer: LayerTrace;
  readonly values: LayerValues;
  readonly equations: Equations;
  readonly source: SourcePanel | null;
}

/**
 * The wired cell: how the numbers of one step make the next state, for one unit or the mean, as a
 * circuit with live numbers, as equations and as code, all lit by the same term.
 */
export const createCellView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { cursor, translate, settings } = context;
  const view = {};
  let trace = bundle;
  let circuit: Circuit | null = null;
  let picture: CircuitPicture | null = null;
  let width = 0;

  const focus = createTraceFocus(trace, context, view, () => {
    rebuildIfLayerChanged();
    drawTools();
    painter.schedule();
  });
  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Cell, wired'),
    onKey: action => key(action),
    table: () => cellTable(parts.values, focus, translate, trace),
    csv: () => cellHistory(trace, parts.values, focus, translate)
  });
  const circuitHost = html('div', { class: 'jp-gatescope-circuit-host' });
  const notes = html('div', { class: 'jp-gatescope-circuit-notes' });
  const columns = html(
    'div',
    { class: 'jp-gatescope-cell' },
    html('div', { class: 'jp-gatescope-cell-drawing' }, circuitHost, notes)
  );
  frame.picture.append(columns);
  const touch = html('div', { class: 'jp-gatescope-touch' });
  frame.below.before(touch);

  const makeParts = (): Parts => {
    const { layer } = focus;
    const equations = createEquations({
      trace,
      layer,
      context,
      source: view,
      leave: () => frame.picture.focus({ preventScroll: true }),
      onKey: action => key(action)
    });
    columns.append(equations.element);
    const { shown, source } = codeBelow(trace, layer, context);
    fill(frame.below, shown);
    return {
      layer,
      values: layerValues(layer, trace.time),
      equations,
      source
    };
  };
  let parts = makeParts();

  const rebuild = (): void => {
    parts.equations.dispose();
    parts.equations.element.remove();
    parts = makeParts();
    drawStill();
    drawTools();
  };
  const rebuildIfLayerChanged = (): void => {
    if (focus.layer !== parts.layer) {
      rebuild();
    }
  };

  /** Draws what does not change with the step. */
  const drawStill = (): void => {
    if (width === 0) {
      return;
    }
    const options = (available: number) => ({
      width: available,
      translate
    });
    let beside = width >= BESIDE_FROM;
    circuit = circuitOf(
      parts.layer,
      options(Math.min(FULL_WIDTH, beside ? width - EQUATIONS - GAP : width))
    );
    if (circuit.crowded && width > FULL_WIDTH) {
      // A long computation gets the whole width, with its equations below.
      beside = false;
      circuit = circuitOf(parts.layer, options(width));
    }
    columns.classList.toggle('jp-gatescope-cell-beside', beside);
    columns.classList.toggle(
      'jp-gatescope-cell-below',
      !beside && !frame.narrow
    );
    columns.classList.toggle('jp-gatescope-cell-first', frame.narrow);
    picture = drawCircuit(circuit, {
      pills: !frame.narrow,
      range: expression => rangeOf(expression, parts.layer)
    });
    fill(circuitHost, picture.element);
    fill(
      notes,
      circuit.missing.map(words =>
        html('p', { class: 'jp-gatescope-circuit-missing' }, words)
      )
    );
    parts.equations.fit();
    fill(touch, frame.narrow ? stepButtons(key, translate) : []);
    frame.setMeta('');
    shown = '';
    painter.schedule();
  };

  /** What the next frame reads out. */
  const news: string[] = [];
  let shown = '';
  /** Puts the numbers of the step on. */
  const showStep = (): void => {
    const { step, unit, layer } = focus;
    const { values } = parts;
    const state = `${step} ${unit}`;
    if (state === shown || !picture) {
      return;
    }
    shown = state;
    const unknown = new Set<string>();
    picture.show(expression => {
      const value = values.value(expression, step, unit);
      if (value === null && !isInput(expression)) {
        unknown.add(expressionText(expression));
      }
      return value;
    });
    picture.setInput(inputWords(trace, layer, step, translate));
    parts.equations.show(step, unit);
    const unitWords =
      unit === 'mean'
        ? translate('mean of %1 units', layer.units)
        : translate('unit %1', unit);
    const label = spokenLabel(trace.time.labels?.[step]);
    if (focus.singleUnit !== toolUnit) {
      drawTools();
    }
    frame.setMeta(
      [
        layer.cellName,
        ...(trace.layers.length > 1 ? [layer.name] : []),
        translate('step %1', step) + (label.startsWith('“') ? ` ${label}` : ''),
        ...(label && !label.startsWith('“') ? [label] : []),
        unitWords
      ].join(' · ')
    );
    frame.setNotice(
      unknown.size > 0
        ? translate(
            trace.time.kept
              ? 'Dashed wires have no number: the saved copy leaves out what they need: %1.'
              : 'Dashed wires have no number: this trace does not hold %1.',
            [...unknown].slice(0, 4).join(', ') +
              (unknown.size > 4 ? ', …' : '')
          )
        : ''
    );
    frame.setChanged(changeSentence(trace, values, focus, translate));
    news.push(
      `${translate('step %1', step)} ${label}, ${unitWords}: ${layer.equations
        .map(({ channel }) => {
          const value = values.channel(channel, step, unit);
          return `${channel} ${value === null ? '–' : formatFixed(value)}`;
        })
        .join(', ')}`
    );
    frame.refreshTable();
  };

  let litState = '';
  const showLight = (): void => {
    const { term = null, layer } = cursor.position;
    const here = layer === null || layer === parts.layer.name;
    const channel = here ? cursor.position.channel : null;
    const state = `${channel} ${here ? term : ''}`;
    if (state === litState) {
      return;
    }
    litState = state;
    const part = here && term ? findPart(parts.layer.equations, term) : null;
    const texts: ReadonlySet<string> = part
      ? litWith(part.expression)
      : new Set(channel === null ? [] : [channel]);
    picture?.light(texts);
    parts.equations.light({ channel, term: part ? term : null });
    parts.source?.light({ channel, term }, part);
    if (part) {
      news.push(termWords(part, focus.step));
    }
  };
  const termWords = (part: Term, step: number): string => {
    const value = parts.values.value(part.expression, step, focus.unit);
    return `${spoken(part.expression)}: ${value === null ? translate('no number in this trace') : formatFixed(value)}`;
  };

  const painter = createPainter(frame.element, () => {
    rebuildIfLayerChanged();
    showStep();
    showLight();
    // What is lit goes by too quickly to be read out by itself when the step changes with it.
    if (news.length > 0) {
      frame.announce(news.splice(0).join('; '));
    }
  });
  const player = createPlayer(
    settings,
    () => focus.moveStep(1),
    () => drawTools()
  );

  const walkChannels = (move: 1 | -1): void => {
    const names = parts.layer.equations.map(({ channel }) => channel);
    const at = names.indexOf(cursor.position.channel ?? '');
    const next = names[at < 0 ? 0 : at + move];
    if (next !== undefined) {
      cursor.move({ channel: next, term: null, layer: parts.layer.name }, view);
    }
  };
  const key = (action: KeyAction): boolean => {
    if (focus.key(action)) {
      return true;
    }
    switch (action) {
      case 'nextChannel':
      case 'previousChannel':
        walkChannels(action === 'nextChannel' ? 1 : -1);
        return true;
      case 'extendDown':
      case 'extendUp':
        parts.equations.walk(action === 'extendDown' ? 1 : -1);
        return true;
      case 'equations':
        parts.equations.enter();
        return true;
      case 'play':
        player.toggle();
        return true;
      case 'leave':
        if (cursor.position.pinned || cursor.position.term) {
          cursor.move({ pinned: false, term: null }, view);
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
      back,
      {
        id: 'play',
        label: player.playing ? translate('■ Stop') : translate('▶ Play'),
        title: translate('Play the steps (Space)'),
        run: () => player.toggle()
      },
      on
    ]);
  };

  const point = (target: EventTarget | null): boolean => {
    const found =
      target instanceof Element ? target.closest('[data-channel]') : null;
    const channel = found?.getAttribute('data-channel');
    if (!found || !channel) {
      return false;
    }
    const text = found.getAttribute('data-text');
    const term =
      text !== null &&
      text !== channel &&
      findPart(parts.layer.equations, text) !== null
        ? text
        : null;
    cursor.move({ channel, term, layer: parts.layer.name }, view);
    return true;
  };
  const inDrawing = (target: EventTarget | null): boolean =>
    target instanceof Node &&
    (circuitHost.contains(target) || frame.below.contains(target));
  const removers = [
    cursor.subscribe(() => painter.schedule()),
    listen<PointerEvent>(frame.element, 'pointerover', event => {
      if (
        event.pointerType !== 'touch' &&
        !cursor.position.pinned &&
        inDrawing(event.target) &&
        !point(event.target) &&
        cursor.position.term
      ) {
        cursor.move({ term: null }, view);
      }
    }),
    listen<PointerEvent>(frame.element, 'pointerleave', () => {
      if (!cursor.position.pinned) {
        cursor.move({ channel: null, term: null }, view);
      }
    }),
    listen<MouseEvent>(frame.element, 'click', event => {
      if (!inDrawing(event.target)) {
        return;
      }
      const pinned = cursor.position.pinned;
      cursor.move({ pinned: false }, view);
      if (point(event.target)) {
        cursor.move({ pinned: !pinned }, view);
      } else {
        cursor.move({ term: null }, view);
      }
    })
  ];

  frame.setReading(
    translate(
      'the wider a coloured wire, the larger its number; a hollow one carries a negative number. A thin grey wire brings x or all of h, however large they are. Point at a term: its wire, its row and its line of code light up.'
    )
  );
  drawTools();

  return {
    update(next) {
      if (next.kind !== 'trace') {
        return;
      }
      trace = next;
      frame.setBundle(next);
      focus.setTrace(next);
      rebuild();
    },
    resize(next) {
      frame.resize(next);
      width = Math.max(280, frame.picture.clientWidth || next);
      drawStill();
    },
    themeChanged: () => painter.schedule(),
    dispose() {
      player.stop();
      painter.dispose();
      removers.forEach(remove => remove());
      parts.equations.dispose();
      frame.dispose();
    }
  };
};
