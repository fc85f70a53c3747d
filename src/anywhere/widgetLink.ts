import { notLive } from '../lab/link/linkStatus';
import type { LiveLink } from '../widgets/context';
import type { Translate } from '../scene/words/translate';
import { createCommLink } from './commLink';
import { type WidgetModel, MESSAGE, type WidgetMessage } from './model';
import type { ChannelComm } from '../lab/link/channel';

export interface WidgetLink extends LiveLink {
  dispose(): void;
}

export interface WidgetLinkOptions {
  readonly model: WidgetModel;
  /** Of this place on the page. */
  readonly page: string;
  readonly translate: Translate;
  /** Milliseconds without an answer after which the reader is told so. */
  readonly patience?: number;
}

/**
 * The live link of one place on the page, of the parts of which that of a notebook in JupyterLab is
 * made. What has no answer for a while is said not to be live, and is live once the answer comes.
 */
export function createWidgetLink({
  model,
  page,
  translate,
  patience = 6000
}: WidgetLinkOptions): WidgetLink {
  const link = createCommLink({
    makeComm: () => createWidgetComm(model, page),
    translate,
    patience,
    // Nobody says whether Python computes or has ended: a widget hears only answers.
    busy: () =>
      notLive(
        translate(
          'Python has not answered yet. It may be busy; if no notebook cell is running, run this one again.'
        )
      )
  });
  link.open();
  return link;
}

/** What the link uses of a comm, as far as a widget can give it. */
interface HalfComm {
  isDisposed: boolean;
  onMsg: (message: object) => void;
  onClose: () => void;
  open(hello: unknown): typeof DONE;
  send(
    message: unknown,
    metadata?: unknown,
    buffers?: readonly ArrayBuffer[]
  ): typeof DONE;
  close(): typeof DONE;
}

const DONE = { dispose: () => undefined };

/** A widget's line as the comm that the live link speaks over; `page` names the end here. */
function createWidgetComm(model: WidgetModel, page: string): ChannelComm {
  const hear = (
    content: Partial<WidgetMessage> | null,
    buffers: readonly DataView[] = []
  ): void => {
    if (content?.page === page) {
      comm.onMsg({ content: { data: content.message }, buffers });
    }
  };
  const send = (
    message: unknown,
    _metadata?: unknown,
    buffers: readonly ArrayBuffer[] = []
  ): typeof DONE => {
    model.send({ page, message }, undefined, buffers);
    return DONE;
  };
  const comm: HalfComm = {
    isDisposed: false,
    onMsg: () => undefined,
    onClose: () => undefined,
    open(hello: unknown) {
      model.on(MESSAGE, hear);
      return send(hello);
    },
    send,
    close() {
      comm.isDisposed = true;
      model.off(MESSAGE, hear);
      model.send({ page });
      return DONE;
    }
  };
  // JupyterLab's comm has more around its messages than the link reads.
  return comm as unknown as ChannelComm;
}
