import type { Header } from '../link';
import type { Connection } from './connection';
import type { Codec, Envelope } from './message';
import { openRouter } from './router';

/** The channel on which the kernel asks the user for a line of text. */
export interface Stdin {
  ask(
    question: { readonly prompt: string; readonly password: boolean },
    to: { readonly identities: readonly Uint8Array[]; readonly parent: Header },
    answered: (value: string) => void
  ): void;
  /** Forgets a question that nobody waits for any more. */
  cancel(): void;
  close(): void;
}

/** Opens the channel stdin. */
export async function openStdin(
  connection: Connection,
  codec: Codec
): Promise<Stdin> {
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
