import type { Tool } from './tool.ts';

export const AWK_TOOLS: Record<string, Tool> = {};
