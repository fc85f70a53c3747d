// The page that says which planted faults the tests notice, and which they do not.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prettier from 'prettier';
import { root } from './bundles.mjs';

const MEANING = {
  boundaries: '`>` for `>=`, the smaller for the larger, rounding up for down',
  factors: 'a factor left out, a product for a quotient',
  kernels: 'another instruction in the compiled kernels',
  masks: '`=== 0` for `!== 0`',
  means: 'a sum for a mean, a product for a share',
  signs: 'plus for minus',
  time: 'a step too early or too late, forward for backward',
  words:
    "one purpose or direction for the other, such as `'input'` for `'recurrent'`"
};

const code = text =>
  `\`\` ${text.length > 140 ? `${text.slice(0, 140)}…` : text} \`\``.replaceAll(
    '|',
    '\\|'
  );

/**
 * @param tried `{ key, kind, path, line, outcome, by }`, the outcome one of caught, survived and the same
 * @param planned how many the sample holds
 * @param possible how many places there are, by kind
 * @param left tests that do not pass in a worker without a fault, by their paths
 */
export async function writePage(tried, planned, possible, left) {
  const of = (list, outcome) => list.filter(each => each.outcome === outcome);
  const survivors = of(tried, 'survived');
  const caught = of(tried, 'caught').length;
  const judged = caught + survivors.length;
  const rows = Object.keys(possible)
    .sort()
    .map(kind => {
      const own = tried.filter(each => each.kind === kind);
      return `| ${kind} | ${MEANING[kind]} | ${possible[kind]} | ${own.length} | ${of(own, 'caught').length} | ${of(own, 'the same').length} | ${of(own, 'survived').length} |`;
    });
  const text = `# Planted faults

How much would our tests notice? \`make mutants\` plants faults in the engine and its kernels, one at a time, and runs the tests that reach each one until a test fails. The sample is drawn evenly over the kinds of fault and is the same every time; \`COUNT=600\` enlarges it, \`SEED=2\` draws another, and \`ONLY=metrics\` tries every fault in the files of that name. A run that is stopped resumes where it ended.

**${caught} of ${judged} faults are caught${judged > 0 ? ` (${((100 * caught) / judged).toFixed(1)} %)` : ''}.** ${
    tried.length < planned
      ? `This run ended early: it tried ${tried.length} of the ${planned} in the sample. `
      : ''
  }The nightly workflow fails while a fault survives.

| kind | what it plants | places | tried | caught | the same result | survived |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

A fault that changes no result is no fault: \`scripts/mutants/equivalent.json\` names each with the reason.

## Survivors

${
  survivors.length === 0
    ? 'None in this sample.'
    : survivors
        .map(
          ({ key, path, line, by }) =>
            `- \`${path}:${line}\`${by ? ` (${by})` : ''}: ${code(key.slice(path.length + 2))}`
        )
        .join('\n')
}
${
  left.length === 0
    ? ''
    : `
## Tests that take no part

They need jest itself, threads or another build of the kernels: ${left.map(path => `\`${path}\``).join(', ')}.
`
}`;
  const path = join(root, 'docs', 'mutants.md');
  writeFileSync(
    path,
    await prettier.format(text, {
      ...(await prettier.resolveConfig(path)),
      parser: 'markdown'
    })
  );
}
