import { syncBuiltinESMExports } from 'node:module';
import v8 from 'node:v8';

/**
 * Takes away by what V8 tells a program its own text, from which an answer would make itself a second
 * library: snapshots of memory, and flags that let it ask V8's own functions. Every import of a
 * module of Node gives this same object. Behind the wall Node itself refuses the rest: its inspector,
 * threads and bindings.
 */
export function hideProgramText(): void {
  const refuse = (): never => {
    throw new Error(
      'Where an answer is checked or marked, V8 is left as it is.'
    );
  };
  v8.getHeapSnapshot = refuse;
  v8.setFlagsFromString = refuse;
  syncBuiltinESMExports();
}
