// The playground's part in tests of the code that is taken along: of each task what the page draws of an
// easy race, and the programs that its reader is given, as JSON.

import { codeOf, LANGUAGES, type CodePlan } from '../../src/play/code';
import { START, TASKS } from '../../src/play/playState';
import { createRace } from '../../src/play/race';
import { ratesOf } from '../../src/play/rates';

async function main(): Promise<void> {
  const found: Record<string, unknown> = {};
  for (const task of TASKS) {
    const state = { ...START, task, delay: 4, cells: ['lstm', 'gru'] } as const;
    const plan: CodePlan = { state, rates: ratesOf(state), epochs: 10 };
    const race = createRace(state, plan.rates);
    let rows = await race.learn();
    while (race.epoch < plan.epochs) {
      rows = await race.learn();
    }
    const codes = LANGUAGES.map(name => [name, codeOf(name, plan)] as const);
    found[task] = {
      rows: rows.map(row => [...row]),
      codes: Object.fromEntries(codes)
    };
  }
  console.log(JSON.stringify(found));
}

void main();
