import type { Json } from '../link';

/** What was executed in this session. */
export interface History {
  add(count: number, source: string): void;
  setOutput(count: number, text: string): void;
  /** The content of `history_reply` for the content of a request. */
  reply(request: Json): Json;
}

/** The only session there is; Jupyter counts from 1, and 0 or less means back from now. */
const SESSION = 1;

export function createHistory(): History {
  const entries: { count: number; source: string; output: string | null }[] =
    [];

  function select(request: Json): typeof entries {
    const { hist_access_type: type, n } = request;
    const limit = typeof n === 'number' && n >= 0 ? n : Infinity;
    if (type === 'range') {
      const { session = 0, start = 1, stop } = request;
      if (session !== 0 && session !== SESSION) {
        return [];
      }
      const last = entries.at(-1)?.count ?? 0;
      const from = Number(start) < 0 ? last + 1 + Number(start) : Number(start);
      const to =
        stop === undefined || stop === null
          ? Infinity
          : Number(stop) < 0
            ? last + 1 + Number(stop)
            : Number(stop);
      return entries.filter(({ count }) => count >= from && count < to);
    }
    if (type === 'search') {
      const pattern = globPattern(String(request.pattern ?? '*'));
      let found = entries.filter(({ source }) => pattern.test(source));
      if (request.unique === true) {
        const last = new Map(found.map(entry => [entry.source, entry]));
        found = found.filter(entry => last.get(entry.source) === entry);
      }
      return tail(found, limit);
    }
    return tail(entries, limit);
  }

  return {
    add: (count, source) => entries.push({ count, source, output: null }),
    setOutput(count, text) {
      const entry = entries.at(-1);
      if (entry?.count === count) {
        entry.output = text;
      }
    },
    reply: request => ({
      status: 'ok',
      history: select(request).map(({ count, source, output }) =>
        request.output === true
          ? [SESSION, count, [source, output]]
          : [SESSION, count, source]
      )
    })
  };
}

function tail<T>(items: readonly T[], limit: number): T[] {
  return limit === Infinity
    ? [...items]
    : items.slice(items.length - Math.min(limit, items.length));
}

/** `*` is any text and `?` any character, as in Jupyter. */
function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[\\s\\S]*')
    .replace(/\?/g, '[\\s\\S]');
  return new RegExp(`^${escaped}$`);
}
