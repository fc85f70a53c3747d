import type { Comparison, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, type Content } from '../base/dom';
import type { NetworkLook } from '../../scene/marks/networkLook';
import { letter } from '../base/hue';
import { formatScore } from '../../views/compare/scoreWords';
import {
  answerWords,
  headWords,
  mapNumbers,
  missingWords,
  type Judgement,
  type MapPlace
} from '../../views/compare/cellWords';
import type { CompareRow } from '../../views/compare/compareRows';
import { directionWords } from './compareWords';

type Row = Comparison['rows'][number];

const second = (...content: readonly (string | Node)[]): HTMLElement =>
  html('span', { class: 'jp-gatescope-second' }, ...content);

/**
 * Name, parameters with their arithmetic, layer, score and time of one network.
 *
 * @param layer the name of the layer that is compared; null where there is no other
 * @param before the row as it was before an edit of the input; null where nothing is edited
 */
export function headCell(
  row: Row,
  layer: string | null,
  before: Row | null,
  look: NetworkLook,
  translate: Translate
): HTMLElement {
  const words = headWords(row, layer, before, translate);
  const { score, baseline } = words;
  const name = html('b', { class: 'jp-gatescope-compare-name' }, row.name);
  name.style.color = look.color;
  const bar = html('div', { class: 'jp-gatescope-compare-bar' });
  bar.style.background = look.color;
  const arithmetic = second(words.arithmetic);
  arithmetic.classList.add('jp-gatescope-compare-arithmetic');
  arithmetic.title = row.parameters.formula;
  const { scores } = row.metric ?? {};
  const title = scores && seedWords(scores, translate);
  return html(
    'div',
    { class: 'jp-gatescope-compare-head' },
    bar,
    headLine(name, html('b', {}, words.parameters)),
    headLine(arithmetic),
    ...(words.layer === '' ? [] : [headLine(second(words.layer))]),
    headLine(
      second(
        ...(score
          ? [
              score.before,
              html(
                'b',
                { class: 'jp-gatescope-compare-score', title },
                score.value
              ),
              score.after
            ]
          : [])
      ),
      ...(words.time === '' ? [] : [second(words.time)])
    ),
    ...(baseline
      ? [
          headLine(
            second(baseline.words),
            ...(baseline.judgement ? [judged(baseline.judgement)] : [])
          )
        ]
      : [])
  );
}

const headLine = (...parts: readonly Node[]): HTMLElement =>
  html('div', { class: 'jp-gatescope-compare-line' }, ...parts);

/** In bold, and where it is right or wrong in the color of that. */
const judged = ({ words, right }: Judgement, name = ''): HTMLElement =>
  html(
    'b',
    {
      class:
        right === null
          ? name
          : `${name} jp-gatescope-compare-${right ? 'right' : 'wrong'}`.trim()
    },
    words
  );

/** The score of each seed, for whoever looks closer. */
function seedWords(scores: readonly number[], translate: Translate): string {
  return scores
    .map((score, seed) =>
      translate('seed %1: %2', seed + 1, formatScore(score))
    )
    .join('\n');
}

/** What stands in place of a map where a network has no such channel. */
export function missingCell(
  trace: Trace,
  row: CompareRow,
  translate: Translate
): HTMLElement {
  const [what, why] = missingWords(trace, row, translate);
  return html(
    'div',
    { class: 'jp-gatescope-compare-missing' },
    html('span', {}, what),
    second(why)
  );
}

/** The numbers under a map, after the letter of its channel. */
export function mapWords(
  place: MapPlace,
  step: number,
  unit: number | null,
  tight: boolean,
  translate: Translate
): Content {
  const { row, network } = place;
  const channel = row.channels[network];
  if (!channel) {
    return '';
  }
  const { before, value } = mapNumbers(place, step, unit, tight, translate);
  return [
    letter(channel.name, row.hue),
    ...directionWords(row, translate),
    ' ',
    before,
    ...(value === '' ? [] : [html('b', { class: 'jp-gatescope-value' }, value)])
  ];
}

/** The answer at the cursor against its target; after an edit, the answer before it and now. */
export function answerCell(
  trace: Trace,
  before: Trace | undefined,
  step: number,
  translate: Translate
): Content {
  const answer = answerWords(trace, before, step, translate);
  return answer
    ? [
        second(answer.before),
        html('b', { class: 'jp-gatescope-compare-answer' }, answer.value),
        ...(answer.after === '' ? [] : [second(answer.after)]),
        ...(answer.judgement
          ? [judged(answer.judgement, 'jp-gatescope-compare-verdict')]
          : [])
      ]
    : '';
}
