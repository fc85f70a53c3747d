import type { Program } from './emit';
import type { KernelCall } from './passGradients';
import type { PassMemory } from './passPlaces';
import type { StepTable, WalkedChunk } from './stepTable';
import type { Field } from './walk';
import { fields, stepFields } from './walk';

/** The functions of a module. */
export type Walks = Readonly<
  Record<'before' | 'forward' | 'backward' | 'after', KernelCall>
>;

const placeOf = Object.fromEntries(
  fields.map((field, at) => [field, at])
) as Readonly<Record<Field, number>>;

/** Goes through all steps of a pass, chunk by chunk. */
export function passWalk({ plan }: Program, memory: PassMemory, run: Walks) {
  const { strides, isSeen } = plan;
  const stepBytes = stepFields.length * 4;
  const set = (field: Field, value: number) => {
    memory.words[(memory.at.pass >> 2) + placeOf[field]] = value;
  };
  const walk = (time: 'forward' | 'backward', { begin, stop }: WalkedChunk) => {
    const { pass, steps } = memory.at;
    run[time](pass, steps + begin * stepBytes, steps + stop * stepBytes);
  };
  let held: { table: StepTable; at: PassMemory['at'] } | null = null;
  const setTable = (table: StepTable) => {
    const { at } = memory;
    if (held?.table !== table || held.at !== at) {
      memory.words.set(table.words, at.steps >> 2);
      held = { table, at };
    }
  };

  return {
    set,
    /** @param before computes what is known of a chunk before its steps; by default row by row */
    forward(
      table: StepTable,
      before = ({ offset, rows }: WalkedChunk) =>
        run.before(memory.at.pass, offset, rows)
    ): void {
      setTable(table);
      for (const chunk of table.chunks) {
        before(chunk);
        walk('forward', chunk);
      }
    },
    /** @param after takes each chunk when its steps are done, the last one first */
    backward(table: StepTable, after: (chunk: WalkedChunk) => void): void {
      setTable(table);
      const { at } = memory;
      let [carryIn, carryOut] = [at.carryA, at.carryB];
      for (let each = table.chunks.length - 1; each >= 0; each--) {
        const chunk = table.chunks[each];
        set('back', isSeen ? at.back : at.back - chunk.offset * strides.back);
        set('carryIn', carryIn);
        set('carryOut', carryOut);
        walk('backward', chunk);
        after(chunk);
        if ((chunk.stop - chunk.begin) % 2 === 1) {
          [carryIn, carryOut] = [carryOut, carryIn];
        }
      }
    }
  };
}
