/** Generated names (staging/src/k8s.io/apiserver/pkg/storage/names/generate.go). */
import { hash } from '../base/random.ts';

const CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';
const MAX_BASE = 58;

/** Five characters that depend on `subject` alone, where the API server draws them. */
export function randomSuffix(subject: string): string {
  let out = '';
  for (let i = 0; i < 5; i += 1) out += CHARACTERS[hash(`${subject}/${i}`) % CHARACTERS.length];
  return out;
}

export const generateName = (base: string, subject: string): string => base.slice(0, MAX_BASE) + randomSuffix(subject);
