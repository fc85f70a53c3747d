import type { Header, Json, ToSession } from '../messages';
import { kernelInfo, type Versions } from './kernelInfo';
import type { ReplyChannel, Envelope, Stdin } from './channels';

/** Takes requests from the channels, keeps notebook cells in order and sends the answers. */
export interface Requests {
  receive(envelope: Envelope, channel: ReplyChannel): void;
  /** The header of the request with this number. */
  header(number: number): Header | undefined;
  /** The session's answer to the request with this number. */
  answer(number: number, content: Json, metadata?: Json): void;
  /** Asks the user whose request this is. */
  ask(
    number: number,
    request: number,
    question: { readonly prompt: string; readonly password: boolean }
  ): void;
  /** Says again that a notebook cell runs, for front ends that show the last status they saw. */
  announceRunning(): void;
  /** Says whether a notebook cell runs. */
  announceStatus(): void;
}

interface Pending {
  readonly number: number;
  readonly envelope: Envelope;
  readonly channel: ReplyChannel;
}

/** Requests that the session answers, at once even while a notebook cell awaits. */
const forwarded = new Set([
  'complete_request',
  'inspect_request',
  'is_complete_request',
  'history_request',
  'comm_info_request'
]);

/** No reply and no status: a status would cost a comm round trip 47 ms and make a busy kernel look idle. */
const comms = new Set(['comm_open', 'comm_msg', 'comm_close']);

/** The dispatcher between the channels and the session. */
export function createRequests({
  iopub,
  stdin,
  versions,
  post,
  soon,
  log
}: {
  readonly iopub: {
    status(state: 'busy' | 'idle', parent: Header | null): void;
  };
  readonly stdin: Stdin;
  readonly versions: Versions;
  readonly post: (message: ToSession) => void;
  /** Calls back once what has come meanwhile was received. */
  readonly soon: (work: () => void) => void;
  readonly log: (message: string) => void;
}): Requests {
  const pending = new Map<number, Pending>();
  const queue: Pending[] = [];
  /** Output may come long after the answer. */
  const headers = new Map<number, Header>();
  let running: Pending | null = null;
  let lastNumber = 0;

  function reply(
    { envelope, channel }: Pick<Pending, 'envelope' | 'channel'>,
    content: Json,
    metadata?: Json
  ): void {
    const { header } = envelope.message;
    channel.send(envelope.identities, {
      messageType: header.msg_type.replace(/_request$/, '_reply'),
      parent: header,
      content,
      metadata
    });
  }

  function announceRunning(): void {
    if (running !== null) {
      iopub.status('busy', running.envelope.message.header);
    }
  }

  function announceStatus(): void {
    if (running === null) {
      iopub.status('idle', null);
    } else {
      announceRunning();
    }
  }

  function idle(parent: Header): void {
    iopub.status('idle', parent);
    announceRunning();
  }

  function forward(request: Pending): void {
    const { message } = request.envelope;
    pending.set(request.number, request);
    iopub.status('busy', message.header);
    post({ type: 'request', number: request.number, message });
  }

  function runNext(): void {
    if (running === null) {
      running = queue.shift() ?? null;
      if (running !== null) {
        forward(running);
      }
    }
  }

  function receive(envelope: Envelope, channel: ReplyChannel): void {
    const { message } = envelope;
    const { header } = message;
    if (comms.has(header.msg_type)) {
      post({ type: 'comm', message });
      return;
    }
    const request = { number: ++lastNumber, envelope, channel };
    if (header.msg_type === 'execute_request') {
      headers.set(request.number, header);
      queue.push(request);
      runNext();
    } else if (forwarded.has(header.msg_type)) {
      forward(request);
    } else if (header.msg_type === 'kernel_info_request') {
      iopub.status('busy', header);
      reply(request, kernelInfo(versions));
      idle(header);
    } else if (header.msg_type.endsWith('_request')) {
      iopub.status('busy', header);
      reply(request, {
        status: 'error',
        ename: 'UnknownRequest',
        evalue: `gatescope does not answer ${header.msg_type}`,
        traceback: []
      });
      idle(header);
    } else {
      log(`no answer to a message of type ${header.msg_type}`);
    }
  }

  function answer(number: number, content: Json, metadata?: Json): void {
    const request = pending.get(number);
    if (request === undefined) {
      return;
    }
    pending.delete(number);
    if (request !== running) {
      reply(request, content, metadata);
      idle(request.envelope.message.header);
      return;
    }
    stdin.cancel();
    const stops =
      content.status === 'error' &&
      request.envelope.message.content.stop_on_error !== false;
    if (stops) {
      // What front ends sent before they could know of the error is still to be read.
      soon(() => soon(finish));
    } else {
      finish();
    }

    function finish(): void {
      const aborted = stops ? queue.splice(0) : [];
      reply(request as Pending, content, metadata);
      running = null;
      idle((request as Pending).envelope.message.header);
      for (const { envelope, channel } of aborted) {
        const { header } = envelope.message;
        iopub.status('busy', header);
        reply({ envelope, channel }, { status: 'aborted' });
        iopub.status('idle', header);
      }
      runNext();
    }
  }

  return {
    receive,
    answer,
    header: number => headers.get(number),
    ask(number, request, question) {
      const asker = pending.get(request);
      if (asker !== undefined) {
        stdin.ask(
          question,
          {
            identities: asker.envelope.identities,
            parent: asker.envelope.message.header
          },
          value => post({ type: 'answer', number, value })
        );
      }
    },
    announceRunning,
    announceStatus
  };
}
