import { format } from 'node:util';
import fc from 'fast-check';
import * as ts from 'typescript';
import {
  createConverter,
  type Converter
} from '../../../src/kernel/core/cells/converter';
import { importsNode } from '../../../src/kernel/core/cells/modules';
import {
  createRunner,
  type Runner
} from '../../../src/kernel/core/cells/runner';
import { setMachine } from '../../../src/kernel/core/machine';
import { createEvaluator } from '../../../src/kernel/node/cells/evaluator';
import { nodePlace } from '../../../src/kernel/node/cells/place';
import { nodeMachine } from '../../../src/kernel/node/session/nodeMachine';
import { cutIntoCells, randomProgram } from './randomProgram';
import { rerunProgram } from './rerunProgram';

/**
 * Random programs, cut into random notebook cells, must print what the uncut program prints under
 * plain Node; and notebooks whose cells run again and declare names anew must print what a plain
 * program prints that assigns instead.
 *
 *   node compare.js cut|rerun PROGRAMS SEED
 *
 * With `list-cut` or `list-rerun` nothing is compared: each line is a program as JSON, its cells in
 * the order in which they run and what they must print, for a kernel that runs elsewhere and has no
 * modules of Node.
 */
const [, , kind, given, from] = process.argv;
const programs = Number(given);
const seed = Number(from);

let names: (name: string) => boolean = () => false;
setMachine(nodeMachine);
const newConverter = () =>
  createConverter(nodePlace(process.cwd()), name => names(name));
/**
 * Node's own declarations stay with a converter once a cell has imported one of its modules; the
 * programs that do so share one, so that all others compile as fast as a notebook without them.
 */
const converters = { plain: newConverter(), node: newConverter() };

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

/** What a program prints under plain Node, its types taken away. */
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

interface Notebook {
  readonly runner: Runner;
  readonly converter: Converter;
}

async function runCell(
  { runner, converter }: Notebook,
  source: string,
  number: number
): Promise<void> {
  const { cell, diagnostics } = converter.transpile(source);
  if (cell === null) {
    const [first] = diagnostics;
    throw new Error(
      `refused: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')} in\n${source}`
    );
  }
  converter.remember(cell);
  await runner.run(cell, `cell-${number}`);
}

function emptyNotebook(cells: readonly string[]): Notebook {
  const runner = createRunner(createEvaluator(process.cwd()));
  const converter = converters[cells.some(importsNode) ? 'node' : 'plain'];
  converter.forget();
  names = name => runner.scope.has(name);
  return { runner, converter };
}

/** What cells print that run one after the other; the first that throws ends them all. */
function cut(cells: readonly string[]): Promise<string> {
  const notebook = emptyNotebook(cells);
  return printed(async () => {
    for (const [index, source] of cells.entries()) {
      await runCell(notebook, source, index);
    }
  });
}

/** What cells print that run in this order; one that throws ends alone. */
function rerun(
  cells: readonly string[],
  order: readonly number[]
): Promise<string> {
  const notebook = emptyNotebook(cells);
  return printed(async () => {
    for (const [index, at] of order.entries()) {
      try {
        await runCell(notebook, cells[at], index);
      } catch (error) {
        console.log(`thrown: ${String(error)}`);
      }
    }
  });
}

function compare(
  cells: readonly string[],
  expected: string,
  got: string
): void {
  if (got !== expected) {
    throw new Error(
      `cells:\n${cells.join('\n// ---\n')}\n\nexpected:\n${expected}\n\ngot:\n${got}`
    );
  }
}

const properties = {
  async cut(choose: fc.GeneratorValue) {
    const program = randomProgram(choose);
    const cells = cutIntoCells(program, choose);
    compare(cells, await uncut(program.join('\n')), await cut(cells));
  },
  async rerun(choose: fc.GeneratorValue) {
    const { cells, order, plain } = rerunProgram(choose);
    compare(
      order.map(at => cells[at]),
      await uncut(plain),
      await rerun(cells, order)
    );
  }
};

/** Programs for a kernel elsewhere. */
const listed = {
  'list-cut'(choose: fc.GeneratorValue) {
    const program = randomProgram(choose);
    return {
      cells: cutIntoCells(program, choose),
      plain: program.join('\n'),
      goesOn: false
    };
  },
  'list-rerun'(choose: fc.GeneratorValue) {
    const { cells, order, plain } = rerunProgram(choose);
    return { cells: order.map(at => cells[at]), plain, goesOn: true };
  }
};

async function list(program: (typeof listed)['list-cut']): Promise<void> {
  let found = 0;
  const property = fc.asyncProperty(fc.gen(), async choose => {
    const { cells, plain, goesOn } = program(choose);
    fc.pre(!cells.some(importsNode));
    found++;
    const expected = await uncut(plain);
    console.log(JSON.stringify({ cells, goesOn, expected }));
  });
  await fc.assert(property, { numRuns: programs, seed });
  if (found < programs) {
    throw new Error(`${found} of ${programs} programs`);
  }
}

async function main(): Promise<void> {
  if (kind in listed) {
    await list(listed[kind as keyof typeof listed]);
    return;
  }
  const property = properties[kind as keyof typeof properties];
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async choose => {
      await property(choose);
      compared++;
    }),
    { numRuns: programs, seed, endOnFailure: true }
  );
  console.log(`${compared} ${kind} programs agree (seed ${seed})`);
}

void main();
