import fc from 'fast-check';
import type { Choose } from './randomProgram';

/** A statement as a student types it, and as a plain program that may run it many times says it. */
interface Statement {
  readonly cell: string;
  readonly plain: string;
  /** Comes before all others of its cell, as functions do. */
  readonly hoisted?: boolean;
}

/** Cells that run again and declare names again, and the plain program that does the same. */
export interface RerunProgram {
  /** The source of each notebook cell. */
  readonly cells: readonly string[];
  /** Which cell runs when. */
  readonly order: readonly number[];
  /** The same, run after run, without cells. */
  readonly plain: string;
}

/**
 * A random notebook whose cells declare the same few names again and again, run in a random order
 * with repetitions. In plain JavaScript a declaration that may come twice is an assignment, made
 * first for functions; what a cell throws ends that cell alone.
 */
export function rerunProgram(choose: Choose): RerunProgram {
  const below = (count: number) => choose(fc.nat, { max: count - 1 });
  const pick = <T>(items: readonly T[]): T => items[below(items.length)];
  const numbers = ['n1', 'n2', 'n3'];
  const functions = ['f1', 'f2'];
  const classes = ['K1', 'K2'];

  /** An expression that reads none of the names that are `taken`. */
  function number(depth = 2, taken: ReadonlySet<string> = new Set()): string {
    const free = (names: readonly string[]) =>
      names.filter(name => !taken.has(name));
    const literal = () => String(below(9));
    const options: (() => string)[] = [
      literal,
      ...free(numbers).map(name => () => name)
    ];
    if (depth > 0) {
      const part = () => number(depth - 1, taken);
      options.push(
        () => `(${part()} + ${part()}) % 23`,
        () => `(${part()} * 3 - 1) % 19`,
        ...free(functions).map(name => () => `${name}(${part()})`),
        ...free(classes).map(name => () => `new ${name}(${part()}).get()`)
      );
    }
    return pick(options)();
  }

  const same = (text: string): Statement => ({ cell: text, plain: text });

  /** Declares a name anew; its value may not read what the cell declares itself. */
  function declaration(name: string, own: ReadonlySet<string>): Statement {
    if (numbers.includes(name)) {
      const value = number(2, own);
      return {
        cell: `${pick(['let', 'var', 'export let'])} ${name}${pick(['', ': number'])} = ${value};`,
        plain: `${name} = ${value};`
      };
    }
    if (functions.includes(name)) {
      const body = `(x: number): number { return (x + ${pick(numbers)} * ${1 + below(4)}) % 29; }`;
      const arrow = `(x: number): number => (x * ${2 + below(5)} + ${pick(numbers)}) % 31`;
      return below(2) === 0
        ? {
            cell: `${pick(['', 'export '])}function ${name}${body}`,
            plain: `${name} = function ${name}${body};`,
            hoisted: true
          }
        : { cell: `var ${name} = ${arrow};`, plain: `${name} = ${arrow};` };
    }
    if (classes.includes(name)) {
      const body = `${name} { static made = 0; constructor(readonly value: number) { ${name}.made += 1; } get(): number { return (this.value + ${pick(numbers)} * ${1 + below(5)}) % 17; } static total(): number { return ${name}.made; } }`;
      return { cell: `class ${body}`, plain: `${name} = class ${body};` };
    }
    const body = `enum E { A = ${below(4)}, B, C = ${5 + below(4)} }`;
    return { cell: body, plain: `E = (() => { ${body} return E; })();` };
  }

  const statements: (() => Statement)[] = [
    () => {
      const [a, b] = [pick(['n1', 'n2']), 'n3'];
      return same(
        `({ a: ${a}, rest: [${b} = 1] } = { a: ${number(1)}, rest: [${number(1)}] });`
      );
    },
    () => same(`${pick(numbers)} += ${number(1)};`),
    () => same(`${pick(numbers)}++;`),
    () => same(`kept.push(() => ${number(1)});`),
    () => same(`objects.push(new ${pick(classes)}(${number(0)}));`),
    () => same(`console.log(${number()}, ${number()});`),
    () => same(`console.log(kept.map(each => each()).join());`),
    () =>
      same(
        `console.log(objects.map(each => each.get()).join(), ${pick(classes)}.total());`
      ),
    () =>
      same(
        `console.log(${pick(functions)}.name, ${pick(classes)}.name, E.A, E[E.A]);`
      ),
    () =>
      same(
        `for (let i = 0; i < 2; i++) { kept.push(() => i + ${pick(numbers)}); ${pick(numbers)} -= i; }`
      ),
    () => same(`await null; ${pick(numbers)} = (${number(1)}) % 11;`)
  ];

  function body(): Statement[] {
    const own = new Set(
      Array.from({ length: below(4) }, () =>
        pick([...numbers, ...functions, ...classes, 'E'])
      )
    );
    return [
      ...[...own].map(name => declaration(name, own)),
      ...Array.from({ length: 1 + below(4) }, () => pick(statements)()),
      ...(below(4) === 0
        ? [
            same(
              `if (${number(1)} % 3 === 0) throw new Error('stopped ' + n1);`
            )
          ]
        : [])
    ];
  }

  const first: Statement[] = [
    ...numbers.map((name, at) => ({
      cell: `let ${name} = ${at};`,
      plain: `${name} = ${at};`
    })),
    ...functions.map(name => ({
      cell: `function ${name}(x: number): number { return x; }`,
      plain: `${name} = function ${name}(x: number): number { return x; };`,
      hoisted: true
    })),
    ...classes.map(name => {
      const body = `${name} { static made = 0; constructor(readonly value: number) {} get(): number { return this.value; } static total(): number { return ${name}.made; } }`;
      return { cell: `class ${body}`, plain: `${name} = class ${body};` };
    }),
    {
      cell: 'enum E { A, B }',
      plain: 'E = (() => { enum E { A, B } return E; })();'
    },
    { cell: 'const kept: (() => number)[] = [];', plain: 'kept = [];' },
    {
      cell: 'const objects: { get(): number }[] = [];',
      plain: 'objects = [];'
    }
  ];
  const bodies = [first, ...Array.from({ length: 2 + below(5) }, body)];
  const order = [
    0,
    ...Array.from({ length: 4 + below(9) }, () => below(bodies.length))
  ];
  const last = bodies.length;
  bodies.push([
    same(
      `console.log(${[...numbers, 'f1(2)', 'f2(3)', 'new K1(1).get()', 'new K2(1).get()', 'kept.length', 'objects.length'].join(', ')});`
    )
  ]);
  return {
    cells: bodies.map(body => body.map(({ cell }) => cell).join('\n')),
    order: [...order, last],
    plain: [
      `let ${[...numbers, ...functions, ...classes, 'E', 'kept', 'objects'].join(', ')};`,
      ...[...order, last].map(
        at =>
          `try {\n${[...bodies[at]]
            .sort(
              (a, b) => Number(b.hoisted ?? false) - Number(a.hoisted ?? false)
            )
            .map(({ plain }) => plain)
            .join('\n')}\n} catch (error) { console.log('thrown: ' + error); }`
      )
    ].join('\n')
  };
}
