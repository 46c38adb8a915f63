/** `kubectl events` (staging/src/k8s.io/kubectl/pkg/cmd/events). */
import { byLastSeen, eventInterval } from '../../printers/events.ts';
import { alignTabs, TABLE_LAYOUT } from '../../printers/tabwriter.ts';
import { escapeTerminal } from '../../printers/table.ts';
import { fields, text } from '../../schema/fields.ts';
import { goQuote } from '../../go-text.ts';
import { findResource, type Kind } from '../../server/kinds.ts';
import { jsonText } from '../printing/json.ts';
import { BareError, UsageError } from '../outcome.ts';
import { yamlText } from '../printing/yaml.ts';
import type { Session } from '../session.ts';

export function events(session: Session): void {
  const { options, server } = session;
  const all = options.flag('all-namespaces');
  const types = options.list('types').map((type) => type.toLowerCase());
  const unknown = types.find((type) => type !== 'normal' && type !== 'warning');
  if (unknown !== undefined) throw new UsageError('valid --types are Normal or Warning');
  if (options.has('for') && !(options.text('for') ?? '').includes('/')) throw new UsageError('--for must be in resource/name form');
  const target = options.text('for') === undefined ? undefined : targetOf(session, options.text('for') ?? '');
  const found = server.list(session.resource('events'), all ? undefined : session.namespace).filter((event) => {
    const involved = fields(event, 'involvedObject');
    const isTarget = target === undefined || (text(involved, 'kind') === target.kind.kind && text(involved, 'name') === target.name);
    return isTarget && (types.length === 0 || types.includes(text(event, 'type').toLowerCase()));
  });
  if (found.length === 0) {
    session.out.note(all ? 'No events found.' : `No events found in ${session.namespace} namespace.`);
    return;
  }
  found.sort(byLastSeen);
  const format = options.text('output');
  // Names are printed of what has one, which this list has not.
  if (format === 'name') return;
  if (format === 'json' || format === 'yaml') {
    const whole = { apiVersion: 'v1', items: found, kind: 'EventList', metadata: {} };
    session.out.stdout += format === 'json' ? `${jsonText(whole)}\n` : yamlText(whole);
    return;
  }
  const rows = found.map((event) => {
    const involved = fields(event, 'involvedObject');
    const cells = [
      eventInterval(event, server.nowMs),
      text(event, 'type'),
      text(event, 'reason'),
      `${text(involved, 'kind')}/${text(involved, 'name')}`,
      text(event, 'message').trim(),
    ];
    return [...(all ? [text(fields(event, 'metadata'), 'namespace')] : []), ...cells].map(escapeTerminal).join('\t');
  });
  const header = [...(all ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'].join('\t');
  session.out.stdout += `${alignTabs([...(options.flag('no-headers') ? [] : [header]), ...rows].join('\n'), TABLE_LAYOUT)}\n`;
}

/** An object that is not there has no Events, a name that is none neither. */
function targetOf(session: Session, written: string): { kind: Kind; name: string } {
  const [resource = '', name = '', more] = written.split('/');
  if (more !== undefined) throw new UsageError('arguments in resource/name form may not have more than one slash');
  const kind = findResource(resource);
  if (kind === undefined) throw new BareError(`the server doesn't have a resource type ${goQuote(resource)}`);
  return { kind, name };
}
