import { dataSetBundle } from '../dataSets/dataSetBundle';
import { machine } from '../machine';
import { plainJson } from '../run/plainJson';

import type { MimeBundle } from '../library/displayHost';

/** An object with this method draws itself in a notebook; it gives data by MIME type. */
export const displayMethod: unique symbol = Symbol.for(
  'Jupyter.display'
) as never;

/** Longest text of a value, in characters. */
const LONGEST = 20_000;

/**
 * What to show for the value of a cell's last expression.
 *
 * @param words puts text into the words of the notebook
 */
export async function valueBundle(
  value: unknown,
  words: (text: string) => string = text => text
): Promise<MimeBundle> {
  const set = dataSetBundle(value);
  if (set !== undefined) {
    return { data: { ...set }, metadata: {} };
  }
  const { data, metadata } = (await ownBundle(value)) ?? {
    data: {},
    metadata: {}
  };
  // A front end that cannot draw reads the text: terminals, nbgrader, other front ends.
  return {
    data:
      'text/plain' in data
        ? data
        : { ...data, 'text/plain': words(valueText(value)) },
    metadata
  };
}

async function ownBundle(value: unknown): Promise<MimeBundle | null> {
  if (
    (typeof value !== 'object' && typeof value !== 'function') ||
    value === null ||
    !(displayMethod in value)
  ) {
    return null;
  }
  const method: unknown = Reflect.get(value, displayMethod);
  if (typeof method !== 'function') {
    return null;
  }
  const data: unknown = await Reflect.apply(method, value, []);
  if (typeof data !== 'object' || data === null) {
    return null;
  }
  return isBundle(data)
    ? {
        data: plainJson('display', { ...data.data }),
        metadata: plainJson('display', { ...data.metadata })
      }
    : { data: plainJson('display', { ...data }), metadata: {} };
}

function isBundle(data: object): data is MimeBundle {
  return (
    'data' in data &&
    typeof data.data === 'object' &&
    'metadata' in data &&
    typeof data.metadata === 'object'
  );
}

/** A value as text: deep enough to be read, short enough for a screen. */
export function valueText(value: unknown): string {
  const text = machine().inspect(value, {
    depth: 4,
    maxArrayLength: 100,
    maxStringLength: 10_000,
    breakLength: 96,
    compact: 3
  });
  return text.length > LONGEST
    ? `${text.slice(0, LONGEST)}\n… ${text.length - LONGEST} more characters`
    : text;
}
