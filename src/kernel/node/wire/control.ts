import type { ToSession } from '../../core/messages';
import type { Connection } from './connection';
import type { Interrupter } from './interrupt';
import type { Iopub } from './iopub';
import type { Envelope } from '../../core/wire/channels';
import type { Codec } from './message';
import type { Requests } from '../../core/wire/requests';
import { openRouter, type RouterChannel } from './router';

/** How long the main thread may take to end by itself, in ms. */
const LAST_WORDS = 1000;

/** The channel control, when it is open. */
interface Control {
  /** True when the message was for control. */
  receive(envelope: Envelope, channel: RouterChannel): boolean;
  close(): void;
}

/**
 * Opens the channel control, which is answered whatever the main thread does: interrupt, shutdown,
 * and every request of the channel shell.
 */
export async function openControl({
  connection,
  codec,
  iopub,
  interrupter,
  requests,
  post,
  closeAll
}: {
  readonly connection: Connection;
  readonly codec: Codec;
  readonly iopub: Iopub;
  readonly interrupter: Interrupter;
  readonly requests: Requests;
  readonly post: (message: ToSession) => void;
  /** Closes all channels, when the kernel ends. */
  readonly closeAll: () => void;
}): Promise<Control> {
  let shuttingDown = false;

  function receive(envelope: Envelope, channel: RouterChannel): boolean {
    const { header, content } = envelope.message;
    if (header.msg_type === 'interrupt_request') {
      iopub.status('busy', header);
      interrupter.interrupt();
      channel.send(envelope.identities, {
        messageType: 'interrupt_reply',
        parent: header,
        content: { status: 'ok' }
      });
      iopub.status('idle', header);
      requests.announceRunning();
      return true;
    }
    if (header.msg_type === 'shutdown_request') {
      void shutdown(envelope, channel, content.restart === true);
      return true;
    }
    return false;
  }

  async function shutdown(
    { identities, message: { header } }: Envelope,
    channel: RouterChannel,
    restart: boolean
  ): Promise<void> {
    const content = { status: 'ok', restart };
    iopub.status('busy', header);
    channel.send(identities, {
      messageType: 'shutdown_reply',
      parent: header,
      content
    });
    iopub.publish({ messageType: 'shutdown_reply', parent: header, content });
    iopub.status('idle', header);
    if (shuttingDown) {
      return;
    }
    shuttingDown = true;
    // A flood of output must not hold the end back.
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), LAST_WORDS);
    await Promise.all([channel.drained(), iopub.drained()]);
    // zeromq's own thread still writes. Sockets that are open at the end would abort the process.
    setTimeout(() => {
      closeAll();
      post({ type: 'shutdown' });
    }, 20);
  }

  const opened = await openRouter(
    connection,
    'control',
    codec,
    (envelope, channel) => {
      if (!receive(envelope, channel)) {
        requests.receive(envelope, channel);
      }
    }
  );
  return { receive, close: () => opened.close() };
}
