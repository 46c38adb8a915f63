import { type ReactNode, useMemo } from 'react';
import type { ProbeType } from '../../model/kubernetes.ts';
import {
  API_KIND,
  type ApiState,
  type ContainerMachines,
  type ContainerNodeState,
  graceAt,
  type LiveMachine,
  machineAt,
  type PodMachines,
  type ProbeSubject,
  type Visit,
} from '../../timeline/states/index.ts';
import { HairLines } from '../app/LoadingWorkbench.tsx';
import { useActions, useApp, useWiring } from '../context.ts';
import { clockSeconds } from '../format.ts';
import { goTo } from '../playback.ts';
import { EmptyText, EmptyTimeline } from '../timeline/EmptyTimeline.tsx';
import { statesTexts } from '../texts/en-states.ts';
import { containerDiagram } from './diagrams/container.ts';
import { podDiagram } from './diagrams/pod.ts';
import { probeDiagram } from './diagrams/probe.ts';
import { terminationDiagram } from './diagrams/termination.ts';
import { GraceGauge } from './GraceGauge.tsx';
import { ArrowHeads, MachineView } from './MachineView.tsx';
import { containerStateName, podStateName, probeStateName, terminationStateName } from './names.ts';
import styles from './States.module.css';
import { Strips } from './Strips.tsx';
import { drawnProbe, machinesOf, subjectContainer, subjectProbe } from './subject.ts';

const words = statesTexts;

/** Four state machines at the playhead, and their histories above them. */
export default function StatesPanel() {
  const machines = useApp(machinesOf);
  const container = useApp((state) => machines && subjectContainer(state, machines));
  const probe = useApp((state) => container && subjectProbe(state, container));
  const isStale = useApp((state) => state.status.kind !== 'current' && state.run !== undefined);
  const isWaiting = useApp((state) => state.run === undefined && state.status.kind === 'current');
  return (
    <section className={styles.states} aria-label={words.label} data-stale={isStale || undefined}>
      <ArrowHeads />
      {machines && container ? (
        <>
          <Strips machines={machines} container={container} probe={probe} />
          <Machines machines={machines} container={container} probe={probe} />
        </>
      ) : machines ? (
        <p className={styles.nothing}>{words.noPod}</p>
      ) : isWaiting ? (
        <HairLines />
      ) : (
        <EmptyTimeline />
      )}
      <EmptyText />
    </section>
  );
}

