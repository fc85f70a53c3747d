import type { LinkStatus } from '../../widgets/context';

export type StatusListener = (status: LinkStatus) => void;

export function notLive(reason: string): LinkStatus {
  return { state: 'notLive', reason };
}

/** What is said of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
