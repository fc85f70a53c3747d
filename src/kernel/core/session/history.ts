import type { Json } from '../messages';

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
      const pattern = String(request.pattern ?? '*');
      let found = entries.filter(({ source }) => matchesGlob(source, pattern));
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

/**
 * Whether a text is what a pattern means: `*` is any text and `?` any character, as in Jupyter. Only
 * the last `*` is ever tried again, so no pattern takes long.
 */
function matchesGlob(text: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let tried = 0;
  while (at < text.length) {
    if (pattern[next] === '*') {
      star = next++;
      tried = at;
    } else if (pattern[next] === '?' || pattern[next] === text[at]) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++tried;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') {
    next++;
  }
  return next === pattern.length;
}
