import type { NotebookPanel } from '@jupyterlab/notebook';

type Context = NotebookPanel['context'];

/** What of an open document is needed to save it. */
type Saved = Pick<Context, 'save'> & {
  readonly model: Pick<
    Context['model'],
    'contentChanged' | 'dirty' | 'readOnly'
  >;
};

/**
 * Lets the saves of a document follow one another. JupyterLab takes the result of one that runs beside
 * another for a change by somebody else, and calls a document saved that changed while it was written:
 * an output that comes then would be kept with the next change alone.
 *
 * @param mayBegin asked before each save begins; where it says no, there is nothing to save any more
 * @returns saves what is not saved yet; as often as it is called, at most one save waits for another
 */
export function savesInTurn(
  context: Saved,
  mayBegin: () => Promise<boolean>
): () => void {
  const save = context.save.bind(context);
  let last: Promise<void> = Promise.resolve();
  let waits = false;

  async function one(): Promise<void> {
    let changed = false;
    const note = () => {
      changed = true;
    };
    if (!(await mayBegin())) {
      return;
    }
    context.model.contentChanged.connect(note);
    try {
      await save();
    } finally {
      context.model.contentChanged.disconnect(note);
    }
    if (changed) {
      context.model.dirty = true;
    }
  }

  context.save = () => {
    const next = last.then(one);
    last = next.catch(() => undefined);
    return next;
  };

  return () => {
    if (waits || !context.model.dirty || context.model.readOnly) {
      return;
    }
    waits = true;
    last = last.then(() => {
      waits = false;
      // JupyterLab says what went wrong.
      return one().catch(() => undefined);
    });
  };
}
