import { Body, I32, op } from './assembler';
import type { RegionPlace, Region, Time } from './layout';
import { regions } from './layout';
import type { Plan, ComputedStage } from './plan';
import type { ProductRun } from './products';
import { borrowed, readsBefore, strideOf } from './rows';

/** What a pass says of itself, four bytes each: addresses of regions, strides of those that others own … */
export const fields = [
  ...regions,
  ...borrowed.map(region => `${region}Stride` as const),
  // … weights, vectors and tables; zeros; room for products; and whether the states before the first step are 0.
  'own',
  'zeros',
  'scratch',
  'fromZero'
] as const;

export type Field = (typeof fields)[number];

/** A step as the walk finds it, four bytes each. */
export const stepFields = ['offset', 'count', 'known', 'before'] as const;

/** Which functions a walk calls. */
export interface Called {
  readonly multiplyRows: number;
  rows(time: Time, level: number): number;
}

interface Where {
  readonly plan: Plan;
  readonly called: Called;
  /** Where in `own` the packed matrix of a product lies. */
  matrixOf(time: Time, level: number, run: number): number;
}

/**
 * The steps of a chunk, one after the other; on the way back the last one first. `(pass, from, end)`: where
 * the fields of the pass lie, and the steps.
 */
export function walkBody(time: 'forward' | 'backward', where: Where): Body {
  const body = new Body(3);
  const [pass, from, end] = [0, 1, 2];
  const walk = new Walk(body, pass, where);
  const isBack = time === 'backward';
  const size = stepFields.length * 4;
  if (isBack) {
    body.get(from).get(end).set(from).set(end);
  }
  body.emit(op.block, 0x40, op.loop, 0x40);
  // Until both ends meet.
  body.get(from).get(end).emit(op.i32Equal, op.brIf, 1);
  if (isBack) {
    body.advance(from, { number: -size });
  }
  walk.step(time, from);
  if (isBack) {
    walk.swapCarried();
  } else {
    body.advance(from, { number: size });
  }
  body.emit(op.br, 0, op.end, op.end);
  return body;
}

/** All rows of a chunk at once. `(pass, offset, count)` */
export function chunkBody(time: 'before' | 'after', where: Where): Body {
  const body = new Body(3);
  const walk = new Walk(body, 0, where);
  walk.rowsAt(1);
  walk.stages(time, 2, null);
  return body;
}

