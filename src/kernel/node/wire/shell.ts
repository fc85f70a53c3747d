import type { Connection } from './connection';
import type { Envelope } from '../../core/wire/channels';
import type { Codec } from './message';
import type { Requests } from '../../core/wire/requests';
import { openRouter, type RouterChannel } from './router';

/** Opens the channel shell: code to run, questions about code, comm messages. */
export async function openShell({
  connection,
  codec,
  requests,
  control
}: {
  readonly connection: Connection;
  readonly codec: Codec;
  readonly requests: Requests;
  /** Older front ends ask for the end of the kernel here. */
  readonly control: (envelope: Envelope, channel: RouterChannel) => boolean;
}): Promise<RouterChannel> {
  return openRouter(connection, 'shell', codec, (envelope, channel) => {
    if (!control(envelope, channel)) {
      requests.receive(envelope, channel);
    }
  });
}
