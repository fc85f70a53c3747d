import type { XPublisher, Router } from 'zeromq';
import { reasonOf } from '../../core/reason';
import { addressOf, type ChannelName, type Connection } from './connection';

/**
 * Lets a socket listen where the connection file says.
 *
 * @throws Error that names the channel and its address, when that is taken for example; the socket is
 *   closed then, since one that is open at the end would abort the process
 */
export async function listen(
  socket: XPublisher | Router,
  connection: Connection,
  channel: ChannelName
): Promise<void> {
  const address = addressOf(connection, channel);
  try {
    await socket.bind(address);
  } catch (error) {
    socket.close();
    throw new Error(
      `the channel ${channel} cannot be opened at ${address}: ${reasonOf(error)}`,
      { cause: error }
    );
  }
}
