import type { Connection } from './connection';
import type { Envelope, Stdin } from '../../core/wire/channels';
import type { Codec } from './message';
import { openRouter } from './router';

/** The channel on which the kernel asks the user for a line of text. */
export interface StdinChannel extends Stdin {
  close(): void;
}

/** Opens the channel stdin. */
export async function openStdin(
  connection: Connection,
  codec: Codec
): Promise<StdinChannel> {
  let waiting: ((value: string) => void) | null = null;

  function receive({ message }: Envelope): void {
    if (message.header.msg_type !== 'input_reply') {
      return;
    }
    const answered = waiting;
    waiting = null;
    answered?.(String(message.content.value ?? ''));
  }

  const channel = await openRouter(connection, 'stdin', codec, receive);
  return {
    ask({ prompt, password }, { identities, parent }, answered) {
      waiting = answered;
      channel.send(identities, {
        messageType: 'input_request',
        parent,
        content: { prompt, password }
      });
    },
    cancel() {
      waiting = null;
    },
    close: () => channel.close()
  };
}
