import { Router } from 'zeromq';
import type { Connection } from './connection';
import { listen } from './listen';

/** Opens the channel hb: whatever comes is sent back. */
export async function openHeartbeat(
  connection: Connection
): Promise<{ close(): void }> {
  const socket = new Router({ linger: 0 });
  await listen(socket, connection, 'hb');
  const echo = async () => {
    for await (const frames of socket) {
      await socket.send(frames);
    }
  };
  void echo();
  return { close: () => socket.close() };
}
