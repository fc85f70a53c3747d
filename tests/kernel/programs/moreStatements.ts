/** What the statements of a random program are written with. */
export interface Pen {
  /** Names that may be read, changed and called further down. */
  readonly names: Readonly<
    Record<
      | 'numbers'
      | 'constants'
      | 'strings'
      | 'lists'
      | 'functions'
      | 'classes'
      | 'maps',
      string[]
    >
  >;
  fresh(prefix: string): string;
  below(count: number): number;
  pick<T>(items: readonly T[]): T;
  chance(percent: number): boolean;
  /** An expression that is a number. */
  number(depth?: number): string;
  text(): string;
  /** Some statements that change what was declared before. */
  changes(most?: number): string;
  log(...values: string[]): string;
  /** Remembers a thing of which a program has one; false when it is there already. */
  once(what: string): boolean;
}

/** Ends a statement after which a new notebook cell may begin. */
export const CUT = '\u0000';

/**
 * Statements that use the rarer parts of the language: modules, inheritance, generators, iteration,
 * shadowing of every kind, and declarations that TypeScript writes anew.
 */
export function moreStatements(pen: Pen): (() => string)[] {
  const { names, fresh, below, pick, chance, number, text, changes, log } = pen;

  return [
    () => {
      const name = fresh('f');
      const head =
        chance(30) && pen.once('default') ? 'export default' : 'export';
      const line = `${head} function ${name}(x: number, by = ${number(1)}): number { ${changes(1)} return (x + by) % 13; }${CUT}${log(`${name}(${number(1)})`)}`;
      names.functions.push(name);
      return line;
    },
    () => {
      const name = fresh('K');
      const line = `export class ${name} { static made = 0; constructor(protected value = ${number(1)}) { ${name}.made++; } add(x: number): number { return (this.value += x % 5); } get twice(): number { return this.value * 2; } static create(): ${name} { return new this(); } }${CUT}${log(`new ${name}()`)}`;
      names.classes.push(name);
      return line;
    },
    () => {
      const [inner, outer] = [fresh('n'), fresh('o')];
      const line = `let ${inner} = ${number(1)}; export { ${inner} as ${outer} };${CUT}${log(inner)}`;
      names.numbers.push(inner);
      return line;
    },
    () => {
      const name = fresh('K');
      return `abstract class ${name}A<T> { #seen: T[] = []; static { ${log(`'${name}'`)} } abstract of(x: number): T; get last(): T | undefined { return this.#seen.at(-1); } set next(x: number) { this.#seen.push(this.of(x)); } static #count = ${number(1)}; static up(): number { return ++${name}A.#count; } }${CUT}class ${name} extends ${name}A<string> { override of(x: number): string { return 'v' + x; } override get last(): string { return super.last ?? 'none'; } }${CUT}const ${name}o = new ${name}(); ${name}o.next = ${number(1)};${CUT}${log(`${name}o.last`, `${name}.up()`, `${name}A.up()`, `${name}o instanceof ${name}A`)}`;
    },
    () => {
      const name = fresh('p');
      return `class ${name} { constructor(readonly at: number, private next?: ${name}) {} *[Symbol.iterator](): Generator<number> { yield this.at; if (this.next) yield* this.next; } get [Symbol.toStringTag]() { return 'P' + this.at; } }${CUT}const ${name}s = new ${name}(${number(1)}, new ${name}(${number(1)}));${CUT}${log(`[...${name}s]`, `String(${name}s)`)}`;
    },
    () => {
      const name = fresh('g');
      return `async function* ${name}(to: number): AsyncGenerator<number, string> { for (let i = 0; i < to; i++) { await null; ${changes(1)} yield i * ${number(1)}; } return 'end'; }${CUT}for await (const value of ${name}(${1 + below(3)})) { ${log('value')} ${changes(1)} }`;
    },
    () => {
      const name = fresh('g');
      return `const ${name} = (function* (): Generator<number, string, number> { let got = ${number(1)}; try { while (true) { got = yield got + 1; } } finally { ${log(`'closed'`, 'got')} } })();${CUT}${log(`${name}.next().value`, `${name}.next(${number(1)}).value`)}${CUT}${log(`${name}.return('r').value`)}`;
    },
    () => {
      const name = fresh('f');
      const line = `function ${name}(x: number, { scale = 2, ...others }: { scale?: number; a?: number } = {}, [first = ${number(1)}, ...rest]: number[] = []): number { return (x * scale + first + rest.length + (others.a ?? 1)) % 17; }${CUT}${log(`${name}(${number(1)}, { scale: 3, a: 2 }, [${number(1)}, 4])`)}`;
      names.functions.push(name);
      return line;
    },
    () => {
      const name = fresh('e');
      return `enum ${name} { Low = 'low', High = 'high' }${CUT}const ${name}v = ${name}.${pick(['High', 'Low'])} as ${name};${CUT}${log(`${name}v`, `Object.values(${name}).length`, `${name}v === ${name}.High`)}`;
    },
    () => {
      const name = fresh('N');
      return `namespace ${name} { export const base = ${number(1)}; export namespace Deep { export const more = base + 1; } let hidden = ${number(1)}; export const bump = () => ++hidden; } namespace ${name} { export const both = base + Deep.more; }${CUT}${log(`${name}.both`, `${name}.bump()`, `${name}.Deep.more`)}`;
    },
    () => {
      const name = fresh('f');
      return `function ${name}(x: number): string; function ${name}(x: string): number; function ${name}(x: number | string): number | string { return typeof x === 'number' ? 't' + x : x.length; } namespace ${name} { export const made = ${number(1)}; }${CUT}${log(`${name}(${number(1)})`, `${name}(${text()})`, `${name}.made`)}`;
    },
    () => {
      // Every place in which a name can hide another of the same spelling.
      const [name] = names.numbers;
      if (name === undefined) {
        return log(number());
      }
      return pick([
        `{ let ${name} = 'block'; ${log(name)} { const ${name} = 1; ${log(name)} } }`,
        `try { throw 'caught'; } catch (${name}) { ${log(name)} }`,
        `for (const ${name} of ['loop']) ${log(name)}`,
        `(function ${name}(depth: number): void { if (depth > 0) ${name}(depth - 1); else ${log(`typeof ${name}`)} })(2);`,
        `${log(`[1, 2].map(${name} => ${name} * 2)`)}`,
        `${log(`(({ ${name} }: { ${name}: number }) => ${name})({ ${name}: 7 })`)}`,
        `${log(`(({ a: ${name} = 5 }: { a?: number }) => ${name})({})`)}`,
        `${log(`(class ${name} { static who = ${name}.name })['who']`)}`,
        `{ function ${name}() { return 'inner'; } ${log(`${name}()`)} }`,
        `(() => { var ${name} = 3; { var ${name} = 4; } ${log(name)} })();`,
        `${name}: { if (${name} > -1e9) break ${name}; ${log("'never'")} }`,
        `${log(`{ ${name}: 1 }.${name}`.replace('{', '({').replace('}.', '}).'))}`
      ]);
    },
    () => {
      const name = fresh('n');
      const line = `var ${name}: number = ${number(1)};${CUT}${changes(1)}${CUT}var ${name}: number = ${number(1)};${CUT}${log(name)}`;
      names.numbers.push(name);
      return line;
    },
    () => {
      const name = fresh('f');
      return `function ${name}(): string { try { ${changes(1)} if (${number(1)} > 1) throw new TypeError('inside'); return 'returned'; } catch (problem) { return (problem as Error).name; } finally { ${log(`'finally'`)} ${changes(1)} } }${CUT}${log(`${name}()`)}`;
    },
    () => {
      const name = fresh('f');
      return `const ${name} = { count: ${number(1)}, up(this: { count: number }) { return ++this.count; }, get half() { return this.count / 2; }, set to(x: number) { this.count = x; } };${CUT}const ${name}loose = ${name}.up.bind({ count: 10 }); ${name}.to = ${number(1)};${CUT}${log(`${name}.up()`, `${name}.half`, `${name}loose()`, `${name}?.['up']()`)}`;
    },
    () => {
      const name = fresh('a');
      return `const ${name} = async (x: number): Promise<number> => { if (x > 8) throw new RangeError('big ' + x); ${changes(1)} return x; };${CUT}${log(`(await Promise.allSettled([${name}(1), ${name}(9)])).map(({ status }) => status)`)}${CUT}${log(`(await Promise.all([1, 2].map(${name}))).length`, `await ${name}(${below(8)}) + await ${name}(1)`)}`;
    },
    () => {
      const name = fresh('D');
      return `function ${name}mark<T extends (...given: never[]) => unknown>(method: T, context: ClassMethodDecoratorContext): T { ${log(`'marked'`, 'String(context.name)')} return method; }${CUT}class ${name} { @${name}mark run(): number { return ${number(1)}; } }${CUT}${log(`new ${name}().run()`)}`;
    },
    () => {
      const name = fresh('o');
      return `const ${name} = { a: ${number(1)}, ...{ b: ${number(1)} }, list: [...'ab', ...[1, 2]] };${CUT}const { a: ${name}a, ...${name}rest } = ${name};${CUT}${log(`${name}a`, `${name}rest`, `'a' in ${name}`, `${name}.list.at(-1)`, `delete (${name} as { b?: number }).b`, name)}`;
    },
    () => {
      const name = fresh('c');
      return `const ${name}: (() => number)[] = []; for (var ${name}i = 0; ${name}i < 2; ${name}i++) { const kept = ${name}i; ${name}.push(() => kept + ${name}i); }${CUT}${name}i += ${number(1)};${CUT}${log(`${name}.map(each => each())`)}`;
    },
    () => {
      const name = fresh('t');
      return `type ${name}<T> = { readonly [K in keyof T]: T[K] | null };${CUT}interface ${name}I extends ${name}<{ a: number }> { b?: string }${CUT}const ${name}v = { a: ${number(1)} } satisfies ${name}I;${CUT}${log(`${name}v.a`, `(${name}v as ${name}I).b ?? 'none'`, `typeof ${name}v`)}`;
    },
    () => {
      const name = fresh('w');
      return `let ${name} = ${below(4)};${CUT}do { ${name} -= 1; if (${name} === 1) continue; ${changes(1)} } while (${name} > 0);${CUT}while (true) { if (++${name} > 2) break; }${CUT}${log(name)}`;
    },
    () => {
      const name = fresh('s');
      return `const ${name} = Symbol('${name}'); const ${name}o = { [${name}]: ${number(1)}, ['k' + ${below(3)}]: 1, async *each() { yield ${number(1)}; } };${CUT}${log(`${name}o[${name}]`, `${name}.description`, `(await ${name}o.each().next()).value`)}`;
    },
    () => {
      const name = fresh('L');
      return `let ${name}: { at: number } | null = null;${CUT}${name} ??= { at: ${number(1)} };${CUT}${name}.at **= 2; ${name}.at &&= ${name}.at % 100;${CUT}${log(name, `${name}?.at ?? 'nothing'`)}`;
    },
    () => {
      const name = fresh('i');
      return `import { basename as ${name}, sep as ${name}s } from 'node:path';${CUT}${log(`${name}('/a/b.ts')`, `${name}s.length`)}`;
    },
    () => {
      const name = fresh('i');
      return `const ${name} = await import('node:path');${CUT}${log(`${name}.extname('a.ts')`)}`;
    }
  ];
}
