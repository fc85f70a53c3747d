import { setMachine } from '../../../src/kernel/core/machine';
import { nodeMachine } from '../../../src/kernel/node/session/nodeMachine';

// The core runs on some machine; here on the one that runs the tests.
setMachine(nodeMachine);
