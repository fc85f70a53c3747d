import type { LayerTrace, Trace } from '../../trace';
import { createMoment } from '../../scene/createMoment';
import { drawView } from '../../scene/drawView';
import { dataTable } from '../../scene/table';
import { formatNumber } from '../../scene/words/format';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Translate } from '../../scene/words/translate';
import { cellNow, onWires, type CellNow } from '../../views/cell/cellNow';
import {
  cellStepNames,
  cellView,
  changeWords
} from '../../views/cell/cellView';
import { circuitIn, circuitOf } from '../../views/cell/circuitOf';
import { FULL_WIDTH } from '../../views/cell/circuit';
import { findPart, litWith, type Term } from '../../views/equations/terms';
import { fill, html } from '../base/dom';
import { contentOf } from '../base/pieces';
import type { View, ViewFactory } from '../context';
import type { Lit } from '../equations/equationBlock';
import { spoken } from '../equations/spoken';
import { createRunView, type RunView } from '../run/createRunView';
import { followTerms } from '../run/followTerms';
import { createDrawing } from '../scene/createDrawing';
import { pagePaper } from '../scene/pagePaper';
import { createCellParts, type CellParts } from './cellParts';

/** From this width on the equations stand beside the circuit. */
const BESIDE_FROM = 920;
/** The least width of the equations beside it, and what is between them. */
const EQUATIONS = 290;
const GAP = 24;

/** The page of the wired cell: its equations are walked through, and its code lights with them. */
export const createCellView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  const { words } = cellView;
  let trace = bundle;
  let lit: ReadonlySet<string> = new Set();
  let litBy = '';
  let parts: CellParts | null = null;
  const now = () => cellNow(moment.now);
  /** The parts of the layer on the page; made anew for another layer or run, and once its code may be seen. */
  const partsNow = (): CellParts => {
    const { layer } = now();
    const closedBy = context.closedCode?.(layer.cell) ?? null;
    if (parts?.layer !== layer || parts.closedBy !== closedBy) {
      parts?.dispose();
      parts = createCellParts(trace, layer, { context, run });
      box.element.append(parts.equations.element);
      fill(run.base.frame.below, parts.code);
    }
    return parts;
  };
  /** What the moment is of: the run, and what is lit in it. */
  const renew = (): void => {
    moment.take(trace);
    moment.know(lit);
  };
  const light = (of: Lit): string => {
    const { layer, equations, source } = partsNow();
    const { channel, term = null } = of;
    const part = term === null ? null : findPart(layer.equations, term);
    const next = `${layer.name} ${channel} ${part?.text}`;
    if (next !== litBy) {
      litBy = next;
      lit = part
        ? litWith(part.expression)
        : new Set(channel === null ? [] : [channel]);
      moment.know(lit);
    }
    drawing.redraw();
    equations.light({ channel, term: part ? term : null });
    source?.light({ channel, term }, part);
    return part ? spokenPart(part, now()) : '';
  };

  const run: RunView = createRunView(element, {
    view: cellView,
    ...{ bundle, context },
    title: translate('Cell, wired'),
    table: () => dataTable(moment.table),
    csv: () => cellView.csv!(moment.now),
    svg: () =>
      drawView(cellView, moment.now, {
        ...pagePaper(run.base.frame.element),
        row: run.base.step
      }),
    take(next) {
      trace = next;
    },
    draw(_, next) {
      renew();
      const { layer, equations, source } = partsNow();
      const { frame } = run.base;
      drawing.draw(box.place(layer, next, frame.narrow));
      equations.fit();
      source?.fit();
      frame.setReading(
        `${words.reading(moment.now)} ${words.hint?.(moment.now) ?? ''}`
      );
    },
    show({ step, unit }) {
      renew();
      partsNow().equations.show(step, unit);
      run.base.frame.setNotice(words.notice?.(moment.now) ?? '');
      return cellStepNames(moment.now);
    },
    light,
    question: () => words.question(moment.now),
    answer: () => contentOf(changeWords(moment.now)),
    quantities: () =>
      now().layer.equations.map(({ channel: name }) => ({
        name,
        at: (step, unit) => now().values.channel(name, step, unit)
      })),
    channels: () => now().layer.equations.map(({ channel }) => channel),
    onKey: action =>
      action === 'wayBack'
        ? (run.focus.choose('wayBack', !moment.now.chosen.wayBack), true)
        : walkedEquations(action, partsNow())
  });
  const moment = createMoment(cellView, bundle, run.focus.kept, translate);
  const { frame, view } = run.base;
  const drawing = createDrawing('circuit', moment, {
    picture: () => frame.picture
  });
  const box = createBox(drawing.host, translate);
  frame.picture.append(box.element);
  followTerms(
    frame.element,
    {
      inside: target =>
        drawing.host.contains(target) || frame.below.contains(target),
      litAt: target => partsNow().litAt(target)
    },
    context,
    () => run.place.layer.name,
    run.mover
  );
  return view;
};

/** The circuit with what is missing in it, and room for the equations beside or below. */
function createBox(circuit: HTMLElement, translate: Translate) {
  const notes = html('div', { class: 'jp-gatescope-circuit-notes' });
  const element = html(
    'div',
    { class: 'jp-gatescope-cell' },
    html('div', { class: 'jp-gatescope-cell-drawing' }, circuit, notes)
  );
  return {
    element,
    /** Lays it out in a width; returns that of the circuit. */
    place(layer: LayerTrace, whole: number, narrow: boolean): number {
      const beside = whole - EQUATIONS - GAP;
      const usual = Math.min(FULL_WIDTH, beside);
      // A long computation gets the whole width, with its equations below.
      const isBeside =
        whole >= BESIDE_FROM &&
        !circuitOf(layer, { width: usual, translate }).crowded;
      const width = isBeside ? beside : whole;
      for (const [name, on] of [
        ['beside', isBeside],
        ['below', !isBeside && !narrow],
        ['first', narrow]
      ] as const) {
        element.classList.toggle(`jp-gatescope-cell-${name}`, on);
      }
      fill(
        notes,
        circuitIn(layer, { width, translate }).missing.map(each =>
          html('p', { class: 'jp-gatescope-circuit-missing' }, each)
        )
      );
      return width;
    }
  };
}

/** A lit term and its number, as they are read out. */
function spokenPart({ expression }: Term, now: CellNow): string {
  const { isBack, translate } = now;
  const number = onWires(now).value(expression);
  return `${isBack ? translate('gradient of ') : ''}${spoken(expression)}: ${number === null ? translate('no number in this trace') : formatNumber(number)}`;
}

/** The keys of the equations below the circuit; says whether the key was theirs. */
function walkedEquations(action: KeyAction, { equations }: CellParts): boolean {
  switch (action) {
    case 'extendDown':
    case 'extendUp':
      equations.walk(action === 'extendDown' ? 1 : -1);
      return true;
    case 'equations':
      equations.enter();
      return true;
    default:
      return false;
  }
}
