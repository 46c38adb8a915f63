import { useState } from 'react';
import type { FieldOwner, Seen } from '../../../store/services.ts';
import { seconds } from '../../format.ts';
import { kubectlTexts } from '../../texts/en-kubectl.ts';
import styles from './Kubectl.module.css';
import { Terminal } from './Terminal.tsx';
import { useLook } from './use-look.ts';

const words = kubectlTexts.final;

/** The Pod as the API server holds it: behind each value who set it, above them how much each has set. */
export function FinalPod() {
  const seen = useLook({ show: 'final' });
  const [wanted, setWanted] = useState<string>();
  const shares = sharesOf(seen);
  const marked = wanted !== undefined && shares.has(wanted) ? wanted : undefined;
  return (
    <Terminal
      command={words.command}
      seen={seen && { ...seen, changedLines: linesOf(seen, marked) }}
      empty={words.noPod}
      notes={seen && notesOf(seen)}
      focus={marked}
      below={
        shares.size > 0 && (
          <div className={styles.owners} role="group" aria-label={words.owners}>
            {[...shares].map(([who, lines]) => (
              <button
                key={who}
                type="button"
                title={words.shareHint(who, lines.length)}
                aria-pressed={who === marked}
                onClick={() => setWanted(who === marked ? undefined : who)}
              >
                {words.share(who, lines.length)}
              </button>
            ))}
          </div>
        )
      }
    />
  );
}

/** Whom a field is put down to: plugins by their own names. */
function whoOf({ by, name }: FieldOwner): string {
  return by === 'admission' && name !== undefined ? name : words.owner[by];
}

/** Lines by owner, in the order in which the owners come on the way of a Pod. */
function sharesOf(seen: Seen | undefined): Map<string, number[]> {
  const entries = Object.entries(seen?.owners ?? {});
  const order = Object.keys(words.owner);
  entries.sort(([, a], [, b]) => order.indexOf(a.by) - order.indexOf(b.by));
  const shares = new Map<string, number[]>();
  for (const [line, owner] of entries) shares.set(whoOf(owner), [...(shares.get(whoOf(owner)) ?? []), Number(line)]);
  return shares;
}

function linesOf({ owners = {} }: Seen, who: string | undefined): number[] {
  return Object.entries(owners).flatMap(([line, owner]) => (whoOf(owner) === who ? [Number(line)] : []));
}

function notesOf({ owners = {} }: Seen): Map<number, string> {
  return new Map(Object.entries(owners).map(([line, owner]) => [Number(line), noteOf(owner)]));
}

function noteOf(owner: FieldOwner): string {
  if (owner.written !== undefined) return words.written(owner.written);
  const who = owner.by === 'action' && owner.name !== undefined ? owner.name : whoOf(owner);
  return owner.atMs === undefined ? who : words.later(who, seconds(owner.atMs));
}
