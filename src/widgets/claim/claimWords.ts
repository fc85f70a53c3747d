import type { Claim } from '../../trace';
import { formatNumber } from '../../scene/words/format';
import type { DataTable } from '../../scene/dataTable';
import type { Translate } from '../../scene/words/translate';
import {
  claimExtents,
  claimPlace,
  scoresOfRow,
  stopsAt,
  type ClaimAt
} from '../../views/claim/claimPlaces';

/** What a verdict means, beside what decided it. */
function verdictWords(
  verdict: Claim['places'][number]['verdict'],
  translate: Translate
): string {
  switch (verdict) {
    case 'holds':
      return translate('The sentence holds here');
    case 'partly':
      return translate('The sentence is not sure here');
    case 'fails':
      return translate('The sentence is false here');
  }
}

/** `at 0.01`, or that each row stands at its own best rate. */
export function rateWords(
  { rates }: Claim,
  rate: number,
  translate: Translate
): string {
  return rate === 0
    ? translate('each at its own best')
    : String(rates[rate - 1]);
}

/** Where the reader stands: `epochs 16, learning rate 0.01, steps 20`. */
export function placeWords(
  claim: Claim,
  { size, rate, budget }: ClaimAt,
  translate: Translate
): string {
  const { budgetName, budgets, rates, sizeName, sizes } = claim;
  return [
    `${budgetName} ${budgets[budget]}`,
    ...(rates.length > 0
      ? [translate('learning rate %1', rateWords(claim, rate, translate))]
      : []),
    ...(sizes && sizeName ? [`${sizeName} ${sizes[size]}`] : [])
  ].join(', ');
}

/** What became of the sentence there, and what each row reached. */
export function claimSentence(
  claim: Claim,
  at: ClaimAt,
  translate: Translate
): { readonly verdict: string; readonly rows: string } {
  const place = claimPlace(claim, at);
  const rows = claim.rows.map((name, row) => {
    const scores = scoresOfRow(place, row);
    const of = translate(
      '%1: mean %2, from %3 to %4',
      name,
      formatNumber(meanOf(scores)),
      formatNumber(Math.min(...scores)),
      formatNumber(Math.max(...scores))
    );
    return place.rates ? translate('%1, at %2', of, place.rates[row]) : of;
  });
  return {
    verdict: `${verdictWords(place.verdict, translate)} (${placeWords(claim, at, translate)}): ${place.words}.`,
    rows: `${rows.join('; ')}.`
  };
}

/** What can be told of a place, one thing after the other. */
export function claimSentences(
  claim: Claim,
  at: ClaimAt,
  translate: Translate
): readonly string[] {
  const { verdict, rows } = claimSentence(claim, at, translate);
  return [
    `${verdict} ${rows}`,
    `${translate('Where it holds:')} ${claim.range}`,
    stopSentence(claim, at, translate)
  ].filter(words => words !== '');
}

/** With which budget the sentence stops being true, at a size and a rate. */
export function stopSentence(
  claim: Claim,
  at: ClaimAt,
  translate: Translate
): string {
  const stop = stopsAt(claim, at);
  if (stop !== null) {
    return translate(
      'With this learning rate it holds up to %1 %2, and no longer with %3.',
      claim.budgets[stop - 1],
      claim.budgetName,
      claim.budgets[stop]
    );
  }
  const told = claim.budgets.map(
    (_, budget) => claimPlace(claim, { ...at, budget }).verdict
  );
  return told.every(verdict => verdict === 'holds')
    ? translate('With this learning rate it is true with every budget tried.')
    : told.includes('holds')
      ? translate(
          'With this learning rate it holds from %1 %2 on.',
          claim.budgets[told.indexOf('holds')],
          claim.budgetName
        )
      : translate('With this learning rate it is true with no budget tried.');
}

export function claimTable(
  claim: Claim,
  places: readonly ClaimAt[],
  translate: Translate
): DataTable {
  const { rates, sizes, sizeName, budgetName } = claim;
  return {
    caption: claim.sentence,
    columns: [
      ...(sizes && sizeName ? [sizeName] : []),
      budgetName,
      translate('row'),
      ...(rates.length > 0 ? [translate('learning rate')] : []),
      translate('mean'),
      ...claim.seeds.map(seed => translate('seed %1', seed)),
      translate('the sentence'),
      translate('decided by')
    ],
    rows: places.flatMap(at => {
      const place = claimPlace(claim, at);
      return claim.rows.map((name, row) => {
        const scores = scoresOfRow(place, row);
        return [
          ...(sizes && sizeName ? [sizes[at.size]] : []),
          claim.budgets[at.budget],
          name,
          ...(rates.length > 0
            ? [place.rates?.[row] ?? rates[at.rate - 1]]
            : []),
          meanOf(scores),
          ...scores,
          {
            holds: translate('holds'),
            partly: translate('not sure'),
            fails: translate('false')
          }[place.verdict],
          place.words
        ];
      });
    })
  };
}

/** Every place of a sweep but the best rates, which stand among the others. */
export function allPlaces(claim: Claim): ClaimAt[] {
  const extents = claimExtents(claim);
  const first = claim.rates.length > 0 ? 1 : 0;
  const found: ClaimAt[] = [];
  for (let size = 0; size < extents.size; size += 1) {
    for (let rate = first; rate < extents.rate; rate += 1) {
      for (let budget = 0; budget < extents.budget; budget += 1) {
        found.push({ size, rate, budget });
      }
    }
  }
  return found;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;