/** Where a step's rows of each region begin, and its states before. */
class Walk {
  readonly #base: Readonly<Record<Region, number>>;
  readonly #row: Readonly<Record<Region, number>>;
  readonly #strides: Readonly<Record<(typeof borrowed)[number], number>>;
  readonly #own: number;
  readonly #zeros: number;
  readonly #scratch: number;
  readonly #fromZero: number;
  /** Of each state: of the sequences that have begun before, and of the rest. */
  readonly #before: readonly {
    readonly known: number;
    readonly rest: number;
  }[];

  constructor(
    readonly body: Body,
    pass: number,
    readonly where: Where
  ) {
    const load = (field: Field) => {
      const local = body.local(I32);
      body.word(pass, fields.indexOf(field) * 4).set(local);
      return local;
    };
    const each = <K extends string, T>(keys: readonly K[], of: (key: K) => T) =>
      Object.fromEntries(keys.map(key => [key, of(key)])) as Record<K, T>;
    this.#base = each(regions, load);
    this.#row = each(regions, () => body.local(I32));
    this.#strides = each(borrowed, region => load(`${region}Stride`));
    this.#own = load('own');
    this.#zeros = load('zeros');
    this.#scratch = load('scratch');
    this.#fromZero = load('fromZero');
    this.#before = where.plan.states.map(() => ({
      known: body.local(I32),
      rest: body.local(I32)
    }));
  }

  #stride(region: Region): () => void {
    const stride = strideOf(this.where.plan, region);
    return () =>
      'number' in stride
        ? void this.body.integer(stride.number)
        : void this.body.get(
            this.#strides[region as (typeof borrowed)[number]]
          );
  }

  /** `target = base + row · stride`, and some bytes. */
  #address(
    target: number,
    base: number,
    row: number,
    region: Region,
    bytes = 0
  ): void {
    const { body } = this;
    body.get(row);
    this.#stride(region)();
    body.emit(op.i32Mul).get(base).emit(op.i32Add);
    if (bytes !== 0) {
      body.integer(bytes).emit(op.i32Add);
    }
    body.set(target);
  }

  /** Rows of the chunk or step that begins at this row; those of sequences begin with the first. */
  rowsAt(offset: number): void {
    for (const region of regions) {
      if (
        region === 'sequence' ||
        region === 'carryIn' ||
        region === 'carryOut'
      ) {
        this.body.get(this.#base[region]).set(this.#row[region]);
      } else {
        this.#address(this.#row[region], this.#base[region], offset, region);
      }
    }
  }

  step(time: 'forward' | 'backward', at: number): void {
    const { body, where } = this;
    const [offset, count, known, before] = stepFields.map((_, field) => {
      const local = body.local(I32);
      body.word(at, field * 4).set(local);
      return local;
    });
    this.rowsAt(offset);
    where.plan.states.forEach(({ after, initial }, state) => {
      const { known: first, rest } = this.#before[state];
      this.#address(
        first,
        this.#base[after.region],
        before,
        after.region,
        after.at
      );
      this.#address(rest, this.#base.sequence, known, 'sequence', initial);
    });
    const left = body.local(I32);
    body.get(count).get(known).emit(op.i32Sub).set(left);
    this.stages(time, count, { known, left });
  }

  /** What was written as the derivatives by the states before is what arrives at the step before. */
  swapCarried(): void {
    const { carryIn, carryOut } = this.#base;
    this.body.get(carryIn).get(carryOut).set(carryIn).set(carryOut);
  }

  stages(
    time: Time,
    count: number,
    parts: { readonly known: number; readonly left: number } | null
  ): void {
    this.where.plan.stages[time].forEach(({ runs, loops }, level) => {
      runs.forEach((run, at) =>
        this.#run(run, this.where.matrixOf(time, level, at), count, parts)
      );
      this.#loops({ runs, loops }, time, level, count, parts);
    });
  }

  #when(count: number, then: () => void): void {
    this.body.get(count).emit(op.if, 0x40);
    then();
    this.body.emit(op.end);
  }

  #run(
    run: ProductRun,
    matrix: number,
    count: number,
    parts: { readonly known: number; readonly left: number } | null
  ): void {
    const { body, where } = this;
    const { left, target, starts } = run;
    const multiply = (
      rows: number,
      from: () => void,
      stride: () => void,
      skipped: number | null
    ) => {
      body.get(rows).integer(run.n).integer(run.k);
      from();
      stride();
      body.get(this.#own).integer(matrix).emit(op.i32Add);
      this.#place(target, skipped);
      this.#stride(target.region)();
      if (starts) {
        body.get(this.#zeros);
      } else {
        body.integer(0);
      }
      body.get(this.#scratch).call(where.called.multiplyRows);
    };
    if (!('before' in left)) {
      multiply(
        count,
        () => this.#place(left, null),
        this.#stride(left.region),
        null
      );
      return;
    }
    const { after } = where.plan.states[left.before];
    const { known, rest } = this.#before[left.before];
    this.#when(parts!.known, () =>
      multiply(
        parts!.known,
        () => void body.get(known),
        this.#stride(after.region),
        null
      )
    );
    this.#when(parts!.left, () => {
      const multiplyRest = () =>
        multiply(
          parts!.left,
          () => void body.get(rest),
          this.#stride('sequence'),
          parts!.known
        );
      if (starts) {
        multiplyRest();
        return;
      }
      // Zeros add nothing.
      body.get(this.#fromZero).emit(op.i32Eqz, op.if, 0x40);
      multiplyRest();
      body.emit(op.end);
    });
  }

  /** The address of a place in the first row, or so many rows after it. */
  #place({ region, at }: RegionPlace, skipped: number | null): void {
    const { body } = this;
    body.get(this.#row[region]);
    if (at !== 0) {
      body.integer(at).emit(op.i32Add);
    }
    if (skipped !== null) {
      body.get(skipped);
      this.#stride(region)();
      body.emit(op.i32Mul, op.i32Add);
    }
  }

  #loops(
    { loops }: ComputedStage,
    time: Time,
    level: number,
    count: number,
    parts: { readonly known: number; readonly left: number } | null
  ): void {
    const { where } = this;
    if (loops.length === 0) {
      return;
    }
    const at = where.called.rows(time, level);
    if (parts === null || !readsBefore(loops, where.plan)) {
      this.#call(at, count, null, 'known');
      return;
    }
    this.#when(parts.known, () => this.#call(at, parts.known, null, 'known'));
    this.#when(parts.left, () =>
      this.#call(at, parts.left, parts.known, 'rest')
    );
  }

  #call(
    at: number,
    count: number,
    skipped: number | null,
    which: 'known' | 'rest'
  ): void {
    const { body, where } = this;
    const { states } = where.plan;
    // In the order of `parameters`.
    body.get(count).get(this.#own);
    regions.forEach(region => this.#place({ region, at: 0 }, skipped));
    borrowed.forEach(region => body.get(this.#strides[region]));
    states.forEach(({ after }, state) => {
      body.get(this.#before[state][which]);
      this.#stride(which === 'known' ? after.region : 'sequence')();
    });
    body.call(at);
  }
}
