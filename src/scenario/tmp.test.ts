import { test } from 'vitest';
import { parseYaml } from './yaml/parse.ts';
import { readScenario } from './read.ts';
test('t', () => {
  for (const [n,t] of [['[','['.repeat(1<<20)],['- ','- '.repeat(1<<19)],['docs','---\n'.repeat(1<<18)],['keys',Array.from({length:60000},(_, i)=>`k${i}: ${i}\n`).join('')],['list','- 1\n'.repeat(90000)],['words','a '.repeat(1<<19)],['scen','apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n  x: [' + 'a,'.repeat(80000)+']\n'], ['errs', 'apiVersion: v1\nkind: Pod\nspec:\n' + Array.from({length:30000},(_, i)=>`  kk${i}: ${i}\n`).join('')]] as const) {
    const t0=performance.now(); const r = readScenario(t); console.log(n, Math.round(performance.now()-t0), r.diagnostics.length, r.diagnostics[0]?.message.slice(0,80));
  }
}, 600000);
