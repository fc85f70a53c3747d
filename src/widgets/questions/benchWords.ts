import type { BenchQuestion } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatNumber } from '../../scene/words/format';
import {
  judgeDesign,
  scoresAt,
  type Confound,
  type Design,
  type TriedRow
} from './bench';

/** The place of some trainings, a word a column: row, size, rate and budget. */
export function triedWords(
  { bench }: BenchQuestion,
  { row, size, rate, budget }: TriedRow
): string[] {
  return [
    bench.rows[row],
    ...(bench.sizes ? [String(bench.sizes[size])] : []),
    ...(bench.rates.length > 0 ? [String(bench.rates[rate])] : []),
    String(bench.budgets[budget])
  ];
}

/** Mean of some trainings, and the lowest and highest seed where there are several. */
export function reachedWords(
  { bench }: BenchQuestion,
  tried: TriedRow,
  translate: Translate
): string {
  const scores = scoresAt(bench, tried);
  const mean = scores.reduce((sum, each) => sum + each, 0) / scores.length;
  return scores.length === 1
    ? formatNumber(mean)
    : translate(
        '%1 (%2 to %3)',
        formatNumber(mean),
        formatNumber(Math.min(...scores)),
        formatNumber(Math.max(...scores))
      );
}

/** What a design earns, in one sentence. */
export function marksWords(
  question: BenchQuestion,
  design: Design,
  translate: Translate
): string {
  const { control, range } = judgeDesign(question, design);
  return control && range
    ? translate(
        '2 of 2 marks: your trainings break the sentence, and you say where it holds.'
      )
    : control
      ? translate('1 of 2 marks, for the control that breaks the sentence.')
      : range
        ? translate('1 of 2 marks, for the range.')
        : translate('0 of 2 marks.');
}

/** What was confounded, a sentence each. */
export function confoundWords(
  { bench }: BenchQuestion,
  confound: Confound,
  translate: Translate
): string {
  switch (confound.kind) {
    case 'noControl':
      return translate(
        'No control: whatever came out, none of these trainings could have shown the sentence to be false. Which one would look different if it were?'
      );
    case 'missingRival':
      return translate(
        'A missing rival: train “%1” as well, or there is nothing to compare with.',
        bench.rows[bench.rival]
      );
    case 'unequalBudgets':
      return translate(
        'Unequal budgets: at %1 %2 only one side of the comparison was trained.',
        bench.budgetName,
        bench.budgets[confound.budget]
      );
    case 'oneRate':
      return translate(
        'One rate for all: “%1” has a single learning rate there. It may only have had the wrong one.',
        bench.rows[confound.row]
      );
    case 'fewSeeds':
      return confound.seeds === 1
        ? translate(
            'One seed: “%1” was trained once there. Another seed may turn it around.',
            bench.rows[confound.row]
          )
        : translate(
            'Two seeds: “%1” needs at least three there to show how far luck carries.',
            bench.rows[confound.row]
          );
    case 'noRange':
      return translate('No range: you do not say where the sentence holds.');
    case 'onePlace':
      return translate(
        'A range seen from one place: train at a second %1 as well before you say how far it goes.',
        bench.sizeName ?? bench.budgetName
      );
    case 'wrongRange':
      return translate('The range: %1', confound.reply);
  }
}

/** A design that earns both marks, in words. */
export function designWords(
  { bench }: BenchQuestion,
  translate: Translate
): string {
  const [{ row, size, budget = bench.budgets.length - 1 }] = bench.breaks;
  const place = [
    ...(bench.sizes && size !== undefined
      ? [`${bench.sizeName} ${bench.sizes[size]}`]
      : []),
    `${bench.budgetName} ${bench.budgets[budget]}`
  ].join(', ');
  const said = bench.ranges.find(({ right }) => right)?.text ?? '';
  const rows =
    row === bench.rival
      ? `“${bench.rows[row]}”`
      : translate('“%1” and “%2”', bench.rows[row], bench.rows[bench.rival]);
  return bench.rates.length > 1
    ? translate(
        'train %1 at %2, each with several learning rates and at least three seeds. %3',
        rows,
        place,
        said
      )
    : translate(
        'train %1 at %2, each from at least three seeds. %3',
        rows,
        place,
        said
      );
}
