import type { ReactNode } from 'react';
import type { InspectorTab } from '../../store/app-store.ts';
import { EventsTable } from './EventsTable.tsx';
import { FindingsPanel } from './FindingsPanel.tsx';
import { TruthsPanel } from './TruthsPanel.tsx';
import { WhyPanel } from './WhyPanel.tsx';

export type RunTab = Extract<InspectorTab, 'why' | 'events' | 'findings' | 'truths'>;

const PANELS: Record<RunTab, ReactNode> = {
  why: <WhyPanel />,
  events: <EventsTable />,
  findings: <FindingsPanel />,
  truths: <TruthsPanel />,
};

/** The panes that tell of every run: one chunk, so that going from one to the next waits for nothing. */
export function RunPanel({ tab }: { tab: RunTab }) {
  return PANELS[tab];
}
