/** What in the manifest explains the trouble of a run; one part for each file of detectors. */
import { endingTexts, loopTexts, shutdownTexts } from './findings/endings.ts';
import { hookTexts, postStartTexts, preStopTexts } from './findings/hooks.ts';
import { probeTexts, terminatingTexts, tickTexts } from './findings/probes.ts';
import { saidTexts } from './findings/said.ts';
import { bootingTexts, imageTexts, startingTexts } from './findings/starting.ts';

export const findingTexts = {
  starting: startingTexts,
  images: imageTexts,
  booting: bootingTexts,
  hooks: hookTexts,
  postStart: postStartTexts,
  preStop: preStopTexts,
  probes: probeTexts,
  ticks: tickTexts,
  terminating: terminatingTexts,
  loops: loopTexts,
  ending: endingTexts,
  said: saidTexts,
  shutdown: shutdownTexts,
};
