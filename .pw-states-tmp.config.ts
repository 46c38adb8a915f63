import base from './playwright.config.ts';
export default { ...base, outputDir: '/tmp/pw-out', use: { ...base.use, baseURL: 'http://127.0.0.1:4288', trace: 'off' as const }, webServer: undefined };
