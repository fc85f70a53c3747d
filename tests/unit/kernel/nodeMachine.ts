import { setMachine } from '../../../src/kernel/core/machine';
import { nodeMachine } from '../../../src/kernel/node/machine';

// The core runs on some machine; here on the one that runs the tests.
setMachine(nodeMachine);
