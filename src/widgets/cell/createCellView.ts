import { asRead, inSequence } from '../../trace';
import type { Trace } from '../../trace';
import type { View, ViewFactory } from '../context';
import { cellChoices } from '../../views/cell/cellChoices';
import { makingQuestion } from '../../views/run/stateQuestion';
import { fill } from '../base/dom';
import { formatNumber } from '../../scene/words/format';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Lit } from '../equations/equationBlock';
import { spoken } from '../equations/spoken';
import { findPart, litWith } from '../../views/equations/terms';
import {
  createRunView,
  type Quantity,
  type RunView
} from '../run/createRunView';
import { wholeLayer } from '../../views/equations/wholeLayer';
import { followTerms } from '../run/followTerms';
import type { RunPlace } from '../run/runFocus';
import { createCellDrawing } from './cellDrawing';
import { createCellParts, type CellParts } from './cellParts';
import { cellHistory, cellTable } from './cellTable';
import {
  backWords,
  cellReading,
  inputBackWords,
  inputWords,
  isInput,
  meansWords,
  missingWords,
  stepNames
} from './cellWords';
import { changeSentence } from './changeSentence';
import { numbersBack, numbersOn, type BackNumbers } from './circuitNumbers';

/**
 * The wired cell: how the numbers of one step make the next state, for one unit or the mean, as a
 * circuit with live numbers, as equations and as code, all lit by the same term.
 */
export const createCellView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  let trace = bundle;
  /** Whether the numbers of the way back stand on the wires. */
  const isBack = (): boolean => run.focus.kept.get('wayBack') === true;
  let parts: CellParts | null = null;
  const drawing = createCellDrawing(translate);
  /** The parts of the layer on the page; made anew for another layer or run, and once its code may be seen. */
  const partsNow = (): CellParts => {
    const { layer } = run.place;
    const whole = wholeLayer(trace, layer);
    const closedBy = context.closedCode?.(whole.cell) ?? null;
    if (parts?.layer !== whole || parts.closedBy !== closedBy) {
      parts?.dispose();
      parts = createCellParts(trace, whole, { context, run });
      drawing.element.append(parts.equations.element);
      fill(run.base.frame.below, parts.code);
    }
    return parts;
  };
  const numbersAt = (place: RunPlace): BackNumbers => {
    const { back, values } = partsNow();
    return isBack()
      ? numbersBack(back, values, place, drawing.carried)
      : { ...numbersOn(values, place), power: 0 };
  };
  const light = ({ channel, term = null }: Lit): string => {
    const { layer, equations, source } = partsNow();
    const part = term === null ? null : findPart(layer.equations, term);
    drawing.light(
      part
        ? litWith(part.expression)
        : new Set(channel === null ? [] : [channel])
    );
    equations.light({ channel, term: part ? term : null });
    source?.light({ channel, term }, part);
    if (!part) {
      return '';
    }
    const number = numbersAt(run.place).value(part.expression);
    return `${isBack() ? translate('gradient of ') : ''}${spoken(part.expression)}: ${number === null ? translate('no number in this trace') : formatNumber(number)}`;
  };

  const run: RunView = createRunView(element, {
    view: { name: 'cell', choices: cellChoices },
    bundle,
    context,
    title: translate('Cell, wired'),
    table: () => cellTable(partsNow(), run.place, translate, trace),
    csv: () => cellHistory(trace, partsNow().values, run.place, translate),
    take(next) {
      trace = next;
    },
    draw(_, width) {
      const { layer, equations, source } = partsNow();
      const { narrow } = run.base.frame;
      drawing.draw(layer, { width, narrow, back: isBack() });
      equations.fit();
      source?.fit();
      run.base.frame.setReading(cellReading(isBack(), translate));
    },
    show(place) {
      const { step, unit, layer } = place;
      const { back, equations, layer: whole } = partsNow();
      const numbers = numbersAt(place);
      const came = inputWords(trace, layer, step, translate);
      drawing.show(
        numbers,
        isBack() && back.known
          ? inputBackWords(back.input(step), came, numbers.write, translate)
          : came
      );
      equations.show(step, unit);
      const unknown = drawing.carried
        .filter(each => !isInput(each) && numbers.value(each) === null)
        .map(each => inSequence(each, layer.direction));
      run.base.frame.setNotice(
        [
          isBack()
            ? backWords(back, unknown, translate)
            : missingWords(trace, step, unknown, translate),
          meansWords(whole, translate)
        ]
          .filter(words => words !== '')
          .join(' ')
      );
      return stepNames(asRead(trace, layer), step, numbers.power, translate);
    },
    light,
    question: place =>
      makingQuestion(asRead(trace, place.layer), place, translate),
    answer: place => changeSentence(trace, partsNow().values, place, translate),
    quantities: () => cellQuantities(partsNow()),
    channels: () => partsNow().layer.equations.map(({ channel }) => channel),
    onKey: action =>
      action === 'wayBack'
        ? (run.focus.choose('wayBack', !isBack()), true)
        : walkedEquations(action, partsNow())
  });
  const { frame, view } = run.base;
  frame.picture.append(drawing.element);
  followTerms(
    frame.element,
    {
      inside: target =>
        drawing.circuit.contains(target) || frame.below.contains(target),
      litAt: target => partsNow().litAt(target)
    },
    context,
    () => run.place.layer.name,
    run.mover
  );
  return view;
};

/** The channels of a layer, in the order of computation. */
function cellQuantities({ layer, values }: CellParts): Quantity[] {
  return layer.equations.map(({ channel: name }) => ({
    name,
    at: (step, unit) => values.channel(name, step, unit)
  }));
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
