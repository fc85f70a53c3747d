import { Router } from 'zeromq';
import { reasonOf } from '../../core/reason';
import { log } from '../log';
import type { ChannelName, Connection } from './connection';
import type {
  ReplyChannel as Answering,
  Envelope
} from '../../core/wire/channels';
import { listen } from './listen';
import type { Codec } from './message';
import { createSendQueue } from './sendQueue';

/** A channel on which a front end asks and the kernel answers. */
export interface RouterChannel extends Answering {
  drained(): Promise<void>;
  close(): void;
}

/** Opens one of the channels shell, control and stdin. A message that is not sound is logged and dropped. */
export async function openRouter(
  connection: Connection,
  channel: ChannelName,
  codec: Codec,
  receive: (envelope: Envelope, channel: RouterChannel) => void
): Promise<RouterChannel> {
  const socket = new Router({
    sendHighWaterMark: 0,
    linger: 500,
    handover: true
  });
  await listen(socket, connection, channel);
  const fault = (error: unknown) =>
    log(`channel ${channel}: ${reasonOf(error)}`);
  const queue = createSendQueue(socket, fault);
  const opened: RouterChannel = {
    send: (identities, message) =>
      queue.push(codec.encode(identities, message)),
    drained: () => queue.drained(),
    close: () => socket.close()
  };
  const hear = async () => {
    for await (const frames of socket) {
      try {
        receive(codec.decode(frames), opened);
      } catch (error) {
        fault(error);
      }
    }
  };
  void hear();
  return opened;
}
