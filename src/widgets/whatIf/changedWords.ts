import type { Trace } from '../../trace';
import type { Translate } from '../context';
import { html, type Content } from '../base/dom';
import { formatFixed, formatPower } from '../base/format';
import { hueOf, letter } from '../base/hue';
import { lastValue } from '../traceMap/seriesPanels';
import { difference, seenState, verdict, type Verdict } from './difference';

const verdictWords: Readonly<Record<NonNullable<Verdict>, string>> = {
  becomesRight: 'The answer becomes right.',
  becomesWrong: 'The answer becomes wrong.',
  staysRight: 'The answer stays right.',
  staysWrong: 'The answer stays wrong.',
  nearer: 'The answer comes nearer to its target.',
  farther: 'The answer goes away from its target.'
};

/** What the changes did, in one or two sentences. */
export function changedWords(
  before: Trace,
  after: Trace,
  layerIndex: number,
  translate: Translate
): Content {
  const pieces: (string | Node)[] = [html('b', {}, translate('Changed: '))];
  const arrows: (string | Node)[][] = [];
  for (const [index, output] of before.outputs.slice(0, 3).entries()) {
    const was = lastValue(output.values.values);
    const is = lastValue(after.outputs[index]?.values.values ?? []);
    if (Number.isFinite(was) && Number.isFinite(is) && was !== is) {
      arrows.push(arrow(output.name, ...distinct(was, is, 2)));
    }
  }
  if (before.loss && after.loss && before.loss.value !== after.loss.value) {
    arrows.push(
      arrow(
        translate('loss'),
        ...distinct(before.loss.value, after.loss.value, 3)
      )
    );
  }
  const layer = before.layers[layerIndex];
  const state = seenState(layer);
  const other = after.layers[layerIndex].channels.find(
    ({ name }) => name === state.name
  );
  const change = other && difference(state, other);
  if (!change || change.firstStep === null) {
    return [
      html('b', {}, translate('Changed: ')),
      translate('nothing. '),
      letter(state.name, hueOf(state)),
      translate(' is the same at every step.')
    ];
  }
  pieces.push(
    ...arrows.flatMap((each, index) => (index === 0 ? each : [', ', ...each]))
  );
  if (arrows.length > 0) {
    pieces.push('. ');
  }
  const word = verdict(before, after);
  if (word) {
    pieces.push(translate(verdictWords[word]), ' ');
  }
  const { largest } = change;
  pieces.push(
    letter(state.name, hueOf(state)),
    translate(
      ' changes from step %1 on, most in unit %2 at step %3: by %4.',
      change.firstStep,
      largest.unit,
      largest.step,
      Math.abs(largest.value) < 0.005
        ? formatPower(largest.value)
        : formatFixed(largest.value)
    )
  );
  return pieces;
}

function arrow(name: string, was: string, is: string): (string | Node)[] {
  return [
    `${name} ${was} → `,
    html('span', { class: 'jp-gatescope-clamped-words' }, is)
  ];
}

/** Two numbers with as many decimals as it takes to tell them apart, up to eight. */
function distinct(was: number, is: number, decimals: number): [string, string] {
  for (let count = decimals; count < 8; count += 1) {
    if (formatFixed(was, count) !== formatFixed(is, count)) {
      return [formatFixed(was, count), formatFixed(is, count)];
    }
  }
  return [formatFixed(was, 8), formatFixed(is, 8)];
}
