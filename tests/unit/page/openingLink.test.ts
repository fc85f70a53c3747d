import { openingLink } from '../../../src/page/openingLink';
import { createDeadLink } from '../../../src/widgets/base/link';
import type { LiveLink } from '../../../src/widgets/context';

const kernel = createDeadLink('No kernel is running for this notebook.');
const answering = {
  ...kernel,
  request: () => Promise.resolve({ known: true })
} as unknown as LiveLink;

test('a picture with its network is live before any kernel, and makes the network once, when it is first asked', async () => {
  const make = jest.fn(() => Promise.resolve(answering));
  const link = openingLink(kernel, make);
  expect(link.status('a')).toEqual({ state: 'live' });
  expect(make).not.toHaveBeenCalled();
  await link.request('attach', { id: 'a' });
  expect(await link.request('attach', { id: 'a' })).toEqual({ known: true });
  expect(make).toHaveBeenCalledTimes(1);
});

test('where the network cannot be made, the view hears why and has the status of the kernel', async () => {
  const link = openingLink(kernel, () => Promise.reject(new Error('offline')));
  const heard: string[] = [];
  const stop = link.onStatus('a', ({ state }) => heard.push(state));
  await expect(link.request('attach', { id: 'a' })).rejects.toThrow('offline');
  expect(heard).toEqual(['notLive']);
  expect(link.status('a').state).toBe('notLive');
  stop();
  await expect(link.request('attach', { id: 'a' })).rejects.toThrow('offline');
  expect(heard).toEqual(['notLive']);
});
