/** agnhost, there from the start. In the page `agnhost-later.ts` takes the place of this module (vite.config.ts). */
export { agnhost, livenessServer, testWebserver } from './agnhost-programs.ts';
