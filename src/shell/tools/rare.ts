/** The rare tools, there from the start. In the page `rare-later.ts` takes the place of this module (vite.config.ts). */
export { RARE_TOOLS } from './rare-tools.ts';
