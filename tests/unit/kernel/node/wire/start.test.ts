import { createHmac } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ToSession,
  ToWire
} from '../../../../../src/kernel/core/messages';
import { SHARED_BYTES } from '../../../../../src/kernel/node/sharedNumbers';

type Frames = readonly (Uint8Array | string)[];

/** A socket of zeromq in memory: what front ends send it, and what it sends them. */
class MemorySocket {
  static readonly at = new Map<string, MemorySocket>();
  readonly sent: Buffer[][] = [];
  readonly options: unknown[] = [];
  closed = false;
  private readonly come: Buffer[][] = [];
  private wake: () => void = () => undefined;

  bind(address: string): Promise<void> {
    MemorySocket.at.set(address.split(':').at(-1)!, this);
    heard.emit('heard');
    return Promise.resolve();
  }
  send(frames: Frames): Promise<void> {
    this.sent.push(frames.map(frame => Buffer.from(frame as Uint8Array)));
    heard.emit('heard');
    return Promise.resolve();
  }
  take(frames: Frames): void {
    this.come.push(frames.map(frame => Buffer.from(frame as Uint8Array)));
    this.wake();
  }
  setStringOption(option: number, topic: string): void {
    this.options.push([option, topic]);
  }
  close(): void {
    this.closed = true;
    heard.emit('heard');
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer[]> {
    for (;;) {
      for (let next = this.come.shift(); next; next = this.come.shift()) {
        yield next;
      }
      await new Promise<void>(resolve => (this.wake = resolve));
    }
  }
}

const heard = new EventEmitter();
const toSession: ToSession[] = [];
const port = Object.assign(new EventEmitter(), {
  postMessage(message: ToSession) {
    toSession.push(message);
    heard.emit('heard');
  }
});
const KEY = 'secret';
const file = join(mkdtempSync(join(tmpdir(), 'wire-')), 'connection.json');
writeFileSync(
  file,
  JSON.stringify({
    transport: 'tcp',
    ip: '127.0.0.1',
    key: KEY,
    signature_scheme: 'hmac-sha256',
    shell_port: 1,
    control_port: 2,
    iopub_port: 3,
    stdin_port: 4,
    hb_port: 5
  })
);
const shared = new SharedArrayBuffer(SHARED_BYTES);
jest.mock('zeromq', () => ({ Router: MemorySocket, XPublisher: MemorySocket }));
jest.mock('node:worker_threads', () => ({
  get parentPort() {
    return port;
  },
  get workerData() {
    return {
      connectionFile: file,
      versions: { kernel: '1.2.3', typescript: '9.8.7', machine: 'a test' },
      shared
    };
  }
}));

/** Settles when this is so, looked at after each thing that is heard. */
async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found) {
      return found;
    }
    await new Promise(resolve => heard.once('heard', resolve));
  }
}

const socket = (channel: keyof typeof ports) =>
  MemorySocket.at.get(String(ports[channel]))!;
const ports = { shell: 1, control: 2, iopub: 3, stdin: 4, hb: 5 };
const signed = (parts: readonly string[]) =>
  parts
    .reduce((hmac, part) => hmac.update(part), createHmac('sha256', KEY))
    .digest('hex');

interface Said {
  readonly to: string;
  readonly type: string;
  readonly parent: string | undefined;
  readonly content: Record<string, unknown>;
}

/** What a channel has said, each message signed with the key of the connection. */
const said = (channel: keyof typeof ports): Said[] =>
  socket(channel).sent.map(frames => {
    const words = frames.map(frame => frame.toString());
    const at = words.indexOf('<IDS|MSG>');
    const [signature, ...parts] = words.slice(at + 1, at + 6);
    expect(signature).toBe(signed(parts));
    const [header, parent, , content] = parts.map(
      part => JSON.parse(part) as Record<string, unknown>
    );
    return {
      to: words[0],
      type: String(header.msg_type),
      parent: parent.msg_id as string | undefined,
      content
    };
  });

let count = 0;
/** Sends a message as a front end does, and gives its name. */
function send(
  channel: keyof typeof ports,
  type: string,
  content: object,
  sign = signed
): string {
  const id = `message ${++count}`;
  const header = {
    msg_id: id,
    msg_type: type,
    session: 's',
    username: 'u',
    date: '',
    version: '5.4'
  };
  const parts = [header, {}, {}, content].map(part => JSON.stringify(part));
  socket(channel).take(['front end', '<IDS|MSG>', sign(parts), ...parts]);
  return id;
}
const tell = (message: ToWire) => port.emit('message', message);
const answerOf = (channel: keyof typeof ports, id: string) =>
  until(() => said(channel).find(({ parent }) => parent === id));
/** What everybody heard of a request: kinds, and states by their names. */
const published = (id: string) =>
  said('iopub')
    .filter(({ parent }) => parent === id)
    .map(({ type, content }) => String(content.execution_state ?? type));

beforeAll(async () => {
  jest.requireActual('../../../../../src/kernel/node/wire/start');
  await until(() => MemorySocket.at.has('1') && MemorySocket.at.size === 5);
});

