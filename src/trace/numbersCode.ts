/** From so many on, neighbours are written as a range. */
const RANGE_FROM = 9;

/** Whole numbers as code that gives them: a list, or for many in a row the range that they are. */
export function numbersCode(numbers: readonly number[]): string {
  const { length } = numbers;
  const inRow = numbers.every((number, at) => number === numbers[0] + at);
  return inRow && length >= RANGE_FROM
    ? `Array.from({ length: ${length} }, (_, k) => ${numbers[0] === 0 ? 'k' : `${numbers[0]} + k`})`
    : `[${numbers.join(', ')}]`;
}
