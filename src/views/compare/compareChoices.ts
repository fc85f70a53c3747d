import type { Comparison, ViewChoice } from '../../trace';
import type { Schema } from '../../scene/choices';
import { compareRows, firstRows, namedIn } from './compareRows';

export type CompareChoice =
  'channels' | 'lines' | 'sort' | 'feature' | 'ownScales' | 'difference';

/** More networks than this beside each other are too narrow: they open as lines. */
const MOST_BESIDE = 4;

const opensAsLines = ({ view, traces }: Comparison): boolean =>
  view?.lines ?? traces.length > MOST_BESIDE;

/** What a reader chooses of a comparison; the edits of its input are kept beside it, each with its own way back. */
export const compareChoices: Schema<CompareChoice, Comparison> = {
  lines: {
    options: (_, __, translate) => [
      { value: false },
      { value: true, label: translate('Lines') }
    ],
    opens: opensAsLines,
    title: translate =>
      translate(
        'All networks as lines in one plot, or each as a map of its own'
      ),
    tool: 'switch'
  },
  channels: {
    options: ({ traces }, _, translate) =>
      compareRows(traces).map(row => ({
        value: row.id,
        label: `${row.channelNames.join(' / ')}  ${namedIn(row, translate(row.words), translate)}`
      })),
    several: true,
    opens: firstChannels,
    title: translate => translate('Which channels to show below each other'),
    label: translate => translate('Channels'),
    tool: 'menu'
  },
  sort: {
    options: (_, { lines }, translate) =>
      lines
        ? []
        : [
            { value: 'value', label: translate('mean') },
            { value: 'peak', label: translate('peak') },
            { value: 'index', label: translate('index') }
          ],
    opens: () => 'value',
    title: translate => translate('How the units of each network are ordered'),
    label: (translate, order) => translate('Sort: %1', order),
    tool: 'menu'
  },
  feature: {
    options: ({ traces: [{ input }] }) =>
      input.editable
        ? input.names.map((label, value) => ({ value, label }))
        : [],
    title: translate => translate('Which feature of the input is drawn'),
    tool: 'menu'
  },
  ownScales: {
    options: (_, { lines }, translate) =>
      lines
        ? []
        : [
            { value: true },
            { value: false, label: translate('Shared scales') }
          ],
    opens: () => false,
    title: translate =>
      translate('One scale for all networks, or each its own'),
    tool: 'switch'
  },
  difference: {
    options: (_, { lines }, translate) =>
      lines
        ? []
        : [{ value: false }, { value: true, label: translate('Difference') }],
    opens: () => false,
    title: translate =>
      translate('Below, what the edits changed and not the values'),
    tool: 'switch'
  }
};

/** As lines one plot is seen at once: that of what the outside sees. */
function firstChannels(
  { traces }: Comparison,
  { lines }: ViewChoice
): readonly string[] {
  const all = compareRows(traces);
  const first = firstRows(all);
  const seen = all.filter(
    ({ id, hue }) => hue === 'hidden' && first.includes(id)
  );
  return lines && seen.length > 0 ? seen.map(({ id }) => id) : first;
}
