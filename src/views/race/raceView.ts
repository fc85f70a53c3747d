import type { Race } from '../../trace';
import type { DataTable } from '../../scene/dataTable';
import {
  dataTable,
  number,
  numbered,
  place,
  type Table
} from '../../scene/table';
import { defineView } from '../../scene/view';
import { formatInteger } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { placedMarks, racePlaced } from './racePlaced';
import {
  failureSentences,
  groupWords,
  heldSentence,
  leadSentence,
  placeSentence,
  raceSentences,
  raceReading,
  writtenScore
} from './raceWords';
import { progressWords } from '../run/progressWords';

/** Which groups of held-out sequences each network holds, epoch by epoch, while they learn. */
export const raceView = defineView<'race'>()({
  name: 'race',
  kind: 'race',
  title: translate => translate('Race'),
  choices: {
    epoch: {
      options: ({ epochs }) =>
        Array.from({ length: epochs.done }, (_, value) => ({ value })),
      opens: 'last',
      follows: true,
      title: translate => translate('epoch'),
      keys: ['previousUnit', 'nextUnit']
    }
  },
  opens: ({ bundle: { groups } }) => groups.length - 1,
  table: ({ bundle, chosen: { epoch }, translate }) =>
    tableOf(bundle, epoch, translate),
  csv: ({ bundle, translate }) => scoresOfAll(bundle, translate),
  scene: ({ bundle, chosen: { epoch }, translate }) => ({
    panels: [],
    layout: surface => racePlaced(bundle, surface, translate),
    overlay: { marks: placedMarks(bundle, epoch) }
  }),
  words: {
    meta: ({ bundle: { metric, title = '' } }) =>
      [metric.name, title].filter(Boolean).join(' · '),
    progress: ({ bundle, translate }) => progressWords(bundle, translate),
    reading: ({ bundle, translate }) => raceReading(bundle, translate),
    hint: ({ translate }) => translate('Drag to another place.'),
    question: ({ bundle: { epochs }, chosen: { epoch }, translate }) =>
      epochs.done === 0
        ? translate('Which network is ahead?')
        : translate(
            'Which network is ahead after epoch %1?',
            formatInteger(epoch + 1)
          ),
    answer: ({ bundle, chosen: { epoch }, translate }) =>
      bundle.epochs.done === 0
        ? null
        : {
            row: bundle.groups.length - 1,
            sentence: `${leadSentence(bundle, epoch, translate)} ${heldSentence(bundle, epoch, translate)}`
          },
    notice: ({ bundle, translate }) =>
      failureSentences(bundle, translate).join(' '),
    changed: ({ bundle, chosen: { epoch }, translate }, group) =>
      placeSentence(bundle, { epoch, group }, translate),
    spoken: ({ bundle, chosen: { epoch }, translate }, group) =>
      placeSentence(bundle, { epoch, group }, translate),
    sentences: ({ bundle, chosen: { epoch }, translate }) =>
      raceSentences(bundle, epoch, translate)
  }
});

/** What every network scores at an epoch, a row a group; none before the first is done. */
function tableOf(race: Race, epoch: number, translate: Translate): Table {
  const { epochs, groups, groupName, networks } = race;
  const isBegun = epochs.done > 0;
  return {
    caption: translate(
      '%1 after epoch %2',
      race.title ?? translate('Race'),
      formatInteger(isBegun ? epoch + 1 : 0)
    ),
    places: {
      count: isBegun ? groups.length : 0,
      unit: groupName,
      nameOf: group => groupWords(race, group)
    },
    columns: {
      group: place(groupName, group => groups[group]),
      ...numbered(
        'network',
        networks.map(({ name, scores: { values } }) =>
          number(name, group => {
            const score = values[epoch * groups.length + group];
            return Number.isFinite(score)
              ? score
              : writtenScore(score, translate);
          })
        )
      )
    }
  };
}

/** The scores of all epochs, for a file. */
function scoresOfAll(race: Race, translate: Translate): DataTable {
  const { columns } = dataTable(tableOf(race, 0, translate));
  const epochs = Array.from({ length: race.epochs.done }, (_, epoch) =>
    dataTable(tableOf(race, epoch, translate)).rows.map(row => [
      epoch + 1,
      ...row
    ])
  );
  return {
    caption: race.title ?? translate('Race'),
    columns: [translate('epoch'), ...columns],
    rows: epochs.flat()
  };
}
