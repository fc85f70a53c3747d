import type { WorkerRequest } from './messages';
import { serve } from './serve';

const handle = serve(answer => postMessage(answer));
addEventListener('message', event =>
  handle((event as MessageEvent<WorkerRequest>).data)
);
