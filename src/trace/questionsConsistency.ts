import { BundleError } from './bundleError';
import type { Questions } from './generated/types';
import {
  questionsOf,
  scoresIn,
  type BenchQuestion,
  type Question
} from './questions';

/**
 * What the schema of questions cannot say: that each has the part which its form names, and that its
 * lengths and indices agree.
 *
 * @throws BundleError naming the first part that disagrees.
 */
export function checkQuestions(questions: Questions, place: string): void {
  const { items, sheets } = questions;
  once(
    sheets.map(({ key }) => key),
    `${place}.sheets`
  );
  once(
    items.map(({ id }) => id),
    `${place}.items`
  );
  questionsOf(questions).forEach((item, index) => {
    const here = `${place}.items[${index}]`;
    if (!Object.hasOwn(item, item.form)) {
      throw invalid(here, `the part “${item.form}” that its form names`);
    }
    checkItem(item, `${here}.${item.form}`);
  });
}

function checkItem(item: Question, here: string): void {
  switch (item.form) {
    case 'choice':
      if (!item.choice.options.some(({ right }) => right)) {
        throw invalid(`${here}.options`, 'an option that is right');
      }
      return;
    case 'place': {
      const { axis, labels, lines, right, replies } = item.place;
      const { count } = axis;
      for (const values of [labels, ...lines.map(line => line.values)]) {
        if (values !== undefined && values.length !== count) {
          throw invalid(here, `${count} entries`, values.length);
        }
      }
      for (const at of [...right, ...replies.flatMap(r => [r.from, r.to])]) {
        if (at >= count) {
          throw invalid(here, `a position below ${count}`, at);
        }
      }
      return;
    }
    case 'table': {
      const { names, rows, given } = item.table;
      const odd = rows.find(row => row.length !== names.length);
      if (odd !== undefined) {
        throw invalid(`${here}.rows`, `${names.length} numbers`, odd.length);
      }
      if (given >= rows.length) {
        throw invalid(`${here}.given`, `below ${rows.length}`, given);
      }
      return;
    }
    case 'order': {
      const { before, lines } = item.order;
      const late = before.flat().find(at => at >= lines.length);
      if (late !== undefined) {
        throw invalid(`${here}.before`, `a line below ${lines.length}`, late);
      }
      if (before.some(([first, second]) => first >= second)) {
        throw invalid(`${here}.before`, 'pairs that the order of lines keeps');
      }
      return;
    }
    case 'bench':
      checkBench(item.bench, here);
      return;
    default:
      return;
  }
}

function checkBench(bench: BenchQuestion['bench'], here: string): void {
  const { rows, rival, sizes = [NaN], budgets, breaks, ranges } = bench;
  const count = scoresIn(bench);
  if (bench.scores.length !== count) {
    throw invalid(`${here}.scores`, `${count} numbers`, bench.scores.length);
  }
  const below = (at: number | undefined, end: number, part: string): void => {
    if (at !== undefined && at >= end) {
      throw invalid(`${here}.${part}`, `below ${end}`, at);
    }
  };
  below(rival, rows.length, 'rival');
  for (const { row, size, budget } of breaks) {
    below(row, rows.length, 'breaks.row');
    below(size, sizes.length, 'breaks.size');
    below(budget, budgets.length, 'breaks.budget');
  }
  if (!ranges.some(({ right }) => right)) {
    throw invalid(`${here}.ranges`, 'a range that is right');
  }
}

function once(names: readonly string[], place: string): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw invalid(place, 'a name only once', `“${twice.slice(0, 80)}” twice`);
  }
}

function invalid(
  place: string,
  expected: string,
  got: string | number = 'something else'
): BundleError {
  return new BundleError('invalid', place, expected, String(got));
}
