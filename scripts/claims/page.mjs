// docs/claims.md: every claim of the ledger, the range in which it holds, and its rows.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { root } from './program.mjs';
import { spreadWriter } from './rules.mjs';

const opening = `# What the lessons claim, and where it holds

Each sentence below stands in a lesson word for word. Beside it: the range in which it holds, and the rows of the sweep over which it was tried. A sweep trains with the lesson's own code, from ten seeds, with several learning rates for each row and with longer budgets than the lesson's. Every row is told at the rate that is best for it, so no row loses because its rate was wrong. (That rate is chosen by the same numbers, which flatters every row a little.)

A cell says the mean over seeds and, in brackets, the lowest and the highest seed. **(edge)** marks a mean whose best rate is the smallest or the largest that was tried and better than those inside by more than twice its standard error: with a rate further out it might be better still. Each table has as many decimals as its seeds allow: the last is worth at most a third of the usual standard error of its means, so a difference that is more than chance shows.

\`make claims\` trains what is missing and writes this page; \`ONLY=\` chooses sweeps. What is claimed and how it is tried stands in \`notebooks/claims/*.mjs\`, what was measured in the JSON beside it. A claim that is not here has not been swept: the lessons' own tests try it on three to five seeds.
`;

const cellText =
  write =>
  ({ mean, values, rate, atEdge }) =>
    `${write(mean)} (${write(Math.min(...values))}–${write(Math.max(...values))})${rate === null ? '' : `, ${rate}`}${atEdge ? ' **(edge)**' : ''}`;

const row = cells => `| ${cells.join(' | ')} |`;

function tableText({ budgetName, budgets, sizeName }, { measure, lines }) {
  const head = [
    ...['row', ...(sizeName ? [sizeName] : [])],
    ...budgets.map(budget => `${budgetName}: ${budget}`)
  ];
  const write = spreadWriter(
    lines.flatMap(({ cells }) => cells.map(({ values }) => values))
  );
  const body = lines.map(({ row: name, size, cells }) =>
    row([name, ...(sizeName ? [size] : []), ...cells.map(cellText(write))])
  );
  const of = measure === null ? '' : `${measure}:\n\n`;
  const rule = row(head.map((_, at) => (at === 0 ? '---' : '---:')));
  return `${of}${[row(head), rule, ...body].join('\n')}\n`;
}

function sweepText(sweep) {
  const { title, measure, seeds, rates, tables } = sweep;
  const tried = `${seeds.length} seeds${rates.length > 0 ? `, rates ${rates.join(', ')}` : ''}`;
  return `### ${title}\n\n_${measure}; ${tried}. Behind the brackets: the row's best rate._\n\n${tables.map(table => tableText(sweep, table)).join('\n')}`;
}

function lessonText({ lesson, claims, sweeps }) {
  const said = claims
    .map(
      ({ sentence, range, sweep }) =>
        `- “${sentence.replace(/\s+/g, ' ')}”\n  **Holds:** ${range} _(${sweeps[sweep].title})_`
    )
    .join('\n');
  const swept = Object.values(sweeps).map(sweepText);
  return `## ${lesson.replaceAll('-', ' ')}\n\n${said}\n\n${swept.join('\n')}`;
}

export async function pageText(lessons) {
  const text = [opening, ...lessons.map(lessonText)].join('\n');
  const style = await prettier.resolveConfig(path.join(root, 'docs', 'x.md'));
  return prettier.format(text, { ...style, parser: 'markdown' });
}

/** Whether all was there to write it from. */
export async function writePage(lessons) {
  const incomplete = lessons.flatMap(({ lesson, sweeps }) =>
    Object.entries(sweeps)
      .filter(([, { missing }]) => missing > 0)
      .map(([name, { missing }]) => `${lesson} ${name}: ${missing} trainings`)
  );
  if (incomplete.length > 0) {
    process.stderr.write(`docs/claims.md waits for ${incomplete.join('; ')}\n`);
    return false;
  }
  writeFileSync(path.join(root, 'docs', 'claims.md'), await pageText(lessons));
  return true;
}
