/** Settings of node, kubelet and registry. */
import fc from 'fast-check';
import { oneIn, type Part, part } from './parts.ts';

/** Gates whose other setting the simulation knows, that way round. */
const featureGates = part({
  PLEGOnDemandRelist: oneIn(3, fc.constant(false)),
  ReduceDefaultCrashLoopBackOffDecay: oneIn(3, fc.constant(true)),
  KubeletCrashLoopBackOffMax: oneIn(3, fc.constant(false)),
  ChangeContainerStatusOnKubeletRestart: oneIn(3, fc.constant(true)),
  KubeletEnsureSecretPulledImages: oneIn(3, fc.constant(false)),
  PodReadyToStartContainersCondition: oneIn(3, fc.constant(false)),
});

const latency = part({
  sandbox: oneIn(2, fc.constantFrom('0s', '1s', '4s')),
  createContainer: oneIn(2, fc.constantFrom('0s', '700ms')),
  startContainer: oneIn(2, fc.constantFrom('0s', '700ms')),
  status: oneIn(2, fc.constantFrom('0s', '300ms', '2s')),
});

export const cluster: fc.Arbitrary<Part> = part({
  featureGates: oneIn(6, featureGates),
  latency: oneIn(6, latency),
  kubelet: part({
    uptime: oneIn(4, fc.constantFrom('0s', '3s', '10s')),
    crashLoopBackOff: oneIn(4, part({ maxContainerRestartPeriod: fc.constantFrom('1s', '15s', '60s') })),
    singleProcessOOMKill: oneIn(8, fc.constant(true)),
  }),
  node: oneIn(2, part({ labels: fc.constant({ disk: 'ssd' }), appArmor: oneIn(2, fc.constant(true)) })),
});

const imageState = fc.constantFrom<Part>(
  { onNode: false, pull: '2s' },
  { onNode: false, pull: '40s' },
  { pullError: 'notFound' },
  { pullError: { until: '25s', error: 'unreachable' } },
  { requiresSecret: true },
);

/** Entries of `images`: pulled slowly, refused for a while or for ever, private. */
export const images: fc.Arbitrary<Part[]> = fc.array(
  fc.record({ image: fc.constantFrom('shop/app:*', 'busybox:*', '*'), state: imageState }).map(({ image, state: found }) => ({ image, ...found })),
  { maxLength: 1 },
);
