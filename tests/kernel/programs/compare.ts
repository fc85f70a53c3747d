import { format } from 'node:util';
import fc from 'fast-check';
import * as ts from 'typescript';
import { createConverter } from '../../../src/kernel/cells/converter';
import { createRunner } from '../../../src/kernel/cells/runner';
import { cutIntoCells, randomProgram } from './randomProgram';

/**
 * Random programs, cut into random notebook cells, must print what the uncut program prints under
 * plain Node.
 *
 *   node compare.js PROGRAMS [SEED]
 */
const programs = Number(process.argv[2] ?? 100);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);

let names: (name: string) => boolean = () => false;
const converter = createConverter(name => names(name));

/** What `work` prints, and what it throws. */
async function printed(work: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => lines.push(format(...values));
  try {
    await work();
  } catch (error) {
    lines.push(`thrown: ${String(error)}`);
  } finally {
    console.log = log;
  }
  return lines.join('\n');
}

function uncut(source: string): Promise<string> {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext
    }
  });
  return printed(
    () => import(`data:text/javascript,${encodeURIComponent(outputText)}`)
  );
}

async function cut(cells: readonly string[]): Promise<string> {
  const runner = createRunner(process.cwd());
  converter.forget();
  names = name => runner.scope.has(name);
  return printed(async () => {
    for (const [index, source] of cells.entries()) {
      const { cell, diagnostics } = converter.compile(source);
      if (cell === null) {
        const [first] = diagnostics;
        throw new Error(
          `refused: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')} in\n${source}`
        );
      }
      converter.remember(cell);
      await runner.run(cell, `cell-${index}`);
    }
  });
}

async function main(): Promise<void> {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async choose => {
      const program = randomProgram(choose);
      const cells = cutIntoCells(program, choose);
      const expected = await uncut(program.join('\n'));
      const got = await cut(cells);
      compared++;
      if (got !== expected) {
        throw new Error(
          `cells:\n${cells.join('\n// ---\n')}\n\nexpected:\n${expected}\n\ngot:\n${got}`
        );
      }
    }),
    { numRuns: programs, seed, endOnFailure: true }
  );
  console.log(`${compared} programs agree (seed ${seed})`);
}

void main();
