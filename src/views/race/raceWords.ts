import type { Race } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatInteger, formatNumber } from '../../scene/words/format';
import { heldCount, heldFrom, raceRows } from './raceShares';

/** A place of a race: an epoch and a group, from 0. */
export interface RacePlace {
  readonly epoch: number;
  readonly group: number;
}

const scoreAt = (race: Race, network: number, place: RacePlace): number =>
  race.networks[network].scores.values[
    place.epoch * race.groups.length + place.group
  ];

/** What a training that diverged scores. */
export const writtenScore = (value: number, translate: Translate): string =>
  Number.isFinite(value) ? formatNumber(value) : translate('no number');

/** What the palest and the deepest color stand for, with their scores. */
export function raceEnds(
  { baseline, best, metric }: Race,
  translate: Translate
): readonly [string, string] {
  const name = baseline.name ?? translate('always the same answer');
  return [
    `${name}: ${formatNumber(baseline.value)}`,
    metric.greaterIsBetter
      ? translate('always right: %1', formatNumber(best))
      : translate('no error: %1', formatNumber(best))
  ];
}

/** How to read the picture. */
export const raceReading = (
  { metric, groupName }: Race,
  translate: Translate
): string =>
  translate(
    'across: %1, upward: epochs. A box is the %2 on held-out sequences, the deeper the better.',
    groupName,
    metric.name
  );

/** `delay 24` */
export const groupWords = (
  { groups, groupName }: Race,
  group: number
): string => `${groupName} ${formatNumber(groups[group])}`;

/** What every network scores at a place; nothing before the first epoch is done. */
export function placeSentence(
  race: Race,
  place: RacePlace,
  translate: Translate
): string {
  return race.epochs.done === 0
    ? ''
    : translate(
        'Epoch %1, %2: %3 (%4).',
        formatInteger(place.epoch + 1),
        groupWords(race, place.group),
        race.networks
          .map(
            ({ name }, at) =>
              `${name} ${writtenScore(scoreAt(race, at, place), translate)}`
          )
          .join(', '),
        race.metric.name
      );
}

/** Which network holds more groups at an epoch than any other. */
export function leadSentence(
  race: Race,
  epoch: number,
  translate: Translate
): string {
  const counts = raceRows(race).map(rows => heldCount(rows[epoch]));
  const most = Math.max(...counts);
  const ahead = race.networks.filter((_, at) => counts[at] === most);
  return most === 0
    ? translate('None so far.')
    : ahead.length === 1
      ? `${ahead[0].name}.`
      : translate('As far: %1.', ahead.map(({ name }) => name).join(', '));
}

/** How far each network has come at an epoch: in how many groups it holds what is asked. */
export function heldSentence(
  race: Race,
  epoch: number,
  translate: Translate
): string {
  const { metric, networks, groups } = race;
  const rows = raceRows(race);
  const after = formatInteger(epoch + 1);
  const limit = formatNumber(heldFrom(race));
  const counts = networks
    .map(({ name }, at) =>
      translate(
        '%1 in %2 of %3 groups',
        name,
        formatInteger(heldCount(rows[at][epoch])),
        formatInteger(groups.length)
      )
    )
    .join(', ');
  return metric.greaterIsBetter
    ? translate(
        'After epoch %1, %2 of %3 or more: %4.',
        after,
        metric.name,
        limit,
        counts
      )
    : translate(
        'After epoch %1, %2 of %3 or less: %4.',
        after,
        metric.name,
        limit,
        counts
      );
}

/** What can be told of a race: how far each came, which diverged, then each group at an epoch. */
export function raceSentences(
  race: Race,
  epoch: number,
  translate: Translate
): readonly string[] {
  return race.epochs.done === 0
    ? []
    : [
        heldSentence(race, epoch, translate),
        ...failureSentences(race, translate),
        ...race.groups.map((_, group) =>
          placeSentence(race, { epoch, group }, translate)
        )
      ];
}

/** Which networks have dropped out, and why. */
export const failureSentences = (
  { networks }: Race,
  translate: Translate
): readonly string[] =>
  networks.flatMap(({ name, failure }) =>
    failure === undefined
      ? []
      : [translate('%1 dropped out: its training diverged. %2', name, failure)]
  );
