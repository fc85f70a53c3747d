import type { Comparison } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatDeviation, formatScore } from './scoreWords';
import { moreIsBetter } from './moreIsBetter';

type Row = Comparison['rows'][number];

/** The score of one network. */
interface Scored {
  readonly name: string;
  readonly value: number;
  readonly deviation?: number;
}

/** Which network is ahead in the numbers that stand above the columns. */
export interface CompareVerdict {
  /** What is compared: a held-out score, or the loss of the run that is shown. */
  readonly score: string;
  readonly heldOut: boolean;
  readonly greater: boolean;
  /** The best first. */
  readonly order: readonly Scored[];
}

/** Null where the networks do not all have a number of the same name, or nobody knows which is better. */
export function compareVerdict(rows: readonly Row[]): CompareVerdict | null {
  const heldOut = rows.every(({ metric }) => metric !== undefined);
  const names = new Set(
    rows.map(({ metric, loss }) => (heldOut ? metric : loss)?.name)
  );
  const [score] = names;
  if (names.size !== 1 || score === undefined) {
    return null;
  }
  // A loss is what training makes small, whatever its name.
  const greater = heldOut ? moreIsBetter(score) : false;
  if (greater === null) {
    return null;
  }
  const scored = rows.map(({ name, metric, loss }): Scored => ({
    name,
    value: (heldOut ? metric?.mean : loss?.value) ?? NaN,
    ...(heldOut && { deviation: metric?.deviation })
  }));
  if (scored.some(({ value }) => !Number.isFinite(value))) {
    return null;
  }
  const order = scored.toSorted((a, b) =>
    greater ? b.value - a.value : a.value - b.value
  );
  return { score, heldOut, greater, order };
}

/** Whether the seeds of two networks lie further apart than the means of these. */
function isWithinSpread(first: Scored, second: Scored): boolean {
  const spread = Math.max(first.deviation ?? 0, second.deviation ?? 0);
  return spread > 0 && Math.abs(first.value - second.value) <= spread;
}

/** Who is ahead, by how much, and whether that is more than chance of the seeds. */
export function verdictWords(
  { score, heldOut, greater, order: [best, ...others] }: CompareVerdict,
  translate: Translate
): string {
  const behind = others.map(({ name, value }) => {
    const by = formatScore(Math.abs(value - best.value));
    return value === best.value
      ? translate('%1 is equal to it', name)
      : greater
        ? translate('%1 is %2 below it', name, by)
        : translate('%1 is %2 above it', name, by);
  });
  const [second] = others;
  return [
    `${
      greater
        ? translate('Highest %1: %2', score, best.name)
        : translate('Lowest %1: %2', score, best.name)
    } ${formatScore(best.value)}; ${behind.join(', ')}.`,
    ...(isWithinSpread(best, second)
      ? [
          translate(
            'From %1 that is no more than the spread of the seeds (± %2): they do not tell the two apart.',
            second.name,
            formatDeviation(
              best.value,
              Math.max(best.deviation ?? 0, second.deviation ?? 0)
            )
          )
        ]
      : heldOut
        ? []
        : [translate('Of the run that is shown.')])
  ].join(' ');
}
