import type { Header, Incoming, Json } from '../messages';

/** A message with the addresses it came from or goes to. */
export interface Envelope {
  readonly identities: readonly Uint8Array[];
  readonly message: Incoming;
}

/** What a message to a front end is made of. */
export interface Outgoing {
  readonly messageType: string;
  readonly parent: Header | null;
  readonly content: Json;
  readonly metadata?: Json;
  readonly buffers?: readonly Uint8Array[];
}

/** A channel on which a front end asks and the kernel answers. */
export interface ReplyChannel {
  send(identities: readonly Uint8Array[], message: Outgoing): void;
}

/** Asks the user for a line of text. */
export interface Stdin {
  ask(
    question: { readonly prompt: string; readonly password: boolean },
    to: { readonly identities: readonly Uint8Array[]; readonly parent: Header },
    answered: (value: string) => void
  ): void;
  /** Forgets a question that nobody waits for any more. */
  cancel(): void;
}

/** Version of the Jupyter messaging protocol that the kernel speaks. */
export const MESSAGING_VERSION = '5.4';
