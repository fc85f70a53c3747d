import type {
  Header,
  Json,
  ToSession
} from '../../../../../src/kernel/core/messages';
import { createRequests } from '../../../../../src/kernel/core/wire/requests';
import type {
  ReplyChannel,
  Envelope
} from '../../../../../src/kernel/core/wire/channels';

function setup() {
  const said: string[] = [];
  const posted: ToSession[] = [];
  const logged: string[] = [];
  const name = (parent: Header | null) => parent?.msg_id ?? 'nobody';
  const requests = createRequests({
    iopub: {
      status: (state, parent) => said.push(`${state} ${name(parent)}`)
    },
    stdin: { ask: jest.fn(), cancel: jest.fn() },
    versions: { kernel: '1', typescript: '2', machine: 'Node 3' },
    post: message => posted.push(message),
    soon: setImmediate,
    log: message => logged.push(message)
  });
  const channel: ReplyChannel = {
    send: (_, { messageType, parent, content }) =>
      said.push(`${messageType} ${name(parent)} ${String(content.status)}`)
  };
  const receive = (msg_id: string, msg_type: string, content: Json = {}) =>
    requests.receive(
      {
        identities: [],
        message: {
          header: { msg_id, msg_type } as Header,
          parent: {},
          metadata: {},
          content,
          buffers: []
        }
      } as Envelope,
      channel
    );
  const numbers = () =>
    posted.flatMap(message =>
      message.type === 'request'
        ? [[message.message.header.msg_id, message.number] as const]
        : []
    );
  return { said, posted, logged, requests, receive, numbers };
}

/** Lets the dispatcher read what came meanwhile. */
const turns = () =>
  new Promise(resolve =>
    setImmediate(() => setImmediate(() => setImmediate(resolve)))
  );

test('cells run one after the other, in the order in which they came', () => {
  const { said, requests, receive, numbers } = setup();
  receive('a', 'execute_request');
  receive('b', 'execute_request');
  expect(numbers().map(([id]) => id)).toEqual(['a']);
  requests.answer(1, { status: 'ok' });
  expect(numbers().map(([id]) => id)).toEqual(['a', 'b']);
  requests.answer(2, { status: 'ok' });
  expect(said).toEqual([
    'busy a',
    'execute_reply a ok',
    'idle a',
    'busy b',
    'execute_reply b ok',
    'idle b'
  ]);
});

test('an error aborts what waits, each with its own answer', async () => {
  const { said, requests, receive } = setup();
  receive('a', 'execute_request');
  receive('b', 'execute_request');
  requests.answer(1, { status: 'error' });
  // Sent before anybody could know of the error, read only now.
  receive('c', 'execute_request');
  await turns();
  expect(said).toEqual([
    'busy a',
    'execute_reply a error',
    'idle a',
    'busy b',
    'execute_reply b aborted',
    'idle b',
    'busy c',
    'execute_reply c aborted',
    'idle c'
  ]);
  receive('d', 'execute_request');
  expect(said.at(-1)).toBe('busy d');
});

test('an error that may not stop lets the next one run', async () => {
  const { said, requests, receive } = setup();
  receive('a', 'execute_request', { stop_on_error: false });
  receive('b', 'execute_request');
  requests.answer(1, { status: 'error' });
  await turns();
  expect(said.at(-1)).toBe('busy b');
});

test('questions are passed on while a cell runs, and the cell is said to run after them', () => {
  const { said, requests, receive } = setup();
  receive('a', 'execute_request');
  receive('q', 'complete_request');
  requests.answer(2, { status: 'ok' });
  expect(said).toEqual([
    'busy a',
    'busy q',
    'complete_reply q ok',
    'idle q',
    'busy a'
  ]);
});

test('comm messages have no status and no answer', () => {
  const { said, posted, receive } = setup();
  for (const type of ['comm_open', 'comm_msg', 'comm_close']) {
    receive('c', type);
  }
  expect(said).toEqual([]);
  expect(posted.map(({ type }) => type)).toEqual(['comm', 'comm', 'comm']);
});

test('an unknown request is answered with an error, an unknown message is logged', () => {
  const { said, posted, logged, receive } = setup();
  receive('a', 'dance_request');
  receive('b', 'dance');
  expect(said).toEqual(['busy a', 'dance_reply a error', 'idle a']);
  expect(posted).toEqual([]);
  expect(logged).toEqual(['no answer to a message of type dance']);
});

test('a newcomer is told whether a cell runs', () => {
  const { said, requests, receive } = setup();
  requests.announceStatus();
  receive('a', 'execute_request');
  requests.announceStatus();
  expect(said).toEqual(['idle nobody', 'busy a', 'busy a']);
});

test('an answer that nobody waits for changes nothing', () => {
  const { said, requests } = setup();
  requests.answer(99, { status: 'ok' });
  expect(said).toEqual([]);
});

test('the kernel answers for itself who it is', () => {
  const { said, posted, receive } = setup();
  receive('k', 'kernel_info_request');
  expect(said).toEqual(['busy k', 'kernel_info_reply k ok', 'idle k']);
  expect(posted).toEqual([]);
});
