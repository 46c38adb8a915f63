/** The page's own timeline and overview, wired to a store of their own. */
import { createRoot } from 'react-dom/client';
import { type AppStore, createAppStore } from '../../src/store/app-store.ts';
import type { Services } from '../../src/store/services.ts';
import { WiringContext } from '../../src/ui/context.ts';
import { FrameLoop } from '../../src/ui/frame-loop.ts';
import '../../src/ui/styles/base.css';
import '../../src/ui/styles/tokens.css';
import { TimelinePanel } from '../../src/ui/timeline/TimelinePanel.tsx';
import { Overview } from '../../src/ui/transport/Overview.tsx';

export interface Panel {
  store: AppStore;
  frames: FrameLoop;
  /** The canvases with the lanes. */
  chart: HTMLElement;
}

/** Nothing that is measured asks for these. */
const NO_SERVICES = new Proxy({} as Services, {
  get: (_, name) => {
    throw new Error(`The timeline asked for ${String(name)}`);
  },
});

export function mountPanel(host: HTMLElement): Omit<Panel, 'chart'> {
  const store = createAppStore();
  const frames = new FrameLoop();
  createRoot(host).render(
    <WiringContext value={{ store, services: NO_SERVICES, frames }}>
      <div style={{ display: 'flex', flexDirection: 'column', height: '100vh' }}>
        {/* The bars above: a run never comes to a page without words in its fonts */}
        <h1>
          Simulating … <code>42 s</code>
        </h1>
        <TimelinePanel />
        <div style={{ display: 'flex', height: 56 }}>
          <Overview />
        </div>
      </div>
    </WiringContext>,
  );
  return { store, frames };
}
