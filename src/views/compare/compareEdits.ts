import {
  comparedLayer,
  readsTurned,
  type Channel,
  type Comparison,
  type InputEdit,
  type Trace
} from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatChange, formatNumber } from '../../scene/words/format';
import { difference, firstChanged } from '../run/difference';
import { namedIn, rowsOfJob, type CompareRow } from './compareRows';

/** Whether all networks read the same numbers, so that one edit is an edit of all of them. */
export function sharesInput(traces: readonly Trace[]): boolean {
  const [first] = traces;
  return traces.every(
    ({ input }) =>
      input.editable &&
      input.names.length === first.input.names.length &&
      input.array.values.length === first.input.array.values.length &&
      input.array.values.every((value, index) =>
        Object.is(value, first.input.array.values[index])
      )
  );
}

/** Whether an edit at a step of the picture is one of that step of the input, of all networks. */
export const isEditable = ({ traces }: Comparison): boolean =>
  sharesInput(traces) &&
  !traces.some(trace => readsTurned(trace, comparedLayer(trace)));

/** The list with one more edit; `replace` if the last one was of the same drag. */
export function withEdit(
  edits: readonly InputEdit[],
  next: InputEdit,
  replace: boolean
): readonly InputEdit[] {
  const last = edits.at(-1);
  return replace && last?.step === next.step && last.feature === next.feature
    ? [...edits.slice(0, -1), next]
    : [...edits, next];
}

/** How a channel differs after the edits, as a channel with a symmetric scale of its own. */
export function changeOf(before: Channel, after: Channel): Channel {
  const { values, largest } = difference(before, after);
  const size = Math.abs(largest.value);
  // A small difference is still to be seen: then the scale is the next power of ten.
  const end =
    size > 0.05
      ? Math.ceil(size * 10) / 10
      : size > 0
        ? 10 ** Math.ceil(Math.log10(size))
        : 0.1;
  return {
    ...after,
    name: `Δ${after.name}`,
    role: 'value',
    range: [-end, end],
    array: { dtype: 'f64', shape: after.array.shape, values }
  };
}

/** Every channel of a row less what it was. */
export function changedRow(before: CompareRow, after: CompareRow): CompareRow {
  return {
    ...after,
    channels: after.channels.map((channel, network) => {
      const was = before.channels[network];
      return channel && was ? changeOf(was, channel) : null;
    })
  };
}

/** What was edited, and at which step first and how far the state of each network went elsewhere. */
export function editedWords(
  { traces, rows }: Comparison,
  edits: readonly InputEdit[],
  [before, after]: readonly [readonly CompareRow[], readonly CompareRow[]],
  translate: Translate
): string {
  const { input } = traces[0];
  const latest = new Map(
    edits.map(edit => [`${edit.step} ${edit.feature}`, edit])
  );
  const named = [...latest.values()]
    .slice(-3)
    .map(({ step, feature, value }) => {
      const was = input.array.values[step * input.names.length + feature];
      return translate(
        '%1 at %step %2 from %3 to %4',
        input.names[feature],
        step,
        formatNumber(was),
        formatNumber(value)
      );
    });
  const more = latest.size - named.length;
  const what = [
    translate('Edited: '),
    named.join(', '),
    more > 0 ? translate(' and %1 more', more) : '',
    '.'
  ].join('');
  // Each direction in its own time.
  const moves = rowsOfJob(before, 'hidden').flatMap(seen => {
    const now = after.find(({ id }) => id === seen.id);
    return now ? [movesWords(rows, seen, now, translate)] : [];
  });
  return moves.length > 0 ? `${what} ${moves.join('; ')}.` : what;
}

/** At which step first, in the layer's own time, and how far one state of each network went elsewhere. */
function movesWords(
  rows: Comparison['rows'],
  seen: CompareRow,
  now: CompareRow,
  translate: Translate
): string {
  const moves = rows.flatMap(({ name }, network) => {
    const [was, is] = [seen.channels[network], now.channels[network]];
    const layer = seen.layers[network];
    const change = was && is && difference(was, is);
    return change && layer
      ? [
          {
            name,
            largest: change.largest,
            firstStep: firstChanged(change, layer)
          }
        ]
      : [];
  });
  // One step for all: of networks that read the sequence the same way.
  const starts = new Set(moves.map(({ firstStep }) => firstStep));
  const [start = null] = starts;
  const byHowMuch = ({ name, firstStep, largest }: (typeof moves)[number]) => {
    const size = formatChange(Math.abs(largest.value));
    return starts.size === 1
      ? translate('%1 (%2)', size, name)
      : firstStep === null
        ? translate('0 (%1)', name)
        : translate('%1 (%2, first at %step %3)', size, name, firstStep);
  };
  const list = moves.map(byHowMuch).join(', ');
  const how =
    starts.size !== 1
      ? translate(' changes by up to %1', list)
      : start === null
        ? translate(' is the same at every %step')
        : translate(' first changes at %step %1, by up to %2', start, list);
  return `${namedIn(seen, seen.channelNames.join(' / '), translate)}${how}`;
}
