import base from './playwright.config.ts';
export default { ...base, testDir: 'e2e', outputDir: '/tmp/dev/results', webServer: undefined, use: { ...base.use, baseURL: 'http://127.0.0.1:4290/', trace: 'off' }, timeout: 20000, expect: { ...base.expect, timeout: 4000 } };
