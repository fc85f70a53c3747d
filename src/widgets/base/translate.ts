import type { Translate } from '../context';

/** English as written, with `%1`, `%2`, … replaced. */
export const untranslated: Translate = (text, ...args) =>
  text.replace(/%(\d)/g, (whole, index: string) => {
    const value = args[Number(index) - 1];
    return value === undefined ? whole : String(value);
  });
