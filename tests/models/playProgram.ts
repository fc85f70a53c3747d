// The playground's part in tests of the code that is taken along: of each task what the page draws of an
// easy race, and the programs that its reader is given, as JSON.

import { codeOf } from '../../src/play/code';
import { LANGUAGES, type CodePlan } from '../../src/play/messages';
import { START, TASKS, type PlayState } from '../../src/play/playState';
import { createRace } from '../../src/play/race';
import { ratesOf } from '../../src/play/rates';

async function main(): Promise<void> {
  const found: Record<string, unknown> = {};
  const easy = { ...START, delay: 4 };
  const races: [name: string, state: PlayState][] = [
    ...TASKS.map((task): [string, PlayState] => [
      task,
      { ...easy, task, cells: ['lstm', 'gru'] }
    ]),
    // What neither library has a layer for.
    ['cells', { ...easy, cells: ['own', 'minLstm'] }]
  ];
  for (const [name, state] of races) {
    const plan: CodePlan = {
      state,
      rates: ratesOf(state),
      epochs: 10,
      address: ''
    };
    const race = createRace(state, plan.rates);
    let rows = await race.learn();
    while (race.epoch < plan.epochs) {
      rows = await race.learn();
    }
    const codes = LANGUAGES.map(
      language => [language, codeOf(language, plan)] as const
    );
    found[name] = {
      rows: rows.map(({ shares }) => [...shares]),
      codes: Object.fromEntries(codes)
    };
  }
  console.log(JSON.stringify(found));
}

void main();
