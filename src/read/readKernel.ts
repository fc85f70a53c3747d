import { createCommLink, type CommLink } from '../anywhere/commLink';
import {
  createPageKernel,
  type PageKernel,
  type PageMessage
} from '../kernel/browser/pageKernel';
import { randomIdentifier } from '../kernel/core/identifier';
import { reasonOf } from '../kernel/core/reason';
import type { ChannelComm } from '../lab/link/channel';
import { notLive } from '../lab/link/linkStatus';
import { COMM_TARGET } from '../trace';
import type { Translate } from '../scene/words/translate';

/** A message of the kernel, by its type. */
export type Heard = (
  type: string,
  content: Readonly<Record<string, unknown>>
) => void;

/** How a run ended. */
export interface Ran {
  readonly status: string;
  readonly count: number;
}

/** The kernel of one page. It starts when something is first asked of it. */
export interface ReadKernel {
  readonly link: CommLink;
  /** Settles when cells can run; rejects with why they never will. */
  start(): Promise<void>;
  /** Somebody writes: what compiles it is loaded meanwhile. */
  warmUp(): void;
  run(cell: string, code: string, hear: Heard): Promise<Ran>;
  /** Stops the running cell. */
  interrupt(): void;
}

type Versions = Parameters<typeof createPageKernel>[0]['versions'];

/**
 * @param assets the folder of the site's kernel
 * @param shipped the address of the notebook's cells as they compile
 * @param ended called when the kernel is gone with all its variables, with the reason
 */
export function createReadKernel({
  assets,
  shipped,
  translate,
  ended
}: {
  readonly assets: string;
  readonly shipped: string;
  readonly translate: Translate;
  readonly ended: (reason: string) => void;
}): ReadKernel {
  const session = randomIdentifier();
  let started: Promise<PageKernel> | null = null;
  const runs = new Map<
    string,
    { readonly hear: Heard; end(ran: Ran | null): void }
  >();
  const comms = new Map<string, ChannelComm>();

  function send(
    { receive }: PageKernel,
    type: string,
    content: object,
    extra: { id?: string; metadata?: object; buffers?: ArrayBuffer[] } = {}
  ): void {
    receive({
      channel: 'shell',
      header: {
        msg_id: extra.id ?? randomIdentifier(),
        msg_type: type,
        session,
        username: 'reader',
        date: new Date().toISOString(),
        version: '5.3'
      },
      parent_header: {},
      metadata: { ...extra.metadata },
      content: { ...content },
      buffers: extra.buffers ?? []
    });
  }

  function hear({
    header: { msg_type: type },
    parent_header: parent,
    content,
    buffers = []
  }: PageMessage): void {
    if (type === 'comm_msg' || type === 'comm_close') {
      const comm = comms.get(String(content.comm_id));
      const message = { content, buffers } as never;
      void (type === 'comm_msg'
        ? comm?.onMsg(message)
        : comm?.onClose(message));
      return;
    }
    const run = runs.get(String((parent as { msg_id?: unknown }).msg_id));
    if (type === 'execute_reply') {
      run?.end({
        status: String(content.status),
        count: Number(content.execution_count)
      });
    } else {
      run?.hear(type, content);
    }
  }

  /** The caller that waits for a cell hears that it will not end. */
  function failed(reason: string): void {
    started = null;
    link.drop(notLive(reason));
    [...runs.values()].forEach(({ end }) => end(null));
    ended(reason);
  }

  async function begin(): Promise<PageKernel> {
    const answer = await fetch(new URL('versions.json', assets));
    if (!answer.ok) {
      throw new Error(
        `the kernel could not be loaded: ${answer.status} ${answer.statusText}`
      );
    }
    const kernel = createPageKernel({
      script: new URL('kernel.js', assets).href,
      assets,
      shipped,
      versions: (await answer.json()) as Versions,
      send: hear,
      failed,
      // Nothing cuts a loop without an end short here: with it go the variables.
      stuck() {
        kernel.dispose();
        failed(translate('The kernel was interrupted.'));
      }
    });
    await kernel.ready;
    return kernel;
  }

  /** The kernel's end of a line of the live link. */
  function makeComm(): ChannelComm {
    const id = randomIdentifier();
    const done = { dispose: () => undefined };
    const post = (type: string, content: object, buffers?: ArrayBuffer[]) => {
      void started?.then(kernel =>
        send(kernel, type, { comm_id: id, ...content }, { buffers })
      );
      return done;
    };
    const comm = {
      isDisposed: false,
      onMsg: () => undefined,
      onClose: () => undefined,
      open: (data: object) =>
        post('comm_open', { target_name: COMM_TARGET, data }),
      send: (data: object, _: unknown, buffers?: ArrayBuffer[]) =>
        post('comm_msg', { data }, buffers),
      close() {
        comm.isDisposed = true;
        comms.delete(id);
        return post('comm_close', { data: {} });
      }
    } as unknown as ChannelComm & { isDisposed: boolean };
    comms.set(id, comm);
    return comm;
  }

  const link = createCommLink({
    makeComm,
    translate,
    patience: 4000,
    busy: () =>
      notLive(
        translate('The kernel is busy; it answers when its cell is done.')
      )
  });
  link.drop(notLive(translate('No kernel is running for this notebook.')));

  async function kernelOf(): Promise<PageKernel> {
    if (started === null) {
      started = begin();
      const mine = started;
      await mine.catch((error: unknown) => {
        started = null;
        throw new Error(reasonOf(error), { cause: error });
      });
      link.open();
    }
    return started;
  }

  return {
    link,
    start: () => kernelOf().then(() => undefined),
    // The caller that runs a cell hears of a failure.
    warmUp: () =>
      void kernelOf().then(
        kernel => kernel.warmUp(),
        () => undefined
      ),
    async run(cell, code, hearOf) {
      const kernel = await kernelOf();
      const id = randomIdentifier();
      return new Promise<Ran>((resolve, reject) => {
        runs.set(id, {
          hear: hearOf,
          end(ran) {
            runs.delete(id);
            if (ran === null) {
              reject(new Error(translate('The kernel has stopped.')));
            } else {
              // What a cell shows late still comes to it.
              runs.set(id, { hear: hearOf, end: () => undefined });
              resolve(ran);
            }
          }
        });
        send(
          kernel,
          'execute_request',
          {
            code,
            silent: false,
            store_history: true,
            user_expressions: {},
            allow_stdin: false,
            stop_on_error: false
          },
          { id, metadata: { cellId: cell } }
        );
      });
    },
    interrupt: () => void started?.then(kernel => kernel.interrupt())
  };
}