function Machines({ machines, container, probe }: { machines: PodMachines; container: ContainerMachines; probe: ProbeSubject | undefined }) {
  const { store } = useWiring();
  const { select, set } = useActions();
  const timeMs = useApp((state) => state.playheadMs);
  const hideFuture = useApp((state) => state.hideFuture);
  const selected = useApp((state) => state.selected);
  const at = (machine: Parameters<typeof machineAt>[0]) => machineAt(machine, timeMs, hideFuture);
  const choose = ({ record, fromMs }: Visit) => {
    select({ record, attempt: 0 });
    goTo(store, fromMs);
    set({ inspectorTab: 'why', playing: false });
  };
  const shared = { selectedRecord: selected?.record, onChoose: choose };
  const [node, ending, pod] = [at(container.node), at(container.termination), at(machines.pod)];
  const containerName = (state: string, facts?: Visit['facts']) => containerStateName(container, state, facts);
  const chooseSubject = (part: { container?: string; probe?: ProbeType }) =>
    set({ statesSubject: { container: container.name, ...(probe && { probe: probe.type }), ...part, since: selected } });
  const api = container.apiAt(timeMs);
  const probeName = (state: string) => (probe ? probeStateName(probe, state) : state);
  const shownProbe = probe && at(probe.machine);
  const names = useMemo(() => machines.containers.map(({ name }) => name), [machines]);
  return (
    <div className={styles.grid}>
      <Panel
        title={
          <Choice title={words.containerTitle} nameOf={same} value={container.name} options={names} onChoose={(name) => chooseSubject({ container: name })} />
        }
        name={words.containerPanel(container.name)}
        live={node}
        nameOf={containerName}
      >
        <MachineView
          label={words.containerPanel(container.name)}
          diagram={containerDiagram(container, node)}
          live={node}
          nameOf={containerName}
          api={api && { zone: api.kind, forms: apiForms(api), isBehind: isBehind(node, api.kind) }}
          {...shared}
        />
      </Panel>
      <Panel
        title={
          probe === undefined ? (
            words.probeTitle
          ) : (
            <Choice
              title=""
              value={probe.type}
              options={container.probes.map(({ type }) => type)}
              nameOf={words.probePanel}
              onChoose={(type) => chooseSubject({ probe: type as ProbeType })}
            />
          )
        }
        name={words.probePanel(probe?.type)}
        live={shownProbe}
        nameOf={probeName}
      >
        {probe && shownProbe ? (
          <MachineView
            label={words.probePanel(probe.type)}
            diagram={probeDiagram(probe, shownProbe)}
            live={drawnProbe(shownProbe, probe.threshold)}
            nameOf={probeName}
            {...shared}
          />
        ) : (
          <p className={styles.nothing}>{words.noProbe(container.name)}</p>
        )}
      </Panel>
      <Panel title={words.terminationTitle} name={words.terminationTitle} live={ending} nameOf={terminationStateName}>
        <MachineView label={words.terminationTitle} diagram={terminationDiagram(container, ending)} live={ending} nameOf={terminationStateName} {...shared}>
          <GraceGauge grace={graceAt(container.graces, timeMs)} grantedMs={machines.podGraceMs} timeMs={timeMs} />
        </MachineView>
      </Panel>
      <Panel title={words.podTitle} name={words.podTitle} live={pod} nameOf={podStateName}>
        <MachineView label={words.podTitle} diagram={podDiagram(machines.phaseAt(timeMs), pod)} live={pod} nameOf={podStateName} {...shared} />
      </Panel>
    </div>
  );
}

/** Whether the API names another kind of state than the node is in. */
function isBehind({ current }: LiveMachine, kind: string): boolean {
  return current !== undefined && API_KIND[current.state as ContainerNodeState] !== kind;
}

/** `API: Terminated, Error 137`, `API: Error 137`. */
function apiForms({ kind, reason, exitCode }: ApiState): string[] {
  const detail = [reason, exitCode].filter((part) => part !== undefined && part !== '').join(' ');
  const name = words.apiKinds[kind];
  return detail === '' ? [words.apiSays(name)] : [words.apiSays(`${name}, ${detail}`), words.apiSays(detail)];
}

interface PanelProps {
  title: ReactNode;
  name: string;
  live: LiveMachine | undefined;
  nameOf(state: string, facts?: Visit['facts']): string;
  children: ReactNode;
}

/** A machine under its heading: the state it is in, since when, and what comes next. */
function Panel({ title, name, live, nameOf, children }: PanelProps) {
  const { current, next } = live ?? {};
  return (
    <section className={styles.panel} aria-label={name}>
      <div className={styles.panelHead}>
        <h2>{title}</h2>
        {live && <b>{current ? nameOf(current.state, current.facts) : live.seen.size === 0 ? words.notYet : words.over}</b>}
        {current && (
          <span>
            {words.since(clockSeconds(current.fromMs))}
            {next && words.andThen(nameOf(next.state, next.facts), clockSeconds(next.fromMs))}
          </span>
        )}
      </div>
      {children}
    </section>
  );
}

const same = (name: string) => name;

interface ChoiceProps {
  title: string;
  value: string;
  options: readonly string[];
  nameOf(value: string): string;
  onChoose(value: string): void;
}

/** A name, or a choice of names where there are several. */
function Choice({ title, value, options, nameOf, onChoose }: ChoiceProps) {
  if (options.length < 2) return words.titled(title, nameOf(value));
  return (
    <>
      {title}{' '}
      <select className={styles.choice} aria-label={title === '' ? words.probeTitle : title} value={value} onChange={(event) => onChoose(event.target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {nameOf(option)}
          </option>
        ))}
      </select>
    </>
  );
}
