/** `text` with `%1`, `%2`, … replaced by the arguments, in the reader's language. */
export type Translate = (
  text: string,
  ...args: readonly (string | number)[]
) => string;

/** English as written, with `%1`, `%2`, … replaced. */
export const untranslated: Translate = (text, ...args) =>
  text.replace(/%(\d)/g, (whole, index: string) => {
    const value = args[Number(index) - 1];
    return value === undefined ? whole : String(value);
  });
