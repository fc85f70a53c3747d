/**
 * One line of advice for a slip that learners make often; null when there is none to give. `line`
 * is the line of the notebook cell where the error arose.
 */
export function advice(error: unknown, line = ''): string | null {
  const message =
    typeof error === 'object' && error !== null && 'message' in error
      ? String(error.message)
      : '';
  if (error instanceof RangeError && /call stack/i.test(message)) {
    return 'A function calls itself without end: check the condition under which it stops.';
  }
  if (/is not defined$/.test(message)) {
    return 'Run the notebook cell that declares it first, or check the spelling.';
  }
  if (/before initialization$/.test(message)) {
    return 'The name is declared further down: move the declaration up.';
  }
  if (/is not (a function|iterable)/.test(message) && mentionsPromise(line)) {
    return 'The value is a promise: put `await` before the call that gives it.';
  }
  if (/is not iterable/.test(message)) {
    return 'Only arrays, strings, Maps, Sets and generators can be spread or looped over.';
  }
  if (/Cannot read properties of undefined/.test(message)) {
    return 'What stands before the dot is undefined: print it one line earlier to see why.';
  }
  if (/Cannot read properties of null/.test(message)) {
    return 'What stands before the dot is null: print it one line earlier to see why.';
  }
  return null;
}

function mentionsPromise(line: string): boolean {
  return /\b(fit|fetch|import|evaluate|readFile)\(/.test(line);
}
