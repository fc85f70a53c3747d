/** Most characters that a page draws: several times what a notebook keeps of one output. */
const LONGEST = 50_000_000;

/**
 * Reads the text of a saved bundle; what it says is checked later, by its schema.
 *
 * @param what holds the text, as its errors name it
 * @throws Error when it is too long or no JSON
 */
export function parseBundle(text: string, what: string): unknown {
  if (text.length > LONGEST) {
    throw new Error(
      `${what} should have at most ${LONGEST} characters, got ${text.length}.`
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error(`${what} should be JSON.`);
  }
}
