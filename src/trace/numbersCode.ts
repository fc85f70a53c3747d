/** From so many on, neighbors are written as a range. */
export const RANGE_FROM = 4;

/** Units or steps as code that holds them: a list, or for several in a row their ends. */
export function numbersCode(numbers: readonly number[]): string {
  const [first] = numbers;
  const inRow = numbers.every((number, at) => number === first + at);
  return inRow && numbers.length >= RANGE_FROM
    ? `{ from: ${first}, to: ${numbers[numbers.length - 1]} }`
    : `[${numbers.join(', ')}]`;
}
