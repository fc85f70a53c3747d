import { once } from 'node:events';
import { createCheckProcesses } from '../../../../../src/kernel/node/check/checkProcesses';

test('a check whose folder is gone ends by itself, and is no error of the kernel', async () => {
  const unheard: unknown[] = [];
  const hear = (error: unknown): void => void unheard.push(error);
  process.on('uncaughtException', hear);
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
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(unheard).toEqual([]);
  } finally {
    process.off('uncaughtException', hear);
  }
});
