import type { ChannelComm } from '../lab/link/channel';
import { MESSAGE, type WidgetMessage, type WidgetModel } from './model';

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
export function createWidgetComm(
  model: WidgetModel,
  page: string
): ChannelComm {
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
