/** What to do about shapes and options that the engine refuses, by the words in which it does. */
const engineAdvice: readonly (readonly [RegExp, string])[] = [
  [
    /there is no option '/,
    'Press Tab inside the braces of the options for the list of their names.'
  ],
  [
    /x is empty/,
    'The sequence has no steps: print it one line earlier to see why.'
  ],
  [
    /x has \d+ features|x must (?:have shape|be (?:a sequence|one sequence|\[))|its input must be sequences/,
    'A sequence is [steps, features], several are [examples, steps, features]: print `x.shape` to compare.'
  ],
  [
    /holds? \d+ (?:examples|sequences), but/,
    'Each example needs one target: print both shapes and compare their first number.'
  ],
  [
    /the model answers with shape|but the (answer|output) \[|answers of \d+ classes/,
    'The last layer and the target must agree: set its `units` to the last number of the target’s shape.'
  ],
  [
    /the arrays are uneven/,
    'All rows must be equally long: `padSequences` fills the shorter ones.'
  ],
  [
    /matmul: /,
    'For a product the last number of the left shape must be the first of the right one; `transpose` swaps two axes.'
  ],
  [
    /cannot take shape|needs \d+ numbers, got/,
    'A shape holds as many numbers as its entries multiplied: compare that with the `size`.'
  ],
  [
    /shapes \[.*\] and \[.*\] (?:differ|do not fit)/,
    'Print both shapes: they must be the same, or 1 where one is stretched.'
  ]
];

/**
 * One line of advice for a slip that learners make often; null when there is none to give. `line`
 * is the line of the notebook cell where the error arose.
 */
export function advice(error: unknown, line = ''): string | null {
  const message =
    typeof error === 'object' && error !== null && 'message' in error
      ? String(error.message)
      : '';
  // In the words of V8, and in those of Firefox.
  if (/^Maximum call stack|^too much recursion/.test(message)) {
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
  if (
    /Cannot read properties of undefined|^can't access property .* is undefined$/.test(
      message
    )
  ) {
    return 'What comes before the dot is undefined: print it one line earlier to see why.';
  }
  if (
    /Cannot read properties of null|^can't access property .* is null$/.test(
      message
    )
  ) {
    return 'What comes before the dot is null: print it one line earlier to see why.';
  }
  return isEngineError(message)
    ? (engineAdvice.find(([pattern]) => pattern.test(message))?.[1] ?? null)
    : null;
}

/** The engine begins with the call that refuses: `lstm.run: …`. */
function isEngineError(message: string): boolean {
  return /^[a-z][\w.]*(?:\(\))?: /i.test(message);
}

function mentionsPromise(line: string): boolean {
  return /\b(fit|fetch|import|evaluate|readFile)\(/.test(line);
}
