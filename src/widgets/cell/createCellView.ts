import { expressionText } from '../../trace';
import type { Expression, Trace } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill } from '../base/dom';
import { formatFixed } from '../base/format';
import { spokenLabel } from '../base/timeLabels';
import type { Lit } from '../equations/equationBlock';
import { spoken } from '../equations/spoken';
import { findPart, litWith } from '../equations/terms';
import { createRunView, type RunView } from '../run/createRunView';
import { followTerms } from '../run/followTerms';
import type { RunPlace } from '../run/runFocus';
import { createCellDrawing } from './cellDrawing';
import { createCellParts, type CellParts } from './cellParts';
import { cellHistory, cellTable } from './cellTable';
import { inputWords, isInput, missingWords } from './cellWords';
import { changeSentence } from './changeSentence';

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
  let parts: CellParts | null = null;
  const drawing = createCellDrawing(translate);
  /** The parts of the layer on the page; made anew for another layer or run. */
  const partsNow = (): CellParts => {
    const { layer } = run.place;
    if (parts?.layer !== layer) {
      parts?.dispose();
      parts = createCellParts(trace, layer, { context, run });
      drawing.element.append(parts.equations.element);
      fill(run.base.frame.below, parts.code);
    }
    return parts;
  };
  const valueAt = (
    expression: Expression,
    { step, unit }: RunPlace
  ): number | null => partsNow().values.value(expression, step, unit);
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
    const value = valueAt(part.expression, run.place);
    return `${spoken(part.expression)}: ${value === null ? translate('no number in this trace') : formatFixed(value)}`;
  };

  const run: RunView = createRunView(element, {
    bundle,
    context,
    title: translate('Cell, wired'),
    table: () => cellTable(partsNow().values, run.place, translate, trace),
    csv: () => cellHistory(trace, partsNow().values, run.place, translate),
    take(next) {
      trace = next;
    },
    draw(layer, width) {
      const { equations } = partsNow();
      drawing.draw(layer, width, run.base.frame.narrow);
      equations.fit();
      run.base.frame.setReading(
        translate(
          'the wider a coloured wire, the larger its number; a hollow one carries a negative number. A thin grey wire brings x or all of h, however large they are. Point at a term: its wire, its row and its line of code light up.'
        )
      );
    },
    show(place) {
      const { step, unit, layer } = place;
      const unknown = new Set<string>();
      drawing.show(
        expression => {
          const value = valueAt(expression, place);
          if (value === null && !isInput(expression)) {
            unknown.add(expressionText(expression));
          }
          return value;
        },
        inputWords(trace, layer, step, translate)
      );
      partsNow().equations.show(step, unit);
      run.base.frame.setNotice(missingWords(trace, [...unknown], translate));
      const label = spokenLabel(trace.time.labels?.[step]);
      const said = translate('step %1', step);
      return label.startsWith('“')
        ? [`${said} ${label}`]
        : [said, ...(label ? [label] : [])];
    },
    light,
    changed: place =>
      changeSentence(trace, partsNow().values, place, translate),
    quantities: () => {
      const { layer, values } = partsNow();
      return layer.equations.map(({ channel: name }) => ({
        name,
        at: (step, unit) => values.channel(name, step, unit)
      }));
    },
    channels: () => partsNow().layer.equations.map(({ channel }) => channel),
    onKey(action) {
      const { equations } = partsNow();
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
