import type { Trace } from '../../../trace';
import { momentSentence, numberWords, type Moment } from './moment';
import { tablePicture } from './tablePicture';

/** Steps beside each other. */
const SHOWN = 8;

/** A saved picture of the unrolled chain: the numbers of one unit, a step beside the other. */
export function unrolledPicture(trace: Trace, moment: Moment): string {
  const { layer, unit, step, value } = moment;
  const { steps, labels } = trace.time;
  const from = Math.max(0, Math.min(steps - SHOWN, step - SHOWN + 2));
  const shown = Array.from(
    { length: Math.min(SHOWN, steps) },
    (_, at) => from + at
  );
  const channels = layer.channels.filter(
    ({ role }) => role !== 'term' && role !== 'gradient'
  );
  const title = trace.title ? `${trace.title}: unrolled` : 'Unrolled';
  return tablePicture({
    title: `${title}, ${layer.cellName}, unit ${unit}`,
    headings: [
      trace.time.name,
      ...shown.map(at => `${at}${labels?.[at] ? ` ${labels[at]}` : ''}`)
    ],
    rows: channels.map(({ name, label }) => [
      `${name} ${label}`,
      ...shown.map(
        at => `${numberWords(value(name, at))}${at === step ? ' ◂' : ''}`
      )
    ]),
    notes: [momentSentence(moment)]
  });
}
