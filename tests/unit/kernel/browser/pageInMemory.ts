import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  createPageKernel,
  type PageKernel,
  type PageMessage
} from '../../../../src/kernel/browser/pageKernel';
import type { PageFiles } from '../../../../src/kernel/browser/userFiles';
import type { Header, Json } from '../../../../src/kernel/core/messages';

const ASSETS = 'http://page/assets/';
const KERNEL = join(__dirname, '../../../../gatescope/_kernel');
export const versions = { kernel: '1.2.3', typescript: '9.8.7' };

// The compiler is here already, as this very program has it.
jest.mock('http://page/assets/compiler.js', () => ({}), { virtual: true });

/** All that a page's compiler reads. */
function declarations(): Record<string, string> {
  const under = (folder: string): string[] =>
    readdirSync(join(KERNEL, folder)).flatMap(name => {
      const path = `${folder}/${name}`;
      return ['types/node', 'types/undici-types'].includes(path)
        ? []
        : statSync(join(KERNEL, path)).isDirectory()
          ? under(path)
          : [path];
    });
  return Object.fromEntries(
    [...under('types'), 'lib/lib.gatescope.d.ts'].map(path => [
      path,
      readFileSync(join(KERNEL, path), 'utf8')
    ])
  );
}

/** What a front end hears, and what it asks. */
export interface Page {
  readonly kernel: PageKernel;
  readonly heard: PageMessage[];
  close(): void;
  /** Sends a message, and gives its header. */
  send(type: string, content: Json, more?: Partial<PageMessage>): Header;
  /** Settles with the first message that is so, heard or to come. */
  until(is: (message: PageMessage) => boolean): Promise<PageMessage>;
  /** Sends a request, and settles with its answer once the kernel says that it is done with it. */
  ask(
    type: string,
    content: Json,
    more?: Partial<PageMessage>
  ): Promise<Answered>;
}

/** What came of a request: its reply, and what the kernel said of it meanwhile, in order. */
export interface Answered {
  readonly reply: PageMessage;
  readonly said: readonly PageMessage[];
}

/** A worker as its own program knows it. */
interface Taken {
  onmessage: Listener | null;
}

type Listener = (event: { readonly data: unknown }) => void;

/** Workers in this very thread: messages are copied and come in turns of their own. */
function standInForWorkers(ended: (() => void)[]): void {
  const { setImmediate } = globalThis;
  const scope = globalThis as unknown as Record<string, unknown>;
  /** Each program once, as if a worker that ended were taken again. */
  const programs = new Map<string, { listeners: Listener[]; worker: Taken }>();
  function load(script: string, worker: Taken): Listener[] {
    const known = programs.get(script);
    if (known) {
      known.worker = worker;
      return known.listeners;
    }
    const program = { listeners: [] as Listener[], worker };
    programs.set(script, program);
    const { self: outside, postMessage } = scope;
    scope.self = {
      location: new URL(script, 'http://page/'),
      addEventListener(type: string, listener: Listener) {
        if (type === 'message') {
          program.listeners.push(listener);
        }
      }
    };
    scope.postMessage = (message: unknown) => {
      const { worker: to } = program;
      const data: unknown = structuredClone(message);
      setImmediate(() => to.onmessage?.({ data }));
    };
    jest.requireActual(
      `../../../../src/kernel/browser/${script.endsWith('check.js') ? 'checkWorker' : 'worker'}`
    );
    Object.assign(scope, { self: outside ?? scope.self, postMessage });
    return program.listeners;
  }
  class InMemoryWorker implements Taken {
    onmessage: Listener | null = null;
    private readonly inside: readonly Listener[];
    private ended = false;
    constructor(script: string) {
      this.inside = load(script, this);
    }
    postMessage(message: unknown): void {
      const data: unknown = structuredClone(message);
      setImmediate(() => {
        if (!this.ended) {
          this.inside.forEach(listener => listener({ data }));
        }
      });
    }
    terminate(): void {
      this.ended = true;
    }
  }
  scope.Worker = InMemoryWorker;
  // What is open at the end would keep the test's process.
  const { MessageChannel, setTimeout } = globalThis;
  scope.setTimeout = (...given: Parameters<typeof setTimeout>) =>
    setTimeout(...given).unref();
  scope.MessageChannel = class extends MessageChannel {
    constructor() {
      super();
      ended.push(() => this.port1.close());
    }
  };
  scope.fetch = (address: URL) =>
    Promise.resolve({
      ok: true,
      text: () => Promise.resolve(''),
      json: () => Promise.resolve(declarations()),
      arrayBuffer: () => Promise.resolve(new TextEncoder().encode(address.href))
    });
}

/** Starts a kernel of a page, and is its front end. Once a file of tests: a session takes its whole thread. */
export function openPage(files: PageFiles): Page {
  const ended: (() => void)[] = [];
  standInForWorkers(ended);
  const heard: PageMessage[] = [];
  const waiting = new Set<() => void>();
  let sent = 0;
  const kernel = createPageKernel({
    script: 'kernel.js',
    assets: ASSETS,
    versions,
    files,
    send(message) {
      heard.push(message);
      [...waiting].forEach(look => look());
    },
    failed(reason) {
      throw new Error(reason);
    }
  });
  const until = (is: (message: PageMessage) => boolean) =>
    new Promise<PageMessage>(resolve => {
      const look = (): void => {
        const found = heard.find(is);
        if (found) {
          waiting.delete(look);
          resolve(found);
        }
      };
      waiting.add(look);
      look();
    });
  function send(
    type: string,
    content: Json,
    more: Partial<PageMessage> = {}
  ): Header {
    const header = {
      msg_id: `asked ${++sent}`,
      msg_type: type,
      session: 'a front end',
      username: 'somebody',
      date: new Date(0).toISOString(),
      version: '5.4'
    };
    kernel.receive({
      channel: 'shell',
      header,
      parent_header: {},
      metadata: {},
      content,
      ...more
    });
    return header;
  }
  const isOf = ({ msg_id }: Header, { parent_header }: PageMessage) =>
    (parent_header as Partial<Header>).msg_id === msg_id;
  return {
    kernel,
    heard,
    close() {
      kernel.dispose();
      ended.forEach(end => end());
    },
    send,
    until,
    async ask(type, content, more) {
      const header = send(type, content, more);
      await until(
        message =>
          isOf(header, message) && message.content.execution_state === 'idle'
      );
      const of = heard.filter(message => isOf(header, message));
      const [reply] = of.filter(({ channel }) => channel !== 'iopub');
      return { reply, said: of.filter(message => message !== reply) };
    }
  };
}
