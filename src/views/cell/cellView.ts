import { inSequence, isPadding } from '../../trace';
import { moved, paragraphs } from '../../scene/marks/paragraphs';
import { axisLook } from '../../scene/placeMarks';
import type { Placed, Surface } from '../../scene/scene';
import { defineView } from '../../scene/view';
import { layerWords } from '../../scene/words/layerWords';
import { piecesText } from '../../scene/words/pieces';
import { gatesAnswer } from '../gates/gatesWords';
import { makingQuestion } from '../run/stateQuestion';
import { isTitledBySequence } from '../run/titledBySequence';
import { cellChoices } from './cellChoices';
import { cellNow, onWires, type CellMoment, type CellNow } from './cellNow';
import { cellHistory, cellTable } from './cellTable';
import {
  backWords,
  cellReading,
  inputBackWords,
  inputWords,
  isInput,
  meansWords,
  missingWords,
  boxScale,
  stepNames
} from './cellWords';
import { changeSentence } from './changeSentence';
import { circuitMarks } from './circuitMarks';
import { carriedIn, circuitIn } from './circuitOf';
import { equationMarks } from './equationMarks';

/**
 * The wired cell: how the numbers of one step make the next state, for one unit or the mean, as a
 * circuit with live numbers and as equations.
 */
export const cellView = defineView<'trace', ReadonlySet<string>>()({
  name: 'cell',
  kind: 'trace',
  title: translate => translate('Cell, wired'),
  fits: ({ layers }) => layers.some(({ equations }) => equations.length > 0),
  choices: cellChoices,
  table: now => cellTable(cellNow(now)),
  csv: now => cellHistory(cellNow(now)),
  scene: now => ({
    panels: [],
    layout: surface => cellPlaced(cellNow(now), surface)
  }),
  words: {
    meta(now) {
      const { trace, plain: layer, unit, translate } = cellNow(now);
      return [
        ...layerWords(trace, layer, translate),
        ...cellStepNames(now),
        unit === 'mean'
          ? translate('mean of %1 units', layer.units)
          : translate('unit %1', unit),
        ...(trace.title && !isTitledBySequence(trace) ? [trace.title] : [])
      ].join(' · ');
    },
    question(now) {
      const { read, plain: layer, step, unit, translate } = cellNow(now);
      return makingQuestion(read, { layer, step, unit }, translate);
    },
    answer: now => ({
      row: now.chosen.step,
      sentence: piecesText(changeWords(now))
    }),
    reading: ({ chosen, translate }) => cellReading(chosen.backward, translate),
    hint: ({ chosen, translate }) =>
      chosen.backward
        ? ''
        : translate(
            'Point at a term: its wire, its row and its line of code light up.'
          ),
    notice: now => noticeOf(cellNow(now)),
    below: now => belowOf(cellNow(now))
  }
});

/** In a file, also for who does not see it: every number; a page has them in its equations and its notice. */
function belowOf(now: CellNow): string {
  const { trace, read, plain: layer, step, unit, translate } = now;
  const { wire, note } = inputWords(trace, layer, step, translate, true);
  return [
    ...(isPadding(trace.time, step)
      ? []
      : [translate('Input: %1.', [wire, note].filter(Boolean).join(', '))]),
    ...(unit === 'mean'
      ? []
      : [
          gatesAnswer(
            { trace: read, layer, overSequences: false },
            { step, unit },
            translate,
            false
          )
        ]),
    noticeOf(now)
  ]
    .filter(words => words !== '')
    .join(' ');
}

/** What became of the state since the step before. */
export function changeWords(now: CellMoment) {
  const { trace, values, step, unit, translate } = cellNow(now);
  return changeSentence(trace, values, { step, unit }, translate);
}

/** Where the step is, beside the title. */
export function cellStepNames(now: CellMoment): readonly string[] {
  const of = cellNow(now);
  const { power } = onWires(of);
  return stepNames(of.read, of.step, power, of.translate);
}

/** What is not there of the numbers, and why. */
function noticeOf(now: CellNow): string {
  const { trace, layer, back, step, isBack, translate } = now;
  const { value } = onWires(now);
  const unknown = carriedIn(layer)
    .filter(each => !isInput(each) && value(each) === null)
    .map(each => inSequence(each, layer.direction));
  return [
    isBack
      ? backWords(back, unknown, translate)
      : missingWords(trace, step, unknown, translate),
    meansWords(layer, translate)
  ]
    .filter(words => words !== '')
    .join(' ');
}

/** Below this width there is room for no number but those of what is lit. */
const NARROW_BELOW = 560;

/** The circuit; in a file with what a page says beside it. */
function cellPlaced(
  now: CellNow,
  surface: Surface
): Pick<Placed, 'width' | 'height' | 'marks'> {
  const { trace, plain: entered, layer, back, step, isBack, translate } = now;
  const { theme, measure, width, row } = surface;
  const circuit = circuitIn(layer, { width, translate });
  const numbers = onWires(now);
  const came = inputWords(trace, entered, step, translate);
  const marks = circuitMarks(
    circuit,
    {
      ...{ numbers, lit: now.lit, back: isBack },
      range: expression => boxScale(expression, layer),
      input:
        isBack && back.known
          ? inputBackWords(back.input(step), came, numbers.write, translate)
          : came
    },
    { theme, measure, narrow: width < NARROW_BELOW, pointed: row === undefined }
  );
  if (row === undefined) {
    return { ...circuit, marks };
  }
  const missing = paragraphs(
    circuit.missing.map(words => ({ words, look: axisLook(theme) })),
    width,
    surface
  );
  const equations = equationMarks(now, surface);
  const top = circuit.height + 16 + missing.height;
  return {
    width,
    height: top + equations.height,
    marks: [
      ...marks,
      ...moved(0, circuit.height + 8, missing.marks),
      ...moved(0, top, equations.marks)
    ]
  };
}
