import childProcess from 'node:child_process';
import { once } from 'node:events';
import { createCheckProcesses } from '../../../../../src/kernel/node/check/checkProcesses';

test('a check whose folder is gone ends by itself, and is no error of the kernel', async () => {
  const unheard: unknown[] = [];
  const hear = (error: unknown): void => void unheard.push(error);
  process.on('uncaughtException', hear);
  const fork = jest.spyOn(childProcess, 'fork');
  try {
    const processes = createCheckProcesses('/a/folder/that/is/gone', {
      seconds: 5,
      secondsEach: 5,
      megabytes: 512
    });
    processes.prepare();
    const child = processes.take();
    await once(child, 'error').catch(() => undefined);
    processes.prepare();
    const [waiting] = fork.mock.results.slice(-1);
    await new Promise(resolve =>
      (waiting.value as childProcess.ChildProcess).once('close', resolve)
    );
    expect(unheard).toEqual([]);
  } finally {
    fork.mockRestore();
    process.off('uncaughtException', hear);
  }
});
