import type { ISessionContext } from '@jupyterlab/apputils';
import type { LinkStatus, LiveLink } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';

/** What the link uses of a session context; a test gives its own. */
export type LinkSession = Pick<
  ISessionContext,
  | 'session'
  | 'isReady'
  | 'ready'
  | 'hasNoKernel'
  | 'kernelDisplayName'
  | 'kernelChanged'
  | 'statusChanged'
  | 'connectionStatusChanged'
>;

export interface KernelLinkOptions {
  readonly session: LinkSession;
  /** Version of the extension. */
  readonly version: string;
  readonly translate: Translate;
  /** Milliseconds without an answer after which the reader is told that the kernel is busy. */
  readonly patience?: number;
}

/** The live link of one notebook, shared by its views, its panel and its exercises. */
export interface KernelLink extends Pick<
  LiveLink,
  'status' | 'onStatus' | 'request' | 'onEvent'
> {
  /** The state of the connection itself, whatever the bundle. */
  readonly connection: LinkStatus;
  onConnection(listener: (status: LinkStatus) => void): () => void;
  dispose(): void;
}
