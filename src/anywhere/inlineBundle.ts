import { parseBundle } from './parseBundle';

/** What a bundle of one page has otherwise than an earlier one of the same run. */
interface Changes {
  readonly set: Readonly<Record<string, unknown>>;
  readonly unset: readonly string[];
}

/** The bundle that stands inside an element of a page. */
export interface InlineBundle {
  /** Its text. */
  readonly text: string;
  /** The name of its run, by which later pictures refer to it. */
  readonly run?: string;
  /** The name of an earlier run on the page; then the text holds what is otherwise here. */
  readonly runOf?: string;
}

/** The texts of the runs on this page, by name. Their elements leave the page when they are drawn. */
const runs = new Map<string, string>();

/** Reads the bundle inside an element before the view takes its place; null where none stands there. */
export function takeInline(element: Element): InlineBundle | null {
  const script = element.querySelector<HTMLScriptElement>(
    'script[type="application/json"]:not([data-network])'
  );
  if (script === null) {
    return null;
  }
  const { run, runOf } = script.dataset;
  const text = script.textContent ?? '';
  if (run !== undefined) {
    runs.set(run, text);
  }
  return { text, run, runOf };
}

/**
 * The bundle that an element holds, whole: a page keeps the numbers of a run once, with its first picture.
 *
 * @throws Error when the text is no JSON, or refers to a run that is not on the page
 */
export function readInline({ text, runOf }: InlineBundle): unknown {
  const what = 'gatescope-view: what stands inside';
  const parsed = parseBundle(text, what);
  if (runOf === undefined) {
    return parsed;
  }
  const first = runs.get(runOf);
  if (first === undefined) {
    throw new Error(
      `gatescope-view: data-run-of should name a run that stands above on this page, got “${runOf}”.`
    );
  }
  const { set, unset } = parsed as Changes;
  const kept = Object.entries(parseBundle(first, what) as object).filter(
    ([field]) => !unset.includes(field)
  );
  return { ...Object.fromEntries(kept), ...set };
}
