/** What programs say themselves, in their logs: a tool that is missing, a name that nobody has, a port that is taken. */
import type { Container } from '../../model/kubernetes.ts';
import type { LogRecord } from '../../model/trace.ts';
import type { ContainerHistory, Run } from '../history.ts';
import type { Change } from '../types.ts';
import { created, idsOf, offered, type Found, type Subject } from './subject.ts';

export function saidFindings(subject: Subject): Found[] {
  return subject.history.containers.flatMap((container) => [
    ...missingTool(subject, container),
    ...unknownName(subject, container),
    ...takenPort(subject, container),
  ]);
}

/** How many of a run's last lines are its last words: what comes before them it got over. */
const LAST_WORDS = 4;

function lastWords({ log }: Run, pattern: RegExp): { line: LogRecord; found: RegExpExecArray } | undefined {
  for (const line of log.slice(-LAST_WORDS).toReversed()) {
    const found = pattern.exec(line.line);
    if (found) return { line, found };
  }
  return undefined;
}

/** Of the runs that ended like that, the first, with all the lines that say so. */
function endings(container: ContainerHistory, pattern: RegExp, ended: (run: Run) => boolean) {
  const all = container.runs.filter(ended).flatMap((run) => {
    const words = lastWords(run, pattern);
    return words ? [{ run, ...words }] : [];
  });
  return { first: all[0], records: idsOf(all.flatMap(({ run, line }) => [run.exit, line].filter((each) => each !== undefined))), count: all.length };
}

/** `sh: 1: pip: not found` of dash, `sh: pip: not found` of ash, `bash: line 1: pip: command not found` */
const NOT_FOUND = /(?:^|: )([\w.+/-]+): (?:command )?not found$/;
/** A shell ends with it when the last command of its script is not there. */
const NO_COMMAND = 127;

function missingTool({ scenario, words: { said } }: Subject, container: ContainerHistory): Found[] {
  const { first, records, count } = endings(container, NOT_FOUND, ({ exit }) => exit?.exitCode === NO_COMMAND);
  const tool = first?.found[1];
  if (!first || tool === undefined) return [];
  const change: Change = {
    title: said.tool.change(tool),
    edits: [{ document: 'scenario', path: `spec.workloads.${container.name}.exec`, value: [{ command: [tool], results: [{ exitCode: 0 }] }] }],
  };
  const hasOthers = scenario.workloads[container.name]?.exec !== undefined;
  return [
    {
      kind: 'tool-missing',
      severity: 'problem',
      container: container.name,
      title: said.tool.title(tool, container.spec?.image, container.name),
      detail: said.tool.detail(container.name),
      facts: { tool, exits: count },
      picture: { kind: 'count', label: said.tool.count, count },
      records,
      ...(!hasOthers && { change }),
      alternatives: [],
    },
  ];
}

/** As nc, wget and ping of BusyBox, curl, GNU wget, the clients of databases, nginx, and programs that use getaddrinfo(3) say it. */
const NO_ADDRESS =
  /bad address '([^']+)'|Could not resolve host: (\S+)|unable to resolve host address ['‘]([^'’]+)|getaddrinfo for host "([^"]+)"|can't find (\S+): NXDOMAIN|could not translate host name "([^"]+)"|Unknown MySQL server host '([^']+)'|getaddrinfo ENOTFOUND (\S+)|host not found in upstream "([^"]+)"/;

/** A program that runs and has not complained for so long has found what it asked for. */
const SILENT_MS = 30_000;

function unknownName({ history, scenario, words: { said } }: Subject, container: ContainerHistory): Found[] {
  const { first, records, count } = endings(container, NO_ADDRESS, ({ exit }) => exit?.exitCode !== 0);
  const name = first?.found.slice(1).find((each) => each !== undefined);
  const last = container.runs.at(-1);
  const latest = last && lastWords(last, NO_ADDRESS);
  // Somebody made the name meanwhile, or it was not what the run stood and fell with
  if (!first || name === undefined || !latest || (!last.exit && history.trace.endMs - latest.line.t > SILENT_MS)) return [];
  const service = /^[a-z][a-z0-9-]*$/.test(name) ? name : undefined;
  const port = portAfter(container.spec, name);
  return [
    {
      kind: 'name-unknown',
      severity: 'problem',
      container: container.name,
      title: said.name.title(container.name, name),
      detail: said.name.detail(container.name, last.exit ? 'fails' : container.role === 'init' ? 'holds the Pod' : 'waits'),
      facts: { name, exits: count },
      records,
      // The name alone is no server: the run does not show whether it is enough
      ...offered(
        service === undefined
          ? undefined
          : { title: said.name.change(service), edits: [created(scenario, 'Service', service, { spec: { ports: [{ port }] } })] },
        false,
      ),
    },
  ];
}

/** The port that a command asks of a host: `nc -z db 5432`, `http://db:8080/`. */
function portAfter(spec: Container | undefined, host: string): number {
  const text = [...(spec?.command ?? []), ...(spec?.args ?? [])].join(' ');
  const at = text.indexOf(host);
  const port = at < 0 ? undefined : /^[ :](\d{1,5})\b/.exec(text.slice(at + host.length))?.[1];
  return port === undefined ? 80 : Number(port);
}

/** As nginx, Apache, Go and Node say it (EADDRINUSE). */
const IN_USE = /address already in use/i;

/** Containers of a Pod share its network: a port can be had once. */
function takenPort({ history, words: { said } }: Subject, container: ContainerHistory): Found[] {
  const { first, records, count } = endings(container, IN_USE, ({ exit }) => exit !== undefined && exit.exitCode !== 0);
  if (!first) return [];
  const owner = ownerOf(first.line.line, container, history.containers);
  if (!owner) return [];
  return [
    {
      kind: 'port-taken',
      severity: 'problem',
      container: container.name,
      title: said.port.title(container.name, owner.port, owner.name),
      detail: said.port.detail,
      facts: { port: owner.port, exits: count },
      picture: { kind: 'count', label: said.port.count, count },
      records,
      alternatives: [],
    },
  ];
}

/** Who listens on the port that a line speaks of; where it names none, on one that the container declares, or on the only one there is. */
function ownerOf(line: string, { name, spec }: ContainerHistory, all: readonly ContainerHistory[]): { port: number; name: string } | undefined {
  const listening = all
    .filter((each) => each.name !== name)
    .flatMap((each) => [...new Set(each.runs.flatMap(({ serving }) => serving.flatMap(({ ports }) => ports)))].map((port) => ({ port, name: each.name })));
  const said = (line.match(/\d+/g) ?? []).map(Number);
  const declared = spec?.ports?.map(({ containerPort }) => containerPort) ?? [];
  return (
    listening.find(({ port }) => said.includes(port)) ??
    listening.find(({ port }) => declared.includes(port)) ??
    (listening.length === 1 ? listening[0] : undefined)
  );
}
