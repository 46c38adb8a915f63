import { existsSync } from 'node:fs';
import base from './vite.config.ts';
export default (env) => {
  const c = base({ ...env });
  c.build.outDir = '/tmp/dev/dist'; c.build.emptyOutDir = true;
  if (!existsSync('/work/main/src/sim/simulate.ts') || process.env.FAKE) c.resolve.alias.push({ find: /^.*sim\/simulate\.ts$/, replacement: '/tmp/dev/simulate.ts' });
  if (process.env.ANALYZE) c.plugins.push({ name: 'an', generateBundle(_, b) { for (const ch of Object.values(b)) if (ch.type === 'chunk' && ch.name === 'index') { const t = {}; const rows = Object.entries(ch.modules).map(([id, m]) => [m.renderedLength ?? m.code?.length ?? 0, id.replace('/work/main/', '')]).sort((a, b) => b[0] - a[0]); for (const [n, id] of rows) { const k = id.split('/').slice(0, 2).join('/'); t[k] = (t[k] || 0) + n; } console.log(JSON.stringify(t, null, 1)); console.log(rows.slice(0, 30).map((x) => x.join(' ')).join('\n')); } } });
  return c;
};
