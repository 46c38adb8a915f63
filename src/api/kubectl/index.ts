/** A cluster without a kubelet and its whole kubectl, as a library. */
import { describeObject } from '../printers/describe/others.ts';
import { CHANGING } from './commands/changing.ts';
import { addDescriptions } from './commands/describe.ts';
import { addCommands } from './commands/index.ts';

export {
  type Change,
  type Cluster,
  type ClusterSettings,
  createCluster,
  isNotCovered,
  notCovered,
  type KubectlInput,
  type LogLine,
  type Outcome,
} from './cluster.ts';

export { executed } from './commands/exec.ts';

addCommands(CHANGING);
addDescriptions(describeObject);
