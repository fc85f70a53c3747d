import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addressOf,
  readConnection
} from '../../../../../src/kernel/node/wire/connection';

const sound = {
  transport: 'tcp',
  ip: '127.0.0.1',
  key: 'k',
  signature_scheme: 'hmac-sha256',
  shell_port: 1,
  control_port: 2,
  iopub_port: 3,
  stdin_port: 4,
  hb_port: 5
};

function file(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'connection-')), 'k – ü.json');
  writeFileSync(
    path,
    typeof content === 'string' ? content : JSON.stringify(content)
  );
  return path;
}

test('a connection file is read', () => {
  const connection = readConnection(file(sound));
  expect(connection).toEqual({
    transport: 'tcp',
    ip: '127.0.0.1',
    key: 'k',
    hash: 'sha256',
    ports: { shell: 1, control: 2, iopub: 3, stdin: 4, hb: 5 }
  });
  expect(addressOf(connection, 'iopub')).toBe('tcp://127.0.0.1:3');
});

test('addresses over ipc are files', () => {
  const connection = readConnection(
    file({ ...sound, transport: 'ipc', ip: '/tmp/kernel' })
  );
  expect(addressOf(connection, 'hb')).toBe('ipc:///tmp/kernel-5');
});

test.each([
  [{ transport: 'udp' }, /transport should be "tcp" or "ipc", got "udp"/],
  [{ ip: '' }, /ip should be an address, got ""/],
  [{ key: 5 }, /key should be a string, got 5/],
  [{ signature_scheme: 'md5' }, /signature_scheme should be .* got "md5"/],
  [{ hb_port: '5' }, /hb_port should be a port number, got "5"/],
  [{ shell_port: -1 }, /shell_port should be a port number, got -1/]
])('a wrong entry is named: %j', (wrong, message) => {
  expect(() => readConnection(file({ ...sound, ...wrong }))).toThrow(message);
});

test.each(['', '{', 'null', '5'])(
  'a file that is no object is named: %j',
  content => {
    const path = file(content);
    expect(() => readConnection(path)).toThrow(`connection file ${path}`);
  }
);

test('a missing file is named', () => {
  expect(() => readConnection('/no/such/file.json')).toThrow(
    /connection file \/no\/such\/file\.json: .*ENOENT/
  );
});
