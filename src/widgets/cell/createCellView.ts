import type { LayerTrace, Trace } from '../../trace';
import { formatNumber } from '../../scene/words/format';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Translate } from '../../scene/words/translate';
import type { cellChoices } from '../../views/cell/cellChoices';
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
import { pieceNodes } from '../base/pieces';
import type { View, ViewFactory, ViewContext } from '../context';
import type { Lit } from '../equations/equationBlock';
import { spoken } from '../equations/spoken';
import { createRunView, type RunView } from '../run/createRunView';
import { followTerms, attributeAt } from '../run/followTerms';
import { createDrawing } from '../scene/createDrawing';
import { createEquations, type Equations } from '../equations/equations';
import { codeBelow, type SourcePanel } from './sourcePanel';

type CellRun = RunView<keyof typeof cellChoices, ReadonlySet<string>>;

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
  let litBy = '';
  let parts: CellParts | null = null;
  const now = () => cellNow(run.moment.now);
  /** The parts of the layer on the page; recreated for another layer or run, and once its code may be seen. */
  const partsNow = (): CellParts => {
    const { layer } = now();
    const closedBy = context.closedCode?.(layer.cell) ?? null;
    if (parts?.layer !== layer || parts.closedBy !== closedBy) {
      parts?.dispose();
      parts = createCellParts(now().trace, layer, { context, run });
      box.element.append(parts.equations.element);
      fill(run.base.frame.below, parts.code);
    }
    return parts;
  };
  const light = (of: Lit): string => {
    const { layer, equations, source } = partsNow();
    const { channel, term = null } = of;
    const part = term === null ? null : findPart(layer.equations, term);
    const next = `${layer.name} ${channel} ${part?.text}`;
    if (next !== litBy) {
      litBy = next;
      run.moment.know(
        part
          ? litWith(part.expression)
          : new Set(channel === null ? [] : [channel])
      );
    }
    drawing.redraw();
    equations.light({ channel, term: part ? term : null });
    source?.light({ channel, term }, part);
    return part ? spokenPart(part, now()) : '';
  };

  const run: CellRun = createRunView(element, cellView, {
    ...{ bundle, context },
    draw(_, next) {
      const { layer, equations, source } = partsNow();
      const { frame } = run.base;
      drawing.draw(box.place(layer, next, frame.narrow));
      equations.fit();
      source?.fit();
    },
    show({ step, unit }) {
      partsNow().equations.show(step, unit);
      return cellStepNames(run.moment.now);
    },
    light,
    answer: () => pieceNodes(changeWords(run.moment.now)),
    quantities: () =>
      now().layer.equations.map(({ channel: name }) => ({
        name,
        at: (step, unit) => now().values.channel(name, step, unit)
      })),
    channels: () => now().layer.equations.map(({ channel }) => channel),
    onKey: action =>
      action === 'backward'
        ? (run.focus.choose('backward', !now().isBack), true)
        : walkedEquations(action, partsNow())
  });
  const { frame, view } = run.base;
  const drawing = createDrawing('circuit', run.moment, {
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

/** What the wired cell shows of one layer besides its circuit. */
interface CellParts {
  readonly layer: LayerTrace;
  readonly equations: Equations;
  readonly source: SourcePanel | null;
  /** The exercise that keeps the code closed. */
  readonly closedBy: string | null;
  /** What stands below the picture. */
  readonly code: readonly Node[];
  /** What is lit by an element of the circuit or a line of the code. */
  litAt(target: Element): Lit | null;
  dispose(): void;
}

/** Makes the equations and the code of a layer. */
function createCellParts(
  trace: Trace,
  layer: LayerTrace,
  {
    context,
    run
  }: {
    readonly context: ViewContext;
    readonly run: Pick<RunView<never, never>, 'mover' | 'base'>;
  }
): CellParts {
  const equations = createEquations({
    trace,
    layer,
    context,
    source: run.mover,
    leave: () => run.base.frame.picture.focus({ preventScroll: true }),
    onKey: run.base.key
  });
  const { shown, source, closedBy } = codeBelow(trace, layer, context);
  return {
    layer,
    equations,
    source,
    closedBy,
    code: shown,
    litAt(target) {
      const channel = attributeAt(target, 'data-channel');
      if (!channel) {
        return null;
      }
      const text = attributeAt(target, 'data-text');
      const isTerm =
        text !== null &&
        text !== channel &&
        findPart(layer.equations, text) !== null;
      return { channel, term: isTerm ? text : null };
    },
    dispose() {
      equations.dispose();
      equations.element.remove();
    }
  };
}
