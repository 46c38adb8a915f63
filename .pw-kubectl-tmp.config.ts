import config from './playwright.config.ts';
import { defineConfig } from '@playwright/test';
export default defineConfig({ ...config, outputDir: '/tmp/pw-k-results', use: { ...config.use, baseURL: 'http://127.0.0.1:4291' }, webServer: { command: 'node node_modules/vite/bin/vite.js preview --outDir /tmp/dist-k --host 127.0.0.1 --port 4291 --strictPort', url: 'http://127.0.0.1:4291', reuseExistingServer: false } });
