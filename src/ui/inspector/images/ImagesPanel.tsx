import { type ReactNode, useEffect, useState } from 'react';
import type { ImageFace, ImagePull } from '../../../store/services.ts';
import { useApp, useWiring } from '../../context.ts';
import { seconds, shortSeconds } from '../../format.ts';
import { OnItsWay } from '../../OnItsWay.tsx';
import { imageTexts as words } from '../../texts/en-images.ts';
import inspector from '../Inspector.module.css';
import styles from './Images.module.css';

/** What there is to say of each image of the Pod, as far as the playhead has come. */
export default function ImagesPanel() {
  const faces = useImages();
  // Changes only when the playhead passes a change of an image, or the beginning or the end of a pull.
  const moment = useApp(({ playheadMs }) => faces?.flatMap(momentsOf).filter((ms) => ms <= playheadMs).length);
  const playheadMs = useWiring().store.getState().playheadMs;
  if (faces === undefined || moment === undefined) return <OnItsWay />;
  const shown = faces.filter(({ fromMs, toMs }) => fromMs <= playheadMs && (toMs === undefined || playheadMs < toMs));
  if (shown.length === 0) return <p className={inspector.nothing}>{words.none}</p>;
  return (
    <ul className={styles.list} aria-label={words.list}>
      {shown.map((face) => (
        <Face key={`${face.of} ${face.user}`} face={face} atMs={playheadMs} />
      ))}
    </ul>
  );
}

/** The images of the run on screen; until those of a new run are here, those of the last one. */
function useImages(): readonly ImageFace[] | undefined {
  const { services } = useWiring();
  const runId = useApp(({ run }) => run?.id);
  const dragging = useApp((state) => state.dragging);
  const [found, setFound] = useState<readonly ImageFace[]>();
  useEffect(() => {
    if (runId === undefined || dragging) return undefined;
    let gone = false;
    void services.list('images', runId).then((answer) => !gone && answer && setFound(answer));
    return () => {
      gone = true;
    };
  }, [services, runId, dragging]);
  return found;
}

function momentsOf({ fromMs, toMs, pulls }: ImageFace): number[] {
  return [fromMs, toMs, ...pulls.flatMap((pull) => [pull.fromMs, pull.toMs])].filter((ms) => ms !== undefined);
}

function Face({ face, atMs }: { face: ImageFace; atMs: number }) {
  const { user, of, reference, policy, holds, runs } = face;
  const pulls = face.pulls.filter(({ fromMs }) => fromMs <= atMs);
  return (
    <li className={styles.face}>
      <h2>
        {user} <small>{words.of[of]}</small>
      </h2>
      <p className={styles.reference}>
        <code>{reference}</code> <span data-state={stateOf(face, pulls, atMs).state}>{stateOf(face, pulls, atMs).words}</span>
      </p>
      <dl>
        <Fact name={words.facts.read}>{face.invalid ?? <ReadAs read={face.read} />}</Fact>
        <Fact name={words.facts.policy}>
          <code>{policy.value}</code> <span className={styles.why}>{words.because[policy.because]}</span>
        </Fact>
        <Fact name={words.facts.pulls}>
          {pulls.length === 0 ? (
            words.noPulls
          ) : (
            <ol>
              {pulls.map((pull) => (
                <li key={pull.fromMs}>
                  <Pull pull={pull} atMs={atMs} />
                </li>
              ))}
            </ol>
          )}
        </Fact>
        <Fact name={words.facts.access}>{accessOf(face)}</Fact>
        {holds && (
          <Fact name={words.facts.holds}>
            <Holds holds={holds} />
            <span className={styles.why}>{words.by[holds.by]}</span>
          </Fact>
        )}
        {runs.length > 0 && (
          <Fact name={words.facts.runs}>
            <code>{commandLine(runs)}</code>
          </Fact>
        )}
      </dl>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function stateOf({ invalid, wasThere }: ImageFace, pulls: readonly ImagePull[], atMs: number): { state: string; words: string } {
  if (invalid !== undefined) return { state: 'failed', words: words.state.invalid };
  if (wasThere) return { state: 'there', words: words.state.there };
  const arrived = pulls.find(({ ok, toMs }) => ok && toMs !== undefined && toMs <= atMs)?.toMs;
  if (arrived !== undefined) return { state: 'there', words: words.state.since(seconds(arrived)) };
  const last = pulls.at(-1);
  if (last && (last.toMs === undefined || last.toMs > atMs)) return { state: 'pulling', words: words.state.pulling(seconds(last.fromMs)) };
  return { state: last ? 'failed' : 'absent', words: words.state.absent };
}

function ReadAs({ read }: { read: ImageFace['read'] | undefined }) {
  const parts = (['registry', 'repository', 'tag', 'digest'] as const).flatMap((part) => (read?.[part] === undefined ? [] : [[part, read[part]] as const]));
  return parts.map(([part, value]) => (
    <span key={part} className={styles.part}>
      {words.parts[part]} <code>{value}</code>
    </span>
  ));
}

function Pull({ pull: { fromMs, toMs, ok, message }, atMs }: { pull: ImagePull; atMs: number }) {
  if (toMs === undefined || toMs > atMs) return words.pullUnderWay(seconds(fromMs));
  return (
    <>
      {words.pull(seconds(fromMs), shortSeconds(toMs - fromMs))}
      {!ok && (
        <>
          : <b className={styles.failed}>{words.failed}</b> <code>{message}</code>
        </>
      )}
    </>
  );
}

function accessOf({ read, access: { asked, secrets, registries } }: ImageFace): string {
  const names = secrets.join(', ');
  const brought =
    secrets.length === 0 ? words.access.none : registries.length === 0 ? words.access.empty(names) : words.access.secrets(names, registries.join(', '));
  if (!asked || !read) return brought;
  // Docker Hub's credentials stand under another name than its images do
  const isFor = registries.some((each) => each === read.registry || (read.registry === 'docker.io' && each === 'index.docker.io'));
  return [brought, words.access.asked, ...(isFor || registries.length === 0 ? [] : [words.access.other(read.registry)])].join(' · ');
}

const MIB = 1 << 20;

function Holds({ holds }: { holds: NonNullable<ImageFace['holds']> }) {
  const list = (argv: readonly string[]) => (argv.length === 0 ? undefined : commandLine(argv));
  const rows = [
    ['entrypoint', list(holds.entrypoint)],
    ['cmd', list(holds.cmd)],
    ['user', holds.user],
    ['workdir', holds.workdir],
    ['ports', holds.ports.length === 0 ? undefined : holds.ports.join(', ')],
    ['stopSignal', holds.stopSignal],
    ['size', `${Math.round(holds.sizeBytes / MIB)} MiB`],
    ['shell', holds.shell === 'none' ? words.holds.nothing : holds.shell],
  ] as const;
  return rows.map(
    ([name, value]) =>
      value !== undefined && (
        <span key={name} className={styles.part}>
          {words.holds[name]} <code>{value}</code>
        </span>
      ),
  );
}

/** As one would type it. */
function commandLine(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)).join(' ');
}
