import { transformSync } from '@swc/core';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as engine from '../../../src/engine';
import { setHost } from '../../../src/engine/base/host';
import { codeOf } from '../../../src/play/code';
import type { CodePlan } from '../../../src/play/messages';
import { makeNetwork } from '../../../src/play/network';
import {
  CELLS,
  START,
  TASKS,
  type PlayState
} from '../../../src/play/playState';
import { createRace } from '../../../src/play/race';
import { tasks } from '../../../src/play/tasks';

/** Where the library that is imported finds what ships. */
beforeAll(() =>
  setHost({
    readData: name =>
      readFile(path.join(__dirname, '../../../gatescope/data', name))
  })
);

const planOf = (state: Partial<PlayState>): CodePlan => ({
  state: { ...START, delay: 5, units: 3, ...state },
  rates: [0.01, 0.03],
  epochs: 3,
  address: 'delay=5'
});

/** Runs a program that was copied, with the library that its import names; answers what it printed. */
async function ran(code: string): Promise<string[][]> {
  const printed: string[][] = [];
  const names = /import \{ (.*) \} from 'gatescope'/.exec(code)![1];
  const body = code.replace(/^import .*$/m, '');
  const { code: script } = transformSync(
    `export async function main({ ${names} }: any, console: any) {\n${body}\n}`,
    {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' }
    }
  );
  const module = {
    exports: {} as { main(...given: unknown[]): Promise<void> }
  };
  new Function('module', 'exports', script)(module, module.exports);
  await module.exports.main(engine, {
    log: (...words: string[]) => printed.push(words)
  });
  return printed;
}

describe('the code that is copied from the playground', () => {
  it.each([
    ...TASKS.map(task => [task, { task }] as const),
    [
      'a cell of one’s own without clipping',
      { cells: ['own', 'gru'], clip: 0 }
    ] as const
  ])('prints in TypeScript what the page draws: %s', async (_, given) => {
    const plan = planOf(given as Partial<PlayState>);
    const race = createRace(plan.state, plan.rates);
    let rows = await race.learn();
    rows = (await race.learn(), await race.learn());
    const printed = await ran(codeOf('TypeScript', plan));
    expect(printed).toHaveLength(2);
    const { isNumber } = tasks[plan.state.task];
    printed.forEach(([, numbers], lane) => {
      const shares = numbers.split(' ').map(Number);
      const drawn = shares.map(share =>
        Math.max(0, isNumber ? share : 2 * share - 1)
      );
      expect(drawn).toHaveLength(plan.state.delay);
      drawn.forEach((share, at) =>
        expect(Math.abs(share - rows[lane].shares[at])).toBeLessThan(0.0011)
      );
    });
  });

  it.each(CELLS)(
    'begins in Keras and PyTorch with the weights of the page: %s',
    cell => {
      const plan = planOf({ cells: [cell, 'lstm'] });
      const model = makeNetwork({ ...plan.state, cell, rate: plan.rates[0] });
      expect(codeOf('Keras', plan)).toContain(model.toKeras());
      expect(codeOf('PyTorch', plan)).toContain(model.toPyTorch());
    }
  );

  it('says what of a step of one’s own no other language can say', () => {
    const own = 'return { h: nothing };';
    expect(() =>
      codeOf('Keras', planOf({ cells: ['own', 'gru'], own }))
    ).toThrow('W, U and b');
  });

  it('stands in a notebook of the kernel as it is copied', () => {
    const plan = planOf({});
    const notebook = JSON.parse(codeOf('notebook', plan));
    expect(notebook.metadata.kernelspec.name).toBe('gatescope');
    expect(notebook.cells[1].source).toBe(codeOf('TypeScript', plan));
  });
});
