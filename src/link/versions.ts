/** Every version of the link format that ever was: how it is unpacked, and how its text becomes one of the next version. */
import { unpack1, type Unpacked } from './version-1.ts';

/** The order of the version characters. */
export const VERSION_CHARACTERS = '123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What new links are made in. */
export const CURRENT_VERSION = '1';

export const UNPACKERS: Readonly<Record<string, (payload: string) => Unpacked>> = {
  '1': unpack1,
};

/**
 * From the scenario text of a version to the one of the next. A new version that changes only the packing has an upgrader
 * that returns its argument; one that changes the meaning of the text (a default, a field) writes the old meaning out.
 */
export const UPGRADERS: Readonly<Record<string, (text: string) => string>> = {};

/** Throws if the tables have a gap: every version up to the current one is readable, and every older one can be upgraded. */
export function checkTables(current: string, unpackers: Readonly<Record<string, unknown>>, upgraders: Readonly<Record<string, unknown>>): void {
  const versions = VERSION_CHARACTERS.slice(0, VERSION_CHARACTERS.indexOf(current) + 1).split('');
  const readable = versions.join('');
  const upgradable = versions.slice(0, -1).join('');
  const has = (table: Readonly<Record<string, unknown>>) => [...VERSION_CHARACTERS].filter((version) => Object.hasOwn(table, version)).join('');
  if (has(unpackers) !== readable || Object.keys(unpackers).length !== readable.length)
    throw new Error(`link versions ${readable} need unpackers, there are ${has(unpackers)}`);
  if (has(upgraders) !== upgradable || Object.keys(upgraders).length !== upgradable.length)
    throw new Error(`link versions ${upgradable} need upgraders, there are ${has(upgraders)}`);
}

checkTables(CURRENT_VERSION, UNPACKERS, UPGRADERS);