describe('the wire of the kernel on Node', () => {
  it('says that it starts, and gives a heartbeat back as it came', async () => {
    await until(() =>
      said('iopub').some(
        ({ content }) => content.execution_state === 'starting'
      )
    );
    socket('hb').take(['who', 'beat']);
    const [beat] = await until(
      () => socket('hb').sent.length > 0 && socket('hb').sent
    );
    expect(beat.map(String)).toEqual(['who', 'beat']);
  });

  it('welcomes a listener before it hears anything else, and says how the kernel is', async () => {
    const before = said('iopub').length;
    socket('iopub').take([Buffer.from([1, ...Buffer.from('topic')])]);
    await until(() => said('iopub').length >= before + 2);
    expect(said('iopub').slice(before)).toEqual([
      {
        to: 'topic',
        type: 'iopub_welcome',
        parent: undefined,
        content: { subscription: 'topic' }
      },
      expect.objectContaining({
        type: 'status',
        content: { execution_state: 'idle' }
      })
    ]);
    expect(socket('iopub').options).toEqual([[6, 'topic']]);
    socket('iopub').take([Buffer.from([0, ...Buffer.from('topic')])]);
    const id = send('shell', 'kernel_info_request', {});
    await until(() => published(id).includes('idle'));
    expect(socket('iopub').options.at(-1)).toEqual([7, 'topic']);
  });

  it.each(['shell', 'control'] as const)(
    'tells on %s who it is',
    async channel => {
      const id = send(channel, 'kernel_info_request', {});
      expect(await answerOf(channel, id)).toMatchObject({
        to: 'front end',
        type: 'kernel_info_reply',
        content: {
          status: 'ok',
          implementation_version: '1.2.3',
          banner: expect.stringContaining('a test')
        }
      });
      await until(() => published(id).includes('idle'));
      expect(published(id)).toEqual(['busy', 'idle']);
    }
  );

  it('hears nobody who has not the key', async () => {
    const wrong = send('shell', 'kernel_info_request', {}, () => signed(['x']));
    const right = send('shell', 'kernel_info_request', {});
    await answerOf('shell', right);
    expect(said('shell').map(({ parent }) => parent)).not.toContain(wrong);
  });

  it('passes a cell to the session, and what it prints, shows and asks to the front end', async () => {
    const id = send('shell', 'execute_request', { code: 'x' });
    const request = await until(() =>
      toSession.find(
        message =>
          message.type === 'request' && message.message.header.msg_id === id
      )
    );
    const { number, message } = request as Extract<
      ToSession,
      { type: 'request' }
    >;
    expect(message.content).toEqual({ code: 'x' });
    tell({ type: 'print', request: number, stream: 'stdout', text: 'one ' });
    tell({ type: 'print', request: number, stream: 'stdout', text: 'line' });
    tell({
      type: 'publish',
      messageType: 'display_data',
      parent: message.header,
      content: { data: 1 },
      buffers: [new Uint8Array([4])]
    });
    tell({
      type: 'ask',
      number: 9,
      request: number,
      prompt: 'Who?',
      password: true
    });
    expect(await answerOf('stdin', id)).toMatchObject({
      to: 'front end',
      type: 'input_request',
      content: { prompt: 'Who?', password: true }
    });
    send('stdin', 'other', { value: 'no' });
    send('stdin', 'input_reply', { value: 'Ada' });
    send('stdin', 'input_reply', { value: 'too late' });
    await until(() => toSession.some(({ type }) => type === 'answer'));
    tell({
      type: 'reply',
      number,
      content: { status: 'ok' },
      metadata: { m: 1 }
    });
    expect(await answerOf('shell', id)).toMatchObject({
      type: 'execute_reply',
      content: { status: 'ok' }
    });
    await until(() => published(id).includes('idle'));
    expect(published(id)).toEqual(['busy', 'stream', 'display_data', 'idle']);
    expect(
      said('iopub').find(({ type }) => type === 'stream')!.content
    ).toEqual({ name: 'stdout', text: 'one line' });
    expect(
      socket('iopub')
        .sent.find(frames => frames[0].toString().endsWith('display_data'))!
        .at(-1)
    ).toEqual(Buffer.from([4]));
    expect(toSession.filter(({ type }) => type === 'answer')).toEqual([
      { type: 'answer', number: 9, value: 'Ada' }
    ]);
  });

  it('interrupts at once, also where it is asked on the channel of older front ends', async () => {
    for (const channel of ['control', 'shell'] as const) {
      const id = send(channel, 'interrupt_request', {});
      expect(await answerOf(channel, id)).toMatchObject({
        type: 'interrupt_reply',
        content: { status: 'ok' }
      });
      await until(() => published(id).includes('idle'));
      const asked = toSession
        .filter(({ type }) => type === 'interrupt')
        .at(-1) as { number: number };
      tell({ type: 'interruptSeen', number: asked.number });
    }
    expect(toSession.filter(({ type }) => type === 'interrupt')).toEqual([
      { type: 'interrupt', number: 1 },
      { type: 'interrupt', number: 2 }
    ]);
  });

  it('ends by a request: answers, closes every channel, and tells the session', async () => {
    // The end of what does not end by itself would be that of this test's process.
    const { setTimeout } = globalThis;
    const ends: (() => void)[] = [];
    const later = jest
      .spyOn(globalThis, 'setTimeout')
      .mockImplementation(((work: () => void, time: number) =>
        time < 1000
          ? setTimeout(work, time)
          : ends.push(work)) as typeof setTimeout);
    const id = send('control', 'shutdown_request', { restart: true });
    expect(await answerOf('control', id)).toMatchObject({
      type: 'shutdown_reply',
      content: { status: 'ok', restart: true }
    });
    await until(() => toSession.at(-1)?.type === 'shutdown');
    expect(published(id)).toEqual(['busy', 'shutdown_reply', 'idle']);
    expect([...MemorySocket.at.values()].map(({ closed }) => closed)).toEqual(
      Array(5).fill(true)
    );
    later.mockRestore();
    const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
    ends.forEach(end => end());
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
    kill.mockRestore();
  });
});
