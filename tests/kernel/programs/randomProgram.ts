import fc from 'fast-check';
import { CUT, moreStatements } from './moreStatements';

/** Takes a random choice; the same seed gives the same program. */
export type Choose = fc.GeneratorValue;

/** Top-level statements of a program, each of which may begin a new notebook cell. */
export type Program = readonly string[];

interface Names {
  readonly numbers: string[];
  readonly constants: string[];
  readonly strings: string[];
  readonly lists: string[];
  readonly functions: string[];
  readonly classes: string[];
  readonly maps: string[];
  readonly promised: string[];
}

/**
 * A random program that is correctly typed and prints what it does. It declares names of every
 * kind, closes over them in functions, classes and generators, changes them from everywhere, and
 * reads them later: whatever splits badly over notebook cells.
 */
export function randomProgram(choose: Choose): Program {
  const names: Names = {
    numbers: [],
    constants: [],
    strings: [],
    lists: [],
    functions: [],
    classes: [],
    maps: [],
    promised: []
  };
  let last = 0;
  const made = new Set<string>();
  const fresh = (prefix: string) => `${prefix}${++last}`;
  const below = (count: number) =>
    choose(fc.nat, { max: Math.max(0, count - 1) });
  const pick = <T>(items: readonly T[]): T => items[below(items.length)];
  const chance = (percent: number) => below(100) < percent;

  function number(depth = 2): string {
    const options: (() => string)[] = [
      () => String(below(20)),
      () => String(below(7) - 3)
    ];
    if (names.numbers.length > 0) {
      options.push(
        () => pick(names.numbers),
        () => pick(names.numbers)
      );
    }
    if (names.constants.length > 0) {
      options.push(() => pick(names.constants));
    }
    if (names.lists.length > 0) {
      options.push(
        () => `${pick(names.lists)}.length`,
        () => `(${pick(names.lists)}[${below(4)}] ?? ${below(9)})`
      );
    }
    if (names.strings.length > 0) {
      options.push(() => `${pick(names.strings)}.length`);
    }
    if (depth > 0) {
      options.push(
        () =>
          `(${number(depth - 1)} ${pick(['+', '-', '*'])} ${number(depth - 1)})`,
        () => `(${number(depth - 1)} % 7)`,
        () =>
          `(${number(depth - 1)} > ${number(depth - 1)} ? ${number(depth - 1)} : ${number(depth - 1)})`
      );
      if (names.functions.length > 0) {
        options.push(() => `${pick(names.functions)}(${number(depth - 1)})`);
      }
      if (names.maps.length > 0) {
        options.push(
          () => `(${pick(names.maps)}.get('k${below(3)}') ?? ${below(5)})`
        );
      }
    }
    return pick(options)();
  }

  function text(): string {
    const options = [
      () => `'s${below(50)}'`,
      () => `\`t\${${number(1)}}\``,
      () => `String(${number(1)})`
    ];
    if (names.strings.length > 0) {
      options.push(
        () => pick(names.strings),
        () => `${pick(names.strings)}.slice(0, 3)`
      );
    }
    return pick(options)();
  }

  const log = (...values: string[]) => `console.log(${values.join(', ')});`;

  /** Something that changes what was declared before. */
  function change(): string {
    const options: (() => string)[] = [() => log(number())];
    if (names.numbers.length > 0) {
      const name = pick(names.numbers);
      options.push(
        () => `${name} = ${number()};`,
        () => `${name}++;`,
        () => `${name} += ${number(1)};`,
        () => `${name} ||= ${number(1)};`,
        () => `--${name};`
      );
    }
    if (names.numbers.length > 1) {
      const [a, b] = [pick(names.numbers), pick(names.numbers)];
      options.push(
        () => `[${a}, ${b}] = [${b}, ${number(1)}];`,
        () =>
          `({ p: ${a} = 3, q: [${b}] } = { p: ${number(1)}, q: [${number(1)}] });`
      );
    }
    if (names.lists.length > 0) {
      options.push(
        () => `${pick(names.lists)}.push(${number(1)});`,
        () => `${pick(names.lists)}[0] = ${number(1)};`
      );
    }
    if (names.maps.length > 0) {
      options.push(
        () => `${pick(names.maps)}.set('k${below(3)}', ${number(1)});`
      );
    }
    if (names.strings.length > 0) {
      options.push(() => `${pick(names.strings)} += ${text()};`);
    }
    return pick(options)();
  }

  const changes = (most = 3) =>
    Array.from({ length: 1 + below(most) }, change).join(' ');

  const statements: (() => string)[] = [
    () => {
      const name = fresh('n');
      const line = `${pick(['let', 'let', 'var', 'export let'])} ${name}${chance(50) ? ': number' : ''} = ${number()};`;
      names.numbers.push(name);
      return line;
    },
    () => {
      const name = fresh('c');
      const line = `${pick(['const', 'export const'])} ${name} = ${number()};`;
      names.constants.push(name);
      return line;
    },
    () => {
      const name = fresh('s');
      const line = `let ${name} = ${text()};`;
      names.strings.push(name);
      return line;
    },
    () => {
      const name = fresh('l');
      const line = `const ${name}: number[] = [${number(1)}, ...[${number(1)}, ${number(1)}]];`;
      names.lists.push(name);
      return line;
    },
    () => {
      const [a, b, rest] = [fresh('d'), fresh('d'), fresh('l')];
      const line = chance(50)
        ? `let { a: ${a}, b: [${b} = ${number(1)}, ...${rest}] } = { a: ${number(1)}, b: [${number(1)}, ${number(1)}] } as { a: number; b: number[] };`
        : `let [${a}, { x: ${b} }, ...${rest}] = [${number(1)}, { x: ${number(1)} }, ${number(1)}, ${number(1)}] as [number, { x: number }, ...number[]];`;
      names.numbers.push(a, b);
      names.lists.push(rest);
      return line;
    },
    () => {
      const name = fresh('f');
      const inner = fresh('v');
      const line = pick([
        () =>
          `function ${name}(x: number): number { if (x > 30 || x < -30) return x; ${changes(2)} return x + ${number(1)}; }`,
        () =>
          `const ${name} = (x: number): number => (x * 2) % 11 + ${number(1)};`,
        () =>
          `let ${name} = function (x: number): number { let ${inner} = x % 5; ${inner} += 1; return ${inner}; };`,
        () =>
          `function ${name}(x: number): number { return x <= 0 ? 0 : 1 + ${name}((x % 6) - 1); }`,
        () =>
          `const ${name} = (() => { let ${inner} = ${number(1)}; return (x: number): number => { ${inner} += x % 3; return ${inner}; }; })();`
      ])();
      names.functions.push(name);
      return `${line} ${log(`${name}.name`, `${name}.length`)}`;
    },
    () => {
      // Two functions that call each other, the second declared later.
      const [even, odd] = [fresh('f'), fresh('f')];
      const lines = `function ${even}(x: number): number { const y = Math.abs(x % 9); return y === 0 ? 1 : ${odd}(y - 1); }${CUT}function ${odd}(x: number): number { return x === 0 ? 0 : ${even}(x - 1); }`;
      names.functions.push(even);
      return lines;
    },
    () => {
      const name = fresh('K');
      const base =
        names.classes.length > 0 && chance(40) ? pick(names.classes) : null;
      const line = `class ${name}${base ? ` extends ${base}` : ''} { static made = 0; value = ${number(1)}; #hidden = 1; constructor() { ${base ? 'super();' : ''} ${name}.made++; ${changes(1)} } add(x: number): number { this.value += x; this.#hidden *= 2; return this.value + this.#hidden; } get twice(): number { return this.value * 2; } static create(): ${name} { return new ${name}(); } }`;
      names.classes.push(name);
      return `${line} ${log(`${name}.name`, `new ${name}()`)}`;
    },
    () => {
      const name = fresh('E');
      return `${pick(['enum', 'const enum'])} ${name} { A, B = ${1 + below(8)}, C }${CUT}${log(`${name}.A`, `${name}.C`)}`;
    },
    () => {
      const name = fresh('N');
      return `namespace ${name} { export let level = ${number(1)}; export function up() { level++; return level; } }${CUT}${log(`${name}.up()`, `${name}.level`)}`;
    },
    () => {
      const [type, name] = [fresh('T'), fresh('o')];
      return `interface ${type} { size: number; label?: string }${CUT}const ${name}: ${type} = { size: ${number(1)} };${CUT}${log(name, `${name}.label?.length ?? 'none'`)}`;
    },
    () => {
      const name = fresh('m');
      const line = `const ${name} = new Map<string, number>([['k0', ${number(1)}]]);`;
      names.maps.push(name);
      return line;
    },
    () => {
      const name = fresh('g');
      return `function* ${name}(to: number): Generator<number> { for (let i = 0; i < to; i++) { ${changes(1)} yield i + ${number(1)}; } }${CUT}${log(`[...${name}(3)]`)}`;
    },
    () => {
      const name = fresh('a');
      return `async function ${name}(x: number): Promise<number> { await null; ${changes(1)} return x + ${number(1)}; }${CUT}${log(`await ${name}(${number(1)})`)}`;
    },
    () => {
      const name = fresh('x');
      return `for await (const ${name} of [Promise.resolve(${number(1)}), ${number(1)}]) { ${log(name)} ${changes(1)} }`;
    },
    () => {
      const name = fresh('i');
      return pick([
        `for (let ${name} = 0; ${name} < ${1 + below(3)}; ${name}++) { ${changes(2)} }`,
        `for (var ${name} = 0; ${name} < 2; ${name}++) { ${changes(1)} }${CUT}${log(name)}`,
        `for (const ${name} of [1, 2]) { ${log(name)} ${changes(1)} }`,
        `for (const ${name} in { a: 1, b: 2 }) { ${log(name)} }`
      ]);
    },
    () => {
      const [list, name] = [fresh('h'), fresh('i')];
      return `const ${list}: (() => number)[] = [];${CUT}for (let ${name} = 0; ${name} < 3; ${name}++) { ${list}.push(() => ${name} * 10 + ${number(1)}); }${CUT}${log(`${list}.map(h => h())`)}`;
    },
    () =>
      `if (${number(1)} > ${number(1)}) { ${changes(2)} } else { ${changes(1)} }`,
    () => {
      const name = fresh('w');
      return `if (true) { var ${name} = ${number(1)}; let inner = ${name}; inner++; ${log('inner')} }${CUT}${log(name)}`;
    },
    () =>
      `try { ${changes(1)} if (${number(1)} > 2) throw new Error('e' + ${number(1)}); } catch (problem) { ${log('(problem as Error).message')} } finally { ${changes(1)} }`,
    () =>
      `switch (${number(1)} % 3) { case 0: ${changes(1)} break; case 1: ${changes(1)} default: ${changes(1)} }`,
    () => {
      const name = fresh('b');
      return `${name}: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue ${name}; if (i === 2) break ${name}; ${log('i', 'j')} } }`;
    },
    () => {
      const name = fresh('q');
      return `const ${name} = { ${names.numbers.slice(0, 2).join(', ')}${names.numbers.length > 0 ? ', ' : ''}m() { return ${number(1)}; }, get v() { return ${number(1)}; }, ['k' + ${below(3)}]: ${number(1)} };${CUT}${log(name, `${name}.m()`, `${name}.v`)}`;
    },
    () => {
      const [tag, other] = [fresh('t'), number(1)];
      return `function ${tag}(parts: TemplateStringsArray, ...values: number[]) { return parts.join('_') + values.length; }${CUT}${log(`${tag}\`a\${${other}}b\``)}`;
    },
    () => {
      const name = fresh('u');
      return `let ${name}: number | undefined;${CUT}${log(name)}${CUT}${name} = ${number(1)};${CUT}${log(`typeof ${name}`, `${name} + 1`)}`;
    },
    () => change(),
    () => change(),
    () => log(number(), text()),
    () =>
      names.lists.length > 0
        ? log(
            pick(names.lists),
            `${pick(names.lists)}.map(x => x + ${number(1)})`
          )
        : log(text()),
    () =>
      names.classes.length > 0
        ? log(
            `new ${pick(names.classes)}().add(${number(1)})`,
            `${pick(names.classes)}.create().twice`,
            `${pick(names.classes)}.made`
          )
        : log(number()),
    () =>
      names.functions.length > 0
        ? (() => {
            const name = pick(names.functions);
            return log(
              `[1, 2, 3].map(x => ${name}(x))`,
              `${name}(${number(1)})`
            );
          })()
        : log(text()),
    () =>
      names.numbers.length > 0
        ? `(() => { const ${names.numbers[0]} = 'shadow'; console.log(${names.numbers[0]}); })();`
        : log(number()),
    ...moreStatements({
      names,
      fresh,
      below,
      pick,
      chance,
      number,
      text,
      changes,
      log,
      once(what) {
        const isNew = !made.has(what);
        made.add(what);
        return isNew;
      }
    })
  ];

  const length = 6 + below(14);
  const program: string[] = [];
  for (let count = 0; count < length; count++) {
    program.push(...pick(statements)().split(CUT));
  }
  // In the end everything is looked at once more.
  const all = [
    ...names.numbers,
    ...names.constants,
    ...names.strings,
    ...names.lists,
    ...names.maps
  ];
  program.push(log(...(all.length > 0 ? all : ["'nothing'"])));
  return program;
}

/** The program in random pieces, as a student might have typed it into notebook cells. */
export function cutIntoCells(program: Program, choose: Choose): string[] {
  const cells: string[] = [];
  let cell: string[] = [];
  for (const statement of program) {
    cell.push(statement);
    if (choose(fc.nat, { max: 2 }) === 0) {
      cells.push(cell.join('\n'));
      cell = [];
    }
  }
  return cell.length > 0 ? [...cells, cell.join('\n')] : cells;
}
