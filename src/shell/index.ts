export { CAPABILITIES } from './capabilities.ts';
export { findImage } from './images.ts';
export { createMachine } from './machine.ts';
export { createNetwork } from './network.ts';
export { PidNamespace } from './pid-namespace.ts';
export { killedBy } from './signals.ts';
export { createImageVolume, createVolume } from './volume.ts';
export * from './types.ts';
