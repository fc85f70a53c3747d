import { expressionText } from '../../../trace';
import type { Trace } from '../../../trace';
import { momentSentence, numberWords, type Moment } from './moment';
import { tablePicture } from './tablePicture';

/** A saved picture of the wired cell: each equation with its number at one step, for one unit. */
export function cellPicture(trace: Trace, moment: Moment): string {
  const { layer, unit, step, words, value } = moment;
  const title = trace.title ? `${trace.title}: the cell` : 'The cell';
  return tablePicture({
    title: `${title}, ${layer.cellName}, unit ${unit} at ${words}`,
    headings: ['', 'equation', 'value', 'the step before'],
    rows: layer.equations.map(({ channel, expression }) => [
      channel,
      `${channel} = ${expressionText(expression)}`,
      numberWords(value(channel)),
      numberWords(value(channel, step - 1))
    ]),
    notes: [momentSentence(moment), inputWords(trace, moment)].filter(
      note => note !== ''
    )
  });
}

/** What enters at the step, as the reader knows it. */
function inputWords({ input, time }: Trace, { step }: Moment): string {
  const row = time.kept ? time.kept.indexOf(step) : step;
  if (row < 0 || !input.editable) {
    return '';
  }
  const { values } = input.array;
  const numbers = input.names
    .slice(0, 8)
    .map(
      (name, at) =>
        `${name} ${numberWords(values[row * input.names.length + at])}`
    );
  return `Input: ${numbers.join(', ')}${input.unit ? ` ${input.unit}` : ''}.`;
}
