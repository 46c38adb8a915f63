/**
 * Handles a whole new Pod that is pasted over the old one. The Scenario document names containers of the old Pod, so that it would only
 * be in the way: it is set aside, the page says so, and an undo of the paste (or a click) puts it back.
 */
import { type Half, withHalf } from '../model/scenario-text.ts';
import { editHalf, type Halves, splitHalves } from './halves.ts';

/** A Scenario document that was taken out, and the text of the Pod tab that it belonged to. */
export interface SetAside {
  pod: string;
  scenario: string;
}

export interface Edit {
  halves: Halves;
  text: string;
  setAside: SetAside | undefined;
  /** Whether the tabs have to be filled anew, because their text is no longer what was typed or pasted there. */
  resplit: boolean;
  /** Whether what was pasted is another scenario, with a Scenario document or without. */
  isOther: boolean;
}

/** The part of the Pod's text that one edit has to replace for the result to count as another Pod. */
const MOST = 0.6;

/** Carries out one edit of a tab, and sets the Scenario document aside if the edit replaces the Pod. */
export function applyEdit(halves: Halves, half: Half, view: string, setAside: SetAside | undefined): Edit {
  const before = halves[half];
  if (half === 'pod' && setAside && view === setAside.pod && halves.scenario.trim() === '') return restored(setAside);
  const { removed, inserted } = difference(before, view);
  const isPaste = inserted.trim().includes('\n') && /\bkind\b/.test(view);
  if (isPaste) {
    const pasted = splitHalves(view);
    // A paste that brings both kinds of documents is a scenario of its own, whichever tab it went into.
    if (pasted.pod.trim() !== '' && pasted.scenario.trim() !== '') return { halves: pasted, text: view, setAside: undefined, resplit: true, isOther: true };
    const isOtherPod = half === 'pod' && (removed >= before.trim().length * MOST || isRenamed(before, view));
    if (isOtherPod && halves.scenario.trim() === '') return { ...editHalf(halves, half, view), setAside, resplit: false, isOther: true };
    if (isOtherPod) return { halves: pasted, text: view, setAside: { pod: before, scenario: halves.scenario }, resplit: true, isOther: true };
  }
  return { ...editHalf(halves, half, view), setAside, resplit: false, isOther: false };
}

/**
 * Whether a text is of another Pod than the one before it, by its name or its containers, and says other things for the most part. Of short manifests
 * much is the same for all.
 */
function isRenamed(before: string, now: string): boolean {
  const containers = containersIn(now);
  const isSamePod = POD_NAME.exec(before)?.[1] === POD_NAME.exec(now)?.[1] && [...containersIn(before)].some((name) => containers.has(name));
  if (isSamePod) return false;
  const still = new Set(factsIn(now));
  const facts = factsIn(before);
  return facts.filter((line) => !still.has(line)).length >= facts.length * MOST;
}

const POD_NAME = /^metadata:[^]*?\bname:\s*["']?([^\s"',}]+)/m;

const containersIn = (text: string) => new Set(Array.from(text.matchAll(/[-{]\s*name:\s*["']?([^\s"',}]+)/g), ([, name]) => name));

/** The lines that say what not every Pod says. */
const factsIn = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:#|---|apiVersion:|kind:)|:$/.test(line));

/** The text of the Pod tab with the Scenario document in front of it again. */
export function withScenarioBack(text: string, { scenario }: SetAside): string {
  return withHalf(text, 'scenario', scenario);
}

function restored({ pod, scenario }: SetAside): Edit {
  const text = withHalf(pod, 'scenario', scenario);
  return { halves: splitHalves(text), text, setAside: undefined, resplit: true, isOther: false };
}

/** What one edit took out (its length) and put in, between what both texts begin and end with. */
function difference(before: string, now: string): { removed: number; inserted: string } {
  const shorter = Math.min(before.length, now.length);
  let prefix = 0;
  while (prefix < shorter && before[prefix] === now[prefix]) prefix += 1;
  let suffix = 0;
  while (suffix < shorter - prefix && before[before.length - 1 - suffix] === now[now.length - 1 - suffix]) suffix += 1;
  return { removed: before.length - prefix - suffix, inserted: now.slice(prefix, now.length - suffix) };
}
